package org.layergraft.graft;

import java.util.Locale;

/** Numbers as the dialect writes them. */
final class Literals {

    private Literals() {}

    static String real(double value) {
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }
}
