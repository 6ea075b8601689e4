package org.layergraft.ui.common;

import java.util.Locale;

/** Keys and gestures that are no actions of the whole window, for the keyboard map. Texts are {@code keys.ID} and {@code keys.ID.press}. */
public enum KeyHint {
    WALK(Where.GRAPH),
    ENDS(Where.GRAPH),
    PAGES(Where.GRAPH),
    PAN(Where.GRAPH),
    DRAG(Where.GRAPH),
    WHEEL(Where.GRAPH),
    CLEAR(Where.GRAPH),
    LAYER(Where.PANES),
    EDIT_GO(Where.PANES),
    EDIT_REMOVE(Where.PANES),
    USE(Where.PANES),
    MODULE(Where.PANES),
    TIME(Where.PANES),
    OTHER_WINDOW(Where.PANES),
    NEXT(Where.CARDS),
    ACCEPT(Where.CARDS),
    LEAVE(Where.CARDS);

    /** Where the focus has to be. */
    public enum Where {
        GRAPH,
        PANES,
        CARDS;

        /** Of its heading. */
        public String key() {
            return "keys.where." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Where where;

    KeyHint(Where where) {
        this.where = where;
    }

    public Where where() {
        return where;
    }

    /** Of what it does. */
    public String key() {
        return "keys." + name().toLowerCase(Locale.ROOT);
    }

    /** Of the keys themselves. */
    public String press() {
        return key() + ".press";
    }
}
