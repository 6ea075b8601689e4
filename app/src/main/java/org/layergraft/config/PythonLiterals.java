package org.layergraft.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Python's literals as values. Empty for those that no config has: bytes, complex numbers, malformed ones. */
final class PythonLiterals {

    /** What CPython itself reads (sys.set_int_max_str_digits). */
    private static final int MOST_DIGITS = 4300;

    private PythonLiterals() {}

    /**
     * A string literal taken apart.
     *
     * @param body between the quotes, as it is written
     */
    record Quoted(String prefix, String quote, String body) {

        boolean formatted() {
            return prefix.indexOf('f') >= 0;
        }

        boolean raw() {
            return prefix.indexOf('r') >= 0;
        }

        boolean bytes() {
            return prefix.indexOf('b') >= 0;
        }

        static Optional<Quoted> of(String literal) {
            int start = 0;
            while (start < literal.length() && Character.isLetter(literal.charAt(start))) {
                start++;
            }
            String rest = literal.substring(start);
            String quote = rest.startsWith("\"\"\"") || rest.startsWith("'''")
                    ? rest.substring(0, 3)
                    : rest.substring(0, Math.min(1, rest.length()));
            return rest.length() < 2 * quote.length() || quote.isEmpty() || !rest.endsWith(quote)
                    ? Optional.empty()
                    : Optional.of(new Quoted(
                            literal.substring(0, start).toLowerCase(Locale.ROOT),
                            quote,
                            rest.substring(quote.length(), rest.length() - quote.length())));
        }
    }

    static Optional<ConfigValue> integer(String literal, Span at) {
        String digits = literal.replace("_", "").toLowerCase(Locale.ROOT);
        int base = digits.startsWith("0x") ? 16 : digits.startsWith("0o") ? 8 : digits.startsWith("0b") ? 2 : 10;
        String bare = base == 10 ? digits : digits.substring(2);
        if (bare.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConfigValue.Int(new BigInteger(bare, base), at));
        } catch (NumberFormatException complex) {
            return Optional.empty();
        }
    }

    static Optional<ConfigValue> real(String literal, Span at) {
        String digits = literal.replace("_", "").toLowerCase(Locale.ROOT);
        boolean plain = digits.chars().allMatch(c -> "0123456789.e+-".indexOf(c) >= 0);
        if (!plain || digits.length() > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConfigValue.Real(Double.parseDouble(digits), at));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    /** The text that a body stands for (docs.python.org, "String and Bytes literals"); empty for a malformed escape. */
    static Optional<String> unescaped(String body) {
        if (body.indexOf('\\') < 0) {
            return Optional.of(newlines(body));
        }
        String source = newlines(body);
        var text = new StringBuilder(source.length());
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i++);
            if (c != '\\' || i == source.length()) {
                text.append(c);
                continue;
            }
            char kind = source.charAt(i++);
            switch (kind) {
                case '\n' -> {}
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'a' -> text.append('\u0007');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'v' -> text.append('\u000B');
                case '\\', '\'', '"' -> text.append(kind);
                case 'x', 'u', 'U' -> {
                    int length = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
                    Optional<Integer> code = code(source, i, length);
                    if (code.isEmpty()) {
                        return Optional.empty();
                    }
                    text.appendCodePoint(code.get());
                    i += length;
                }
                case 'N' -> {
                    return Optional.empty();
                }
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int end = i;
                    while (end < source.length()
                            && end < i + 2
                            && source.charAt(end) >= '0'
                            && source.charAt(end) <= '7') {
                        end++;
                    }
                    text.append((char) Integer.parseInt(source.substring(i - 1, end), 8));
                    i = end;
                }
                default -> text.append('\\').append(kind);
            }
        }
        return Optional.of(text.toString());
    }

    /** Python reads every line end as \n. */
    static String newlines(String body) {
        return body.indexOf('\r') < 0 ? body : body.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static Optional<Integer> code(String source, int from, int length) {
        if (from + length > source.length()) {
            return Optional.empty();
        }
        String digits = source.substring(from, from + length);
        if (!digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return Optional.empty();
        }
        long code = Long.parseLong(digits, 16);
        return Character.isValidCodePoint((int) code) && code <= Character.MAX_CODE_POINT
                ? Optional.of((int) code)
                : Optional.empty();
    }
}
