package org.layergraft.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values as Python writes them. */
final class PythonWords {

    private static final int LONGEST_FIXED = 16;
    private static final int SHORTEST_FIXED = -4;
    private static final String ENCLOSED = "[...]";

    private PythonWords() {}

    /** {@code repr(value)}; braces for dictionaries. */
    static String repr(ConfigValue value) {
        var words = new StringBuilder();
        append(words, value);
        return words.toString();
    }

    /** {@code str(value)}: text without quotes. */
    static String str(ConfigValue value) {
        return value instanceof ConfigValue.Text(String text, Span _) ? text : repr(value);
    }

    private static void append(StringBuilder words, ConfigValue value) {
        switch (value) {
            case ConfigValue.Dict dict -> {
                words.append('{');
                String comma = "";
                for (Entry entry : dict.entries().values()) {
                    words.append(comma).append(quoted(entry.key())).append(": ");
                    append(words, entry.value());
                    comma = ", ";
                }
                words.append('}');
            }
            case ConfigValue.Items items -> {
                words.append(items.tuple() ? '(' : '[');
                String comma = "";
                for (Entry item : items.items()) {
                    words.append(comma);
                    append(words, item.value());
                    comma = ", ";
                }
                words.append(items.tuple() && items.items().size() == 1 ? "," : "")
                        .append(items.tuple() ? ')' : ']');
            }
            case ConfigValue.Text(String text, Span _) -> words.append(quoted(text));
            case ConfigValue.Int(var number, Span _) -> words.append(number);
            case ConfigValue.Real(double number, Span _) -> words.append(real(number));
            case ConfigValue.Bool(boolean on, Span _) -> words.append(on ? "True" : "False");
            case ConfigValue.None _ -> words.append("None");
            case ConfigValue.Name name -> words.append(name.dotted());
            case ConfigValue.Opaque(String source, Span _) -> words.append(source);
        }
    }

    /** Short enough to be read in a sentence. */
    static String brief(ConfigValue value) {
        return switch (value) {
            case ConfigValue.Dict dict
            when !dict.entries().isEmpty() ->
                "dict("
                        + dict.entries().keySet().stream()
                                .limit(3)
                                .map(k -> k + "=…")
                                .collect(Collectors.joining(", "))
                        + (dict.entries().size() > 3 ? ", …)" : ")");
            case ConfigValue.Items items when items.items().size() > 4 -> items.tuple() ? "(…)" : ENCLOSED;
            case ConfigValue other -> {
                String whole = repr(other).replaceAll("\\s+", " ");
                yield whole.length() > 80 ? whole.substring(0, 79) + "…" : whole;
            }
        };
    }

    /** Single quotes unless the text has them and no double ones, as CPython's unicode_repr. */
    static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        var words = new StringBuilder(text.length() + 2).append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> words.append("\\n");
                case '\r' -> words.append("\\r");
                case '\t' -> words.append("\\t");
                case '\\' -> words.append("\\\\");
                default -> {
                    if (c == quote) {
                        words.append('\\');
                    }
                    if (c < ' ' || c == 0x7f) {
                        words.append(String.format(Locale.ROOT, "\\x%02x", c));
                    } else {
                        words.appendCodePoint(c);
                    }
                }
            }
        });
        return words.append(quote).toString();
    }

    /** Shortest digits that read back the same, with an exponent where CPython has one (Python/pystrtod.c, format 'r'). */
    static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - decimal.scale() - 1;
        String sign = number < 0 ? "-" : "";
        if (exponent < SHORTEST_FIXED || exponent >= LONGEST_FIXED) {
            String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
            return sign
                    + mantissa
                    + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        String plain = decimal.abs().toPlainString();
        return sign + (plain.indexOf('.') < 0 ? plain + ".0" : plain);
    }
}
