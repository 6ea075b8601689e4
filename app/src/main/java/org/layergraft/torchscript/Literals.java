package org.layergraft.torchscript;

/** String literals as TorchScript prints them (torch/csrc/jit/frontend/strtod and printQuotedString). */
final class Literals {

    private Literals() {}

    /** The text of a literal with its quotes; unknown escapes stay as they are. */
    static String unquote(String literal) {
        var quote = literal.endsWith("\"") ? '"' : '\'';
        var first = literal.indexOf(quote);
        if (first < 0 || literal.length() < first + 2) {
            return literal;
        }
        var inner = literal.substring(first + 1, literal.length() - 1);
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        var plain = new StringBuilder();
        for (var i = 0; i < inner.length(); i++) {
            var c = inner.charAt(i);
            if (c != '\\' || i + 1 == inner.length()) {
                plain.append(c);
                continue;
            }
            var escaped = inner.charAt(++i);
            switch (escaped) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '\\', '\'', '"' -> plain.append(escaped);
                default -> plain.append('\\').append(escaped);
            }
        }
        return plain.toString();
    }
}
