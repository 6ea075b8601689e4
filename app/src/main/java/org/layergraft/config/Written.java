package org.layergraft.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.layergraft.config.ConfigFile.Format;

/** A value as a config of a format writes it. */
final class Written {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> KEYWORDS = List.of(
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield",
            "True",
            "False",
            "None");

    private Written() {}

    static boolean isName(String key) {
        return NAME.matcher(key).matches() && !KEYWORDS.contains(key);
    }

    static String value(ConfigValue value, Format format) {
        return switch (format) {
            case PYTHON -> python(value);
            case YAML, JSON -> json(value);
        };
    }

    /** {@code dict(k=v)} as configs have it, braces where a key is no name. */
    static String python(ConfigValue value) {
        return switch (value) {
            case ConfigValue.Dict dict -> {
                boolean names = dict.entries().keySet().stream().allMatch(Written::isName);
                yield dict.entries().values().stream()
                        .map(e -> (names ? e.key() + "=" : PythonWords.quoted(e.key()) + ": ") + python(e.value()))
                        .collect(Collectors.joining(", ", names ? "dict(" : "{", names ? ")" : "}"));
            }
            case ConfigValue.Items items -> {
                String inside =
                        items.items().stream().map(i -> python(i.value())).collect(Collectors.joining(", "));
                boolean one = items.tuple() && items.items().size() == 1;
                yield (items.tuple() ? "(" : "[") + inside + (one ? "," : "") + (items.tuple() ? ")" : "]");
            }
            default -> PythonWords.repr(value);
        };
    }

    /** JSON, which is YAML too; a number in a form that YAML 1.1 takes for one. */
    private static String json(ConfigValue value) {
        return switch (value) {
            case ConfigValue.Dict dict ->
                dict.entries().values().stream()
                        .map(e -> quoted(e.key()) + ": " + json(e.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case ConfigValue.Items items ->
                items.items().stream().map(i -> json(i.value())).collect(Collectors.joining(", ", "[", "]"));
            case ConfigValue.Bool(boolean on, Span _) -> on ? "true" : "false";
            case ConfigValue.None _ -> "null";
            case ConfigValue.Real(double number, Span _) ->
                Double.isFinite(number) && Math.abs(number) < 1e100
                        ? new BigDecimal(PythonWords.real(number)).toPlainString()
                        : PythonWords.real(number);
            case ConfigValue.Int(var number, Span _) -> number.toString();
            default -> quoted(PythonWords.str(value));
        };
    }

    static String quoted(String text) {
        var words = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> words.append("\\\"");
                case '\\' -> words.append("\\\\");
                case '\n' -> words.append("\\n");
                case '\t' -> words.append("\\t");
                default -> words.append(c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c));
            }
        });
        return words.append('"').toString();
    }

    /** A dictionary that has nothing but this at the end of the path. */
    static ConfigValue nested(List<String> keys, ConfigValue value) {
        ConfigValue now = value;
        for (String key : keys.reversed()) {
            now = Assignment.dict(java.util.Map.of(key, now));
        }
        return now;
    }
}
