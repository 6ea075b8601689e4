package org.layergraft.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.layergraft.config.ConfigFile.Format;
import org.layergraft.text.LayergraftException;

/** Edits that may do what is wanted, the smallest first. Whether one does is found out by reading the result. */
final class Candidates {

    private final Config config;
    private final Predicate<Path> own;

    Candidates(Config config, Predicate<Path> own) {
        this.config = config;
        this.own = own;
    }

    List<TextEdit> of(Assignment assignment) throws LayergraftException {
        return switch (assignment) {
            case Assignment.Set(ConfigPath path, ConfigValue value) -> set(path, value);
            case Assignment.Remove(ConfigPath path) ->
                config.files().reversed().stream()
                        .filter(f -> own.test(f.path()))
                        .flatMap(f -> new Removal(f).of(path).stream())
                        .toList();
        };
    }

    private List<TextEdit> set(ConfigPath path, ConfigValue value) throws LayergraftException {
        var edits = new ArrayList<TextEdit>();
        Optional<Entry> entry = config.values().at(path);
        if (entry.isPresent() && entry.get().value().same(value)) {
            ConfigFile top = config.top();
            return List.of(new TextEdit(top, 0, 0, ""));
        }
        entry.flatMap(e -> replaced(e, value)).ifPresent(edits::add);
        ConfigFile top = config.top();
        inserted(top, path, value).ifPresent(edits::add);
        edits.addAll(appended(top, path, value));
        // What only a base writes, such as an element of its list, can get another key there alone.
        for (ConfigFile base : config.files().reversed()) {
            if (base != top && own.test(base.path())) {
                inserted(base, path, value).ifPresent(edits::add);
            }
        }
        return edits;
    }

    /** Another expression where the value is given. */
    private Optional<TextEdit> replaced(Entry entry, ConfigValue value) {
        Span span = entry.site().value();
        return config.file(span.file())
                .filter(f -> own.test(f.path()) && entry.site().form() != Site.Form.DERIVED)
                .map(f -> new TextEdit(f, span.start(), span.end(), Written.value(value, f.format())));
    }

    /** A key more in the innermost dictionary on the way that this file writes. */
    private static Optional<TextEdit> inserted(ConfigFile file, ConfigPath path, ConfigValue value)
            throws LayergraftException {
        ConfigValue now = file.own();
        Optional<ConfigValue.Dict> found = file.format() == Format.PYTHON ? Optional.empty() : Optional.of(file.own());
        int depth = 0;
        for (int i = 0; i < path.keys().size() - 1; i++) {
            Optional<Entry> below = now.at(new ConfigPath(List.of(path.keys().get(i))));
            if (below.isEmpty()) {
                break;
            }
            now = below.get().value();
            if (now instanceof ConfigValue.Dict dict && dict.span().file().equals(file.path())) {
                found = Optional.of(dict);
                depth = i + 1;
            }
        }
        return found.isEmpty()
                ? Optional.empty()
                : new Insertion(file)
                        .into(
                                found.get(),
                                path.keys().subList(depth, path.keys().size()),
                                value);
    }

    /** A statement more at the end. */
    private static List<TextEdit> appended(ConfigFile file, ConfigPath path, ConfigValue value) {
        if (file.format() != Format.PYTHON) {
            return List.of();
        }
        var edits = new ArrayList<TextEdit>();
        String first = path.keys().getFirst();
        boolean mine = file.own().get(first).isPresent();
        if (!mine || path.keys().size() == 1) {
            ConfigValue whole =
                    Written.nested(path.keys().subList(1, path.keys().size()), value);
            edits.add(end(file, first + " = " + Written.python(whole)));
        }
        if (mine) {
            edits.add(end(file, statement(file.own(), path, value)));
        }
        return edits;
    }

    private static TextEdit end(ConfigFile file, String statement) {
        String text = file.text();
        String line = file.source().lineEnd();
        boolean open = !text.isEmpty() && !text.endsWith("\n") && !text.endsWith("\r");
        return new TextEdit(file, text.length(), text.length(), (open ? line : "") + statement + line);
    }

    /** {@code model['backbone']['with_cp'] = True}, as deep as there are dictionaries and lists. */
    static String statement(ConfigValue.Dict values, ConfigPath path, ConfigValue value) {
        var left = new StringBuilder(path.keys().getFirst());
        ConfigValue now =
                values.get(path.keys().getFirst()).map(Entry::value).orElse(new ConfigValue.None(Assignment.NOWHERE));
        int i = 1;
        for (; i < path.keys().size(); i++) {
            String key = path.keys().get(i);
            boolean list = now instanceof ConfigValue.Items;
            if (!list && !(now instanceof ConfigValue.Dict)) {
                break;
            }
            left.append('[').append(list ? key : PythonWords.quoted(key)).append(']');
            Optional<Entry> below = now.at(new ConfigPath(List.of(key)));
            if (below.isEmpty()) {
                i++;
                break;
            }
            now = below.get().value();
        }
        return left + " = "
                + Written.python(
                        Written.nested(path.keys().subList(i, path.keys().size()), value));
    }

    /** The values with another one at the path; what is missing on the way is made. */
    static ConfigValue.Dict with(ConfigValue.Dict values, List<String> keys, ConfigValue value) {
        var entries = new LinkedHashMap<>(values.entries());
        String key = keys.getFirst();
        ConfigValue below = values.get(key).map(Entry::value).orElse(Assignment.dict(java.util.Map.of()));
        entries.put(key, new Entry(key, replaced(below, keys, value), Site.derived(value.span()), List.of()));
        return new ConfigValue.Dict(entries, values.span());
    }

    private static ConfigValue replaced(ConfigValue below, List<String> keys, ConfigValue value) {
        if (keys.size() == 1) {
            return value;
        }
        List<String> rest = keys.subList(1, keys.size());
        return switch (below) {
            case ConfigValue.Dict dict -> with(dict, rest, value);
            case ConfigValue.Items items -> {
                var all = new ArrayList<>(items.items());
                ConfigPath.index(rest.getFirst())
                        .filter(i -> i < all.size())
                        .ifPresent(i -> all.set(
                                i,
                                new Entry(
                                        rest.getFirst(),
                                        replaced(all.get(i).value(), rest, value),
                                        Site.derived(value.span()),
                                        List.of())));
                yield new ConfigValue.Items(all, items.tuple(), items.span());
            }
            default -> Written.nested(rest, value);
        };
    }

    /** The values without the one at the path. */
    static ConfigValue.Dict without(ConfigValue.Dict values, List<String> keys) {
        var entries = new LinkedHashMap<>(values.entries());
        String key = keys.getFirst();
        if (keys.size() == 1) {
            entries.remove(key);
        } else if (values.get(key).map(Entry::value).orElse(values) instanceof ConfigValue.Dict dict
                && dict != values) {
            ConfigValue.Dict less = without(dict, keys.subList(1, keys.size()));
            entries.put(key, new Entry(key, less, Site.derived(values.span()), List.of()));
        }
        return new ConfigValue.Dict(entries, values.span());
    }
}
