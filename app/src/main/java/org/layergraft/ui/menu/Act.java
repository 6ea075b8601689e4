package org.layergraft.ui.menu;

import java.util.Locale;

/** What a context menu offers, in its order. */
public enum Act {
    FREEZE,
    UNFREEZE,
    FREEZE_MATCHING,
    ADD_ZERO,
    RENAME,
    REMOVE,
    ADD_AFTER,
    BRANCH,
    WRAP,
    REPLACE,
    CHECKPOINT,
    FOCUS,
    SHOW_IN_GRAPH,
    SHOW_IN_OUTLINE,
    COPY_NAME;

    /** Adds a layer, whose kind a submenu asks for. */
    boolean addsLayer() {
        return this == ADD_AFTER || this == BRANCH || this == WRAP || this == REPLACE;
    }

    /** The last of its group. */
    boolean endsGroup() {
        return this == ADD_ZERO || this == REMOVE || this == REPLACE || this == CHECKPOINT;
    }

    String key() {
        return "menu." + name().toLowerCase(Locale.ROOT);
    }
}
