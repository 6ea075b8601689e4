package org.layergraft.ui.canvas;

/** Sizes of text without a toolkit: an upper estimate, good enough to size boxes; whoever draws cuts what is too long. */
final class Labels {

    private Labels() {}

    /** Width of a line of text at {@code size} pixels. */
    static double width(String text, double size) {
        return text.codePoints().mapToDouble(Labels::em).sum() * size;
    }

    private static double em(int c) {
        if (c >= 0x2E80) {
            return 1;
        }
        return switch (c) {
            case 'i', 'j', 'l', '.', ',', ':', ';', '\'', '|', '!', ' ', 'I', 't', 'f', '(', ')', '[', ']' -> 0.38;
            case 'm', 'w', 'M', 'W', '@', '%' -> 0.95;
            case '×', '~', '+', '=', '<', '>' -> 0.84;
            case '…' -> 1;
            default -> Character.isUpperCase(c) ? 0.70 : Character.isDigit(c) ? 0.64 : 0.62;
        };
    }
}
