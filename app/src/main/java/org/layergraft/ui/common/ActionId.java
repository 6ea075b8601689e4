package org.layergraft.ui.common;

import javafx.scene.input.KeyCombination;

/** What a person can do, and the key that does it. Labels are {@code action.ID} in the bundle. */
public enum ActionId {
    OPEN("Shortcut+O"),
    SAVE("Shortcut+S"),
    SAVE_EXPERIMENT("Shortcut+Shift+S"),
    SAVE_MODEL("Shortcut+Alt+S"),
    EXPORT_PYTHON("Shortcut+Shift+E"),
    EXPORT_SCRIPT("Shortcut+Shift+J"),
    EXPORT_TORCHRUN("Shortcut+Shift+T"),
    UNDO("Shortcut+Z"),
    REDO("Shortcut+Shift+Z"),
    ADD("Insert"),
    REMOVE("Delete"),
    RENAME("F2"),
    FREEZE_MATCHING("Shortcut+Shift+F"),
    ONE_DEVICE("F5"),
    ALL_RANKS("F6"),
    MATRIX("F9"),
    MEASURE_SHAPES("F7"),
    SHAPES("F8"),
    CANCEL("Esc"),
    SEARCH("Shortcut+F"),
    THEME("Shortcut+Shift+D");

    private final String keys;

    ActionId(String keys) {
        this.keys = keys;
    }

    public KeyCombination keys() {
        return KeyCombination.valueOf(keys);
    }

    /** Does the key mean something else while one types into a field? */
    public boolean belongsToFields() {
        return this == ADD || this == REMOVE || this == RENAME || this == UNDO || this == REDO;
    }

    public String key() {
        return "action." + name().toLowerCase(java.util.Locale.ROOT);
    }
}
