package org.layergraft.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values as {@code --cfg-options} reads and writes them (mmengine/config/config.py, DictAction). */
final class Options {

    private Options() {}

    /** Never fails: what is nothing else is a text. */
    static ConfigValue value(String written) {
        String bare = stripped(written).replace(" ", "");
        return iterable(bare, 0);
    }

    /** Python's strip of quotes at both ends. */
    private static String stripped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isQuote(text.charAt(start))) {
            start++;
        }
        while (end > start && isQuote(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    private static ConfigValue iterable(String text, int level) {
        String bare = stripped(text);
        boolean tuple = bare.length() > 1 && bare.startsWith("(") && bare.endsWith(")");
        boolean list = bare.length() > 1 && bare.startsWith("[") && bare.endsWith("]");
        if (level > Freezer.DEEPEST || !tuple && !list && bare.indexOf(',') < 0) {
            return scalar(bare);
        }
        String inside = tuple || list ? bare.substring(1, bare.length() - 1) : bare;
        var items = new ArrayList<Entry>();
        for (String part : parts(inside)) {
            items.add(new Entry(
                    String.valueOf(items.size()),
                    iterable(part, level + 1),
                    Site.derived(Assignment.NOWHERE),
                    List.of()));
        }
        return new ConfigValue.Items(items, tuple, Assignment.NOWHERE);
    }

    /** Between the commas that no bracket encloses. */
    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (from < text.length()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private static ConfigValue scalar(String text) {
        Span at = Assignment.NOWHERE;
        if (text.matches("[+-]?\\d{1,300}")) {
            return new ConfigValue.Int(new BigInteger(text), at);
        }
        Optional<ConfigValue> real = text.matches("[+-]?[\\d.].*") ? PythonLiterals.real(text, at) : Optional.empty();
        if (real.isPresent()) {
            return real.get();
        }
        return switch (text) {
            case "None" -> new ConfigValue.None(at);
            default ->
                text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
                        ? new ConfigValue.Bool(text.equalsIgnoreCase("true"), at)
                        : new ConfigValue.Text(text, at);
        };
    }

    /** {@code key=value}, for each value that is no dictionary; empty where the form cannot say it. */
    static Optional<List<String>> written(Assignment assignment) {
        if (!(assignment instanceof Assignment.Set(ConfigPath path, ConfigValue value))) {
            return Optional.empty();
        }
        if (value instanceof ConfigValue.Dict dict) {
            var all = new ArrayList<String>();
            for (Entry entry : dict.entries().values()) {
                Optional<List<String>> below = written(new Assignment.Set(path.then(entry.key()), entry.value()));
                if (below.isEmpty()) {
                    return below;
                }
                all.addAll(below.get());
            }
            return Optional.of(all);
        }
        boolean element = ConfigPath.index(path.last()).isPresent();
        String text = text(value);
        boolean same = value(text).same(value);
        return element || !same ? Optional.empty() : Optional.of(List.of(path + "=" + text));
    }

    private static String text(ConfigValue value) {
        if (!(value instanceof ConfigValue.Items items)) {
            return PythonWords.str(value);
        }
        String inside = String.join(
                ",", items.items().stream().map(i -> text(i.value())).toList());
        return items.tuple() ? "(" + inside + ")" : "[" + inside + "]";
    }
}
