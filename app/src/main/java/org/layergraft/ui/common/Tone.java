package org.layergraft.ui.common;

import java.util.Locale;

/** How good or bad a piece of news is; a style class and an icon of that name tell it. */
public enum Tone {
    NEUTRAL,
    GOOD,
    WARNING,
    BAD;

    public String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
