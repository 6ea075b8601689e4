package org.layergraft.ui.common;

import java.util.Comparator;

/** Texts as people sort them: {@code layers.2} before {@code layers.10}. What only differs in leading zeros keeps a fixed order. */
public final class NaturalOrder {

    public static final Comparator<String> OF_NAMES =
            ((Comparator<String>) NaturalOrder::compare).thenComparing(Comparator.naturalOrder());

    private NaturalOrder() {}

    private static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endOfA = endOfNumber(a, i);
                int endOfB = endOfNumber(b, j);
                int order = compareNumbers(a.substring(i, endOfA), b.substring(j, endOfB));
                if (order != 0) {
                    return order;
                }
                i = endOfA;
                j = endOfB;
            } else {
                int order = Character.compare(a.charAt(i++), b.charAt(j++));
                if (order != 0) {
                    return order;
                }
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** As long as they like: without leading zeros the longer one is larger. */
    private static int compareNumbers(String a, String b) {
        String plainA = a.replaceFirst("^0+", "");
        String plainB = b.replaceFirst("^0+", "");
        return plainA.length() == plainB.length()
                ? plainA.compareTo(plainB)
                : Integer.compare(plainA.length(), plainB.length());
    }
}
