package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What MMEngine replaces in the text of a YAML or JSON config before it is read: {@code {{ _base_.x }}}, which stands by itself, and
 * {@code {{ fileDirname }}} inside texts (mmengine/config/config.py, _pre_substitute_base_vars, _substitute_predefined_vars).
 */
final class DataTemplates {

    private static final Pattern BARE = Pattern.compile("\\{\\{\\s*_base_\\.[\\w.]+\\s*\\}\\}");
    private static final Pattern MASKED = Pattern.compile("\\{\\s*_base_\\.([\\w.]+)\\s*\\}");

    private DataTemplates() {}

    /** A text of the same length that the parsers can read: such a reference becomes a quoted text. */
    static String masked(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        var masked = new StringBuilder(text);
        var found = BARE.matcher(text);
        while (found.find()) {
            masked.setCharAt(found.start(), '"');
            masked.setCharAt(found.end() - 1, '"');
        }
        return masked.toString();
    }

    /** The value with what the references stand for; those that lead nowhere are opaque. */
    static ConfigValue resolved(ConfigValue value, ConfigValue.Dict base, SourceText source, Environment environment) {
        return switch (value) {
            case ConfigValue.Dict dict -> {
                var entries = new LinkedHashMap<String, Entry>();
                dict.entries().forEach((key, entry) -> entries.put(key, resolved(entry, base, source, environment)));
                yield new ConfigValue.Dict(entries, dict.span());
            }
            case ConfigValue.Items items -> {
                var all = new ArrayList<Entry>();
                items.items().forEach(item -> all.add(resolved(item, base, source, environment)));
                yield new ConfigValue.Items(all, items.tuple(), items.span());
            }
            case ConfigValue.Text(String text, Span span)
            when text.contains("{") -> text(text, span, base, source, environment);
            default -> value;
        };
    }

    private static Entry resolved(Entry entry, ConfigValue.Dict base, SourceText source, Environment environment) {
        return new Entry(
                entry.key(), resolved(entry.value(), base, source, environment), entry.site(), entry.earlier());
    }

    private static ConfigValue text(
            String text, Span span, ConfigValue.Dict base, SourceText source, Environment environment) {
        var reference = MASKED.matcher(text);
        if (source.text().startsWith("{{", span.start()) && reference.matches()) {
            Optional<Entry> found = base.at(reference.group(1));
            return found.map(Entry::value)
                    .orElseGet(() -> new ConfigValue.Opaque(source.text().substring(span.start(), span.end()), span));
        }
        return new ConfigValue.Text(Strings.replaced(text, source.file(), environment), span);
    }
}
