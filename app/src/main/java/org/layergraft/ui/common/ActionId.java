package org.layergraft.ui.common;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.input.KeyCombination;

/** What a person can do, and the keys that do it, if any. Labels are {@code action.ID} in the bundle. */
public enum ActionId {
    OPEN("Shortcut+O"),
    NEW_WINDOW("Shortcut+Shift+N"),
    OPEN_IN_NEW("Shortcut+Shift+O"),
    OPEN_CONFIG("Shortcut+Alt+O"),
    SAVE("Shortcut+S"),
    SAVE_EXPERIMENT("Shortcut+Shift+S"),
    SAVE_MODEL("Shortcut+Alt+S"),
    EXPORT_PYTHON("Shortcut+Shift+E"),
    EXPORT_SCRIPT("Shortcut+Shift+J"),
    EXPORT_TORCHRUN("Shortcut+Shift+T"),
    EXPORT_GRAPH("Shortcut+Shift+G"),
    EXPORT_WHOLE_GRAPH("Shortcut+Alt+G"),
    EXPORT_COVERAGE("Shortcut+Shift+X"),
    EXPORT_REPORT("Shortcut+Alt+R"),
    COPY_GRAPH("Shortcut+Shift+C"),
    RELOAD_CONFIG,
    REPAIR_CONFIG,
    UNDO_CONFIG,
    USE_CONFIG,
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
    THEME("Shortcut+Shift+D"),

    FILTER_GRAPH("Shortcut+Shift+M"),
    FIND_NEXT("F3"),
    FIND_PREVIOUS("Shift+F3"),

    FREEZE,
    UNFREEZE,
    ADD_ZERO,
    CHECKPOINT,
    COPY_NAME,
    ADD_AFTER,
    BRANCH,
    WRAP,
    REPLACE,
    SHOW_IN_GRAPH,
    SHOW_IN_OUTLINE,
    PLACE_MENU("Shift+F10", "Context_Menu"),

    CHECK_EDITS,
    TRY_FIXES,
    FIND_UNUSED,
    STATIC_GRAPH,
    COST_FIND_UNUSED,
    COST_STATIC_GRAPH,
    EXPLAIN_FIND_UNUSED,
    EXPLAIN_STATIC_GRAPH,
    EXPLAIN_CHECKPOINT,
    EXPLAIN_BUCKET_CAP,
    EXPLAIN_BUCKET_VIEW,
    EXPLAIN_BROADCAST,
    EXPLAIN_ACCUMULATE,
    EXPLAIN_AUTOCAST,
    RESET_SWITCHES,
    WRITE_SWITCHES("Shortcut+Alt+W"),
    PRESET_PYTORCH,
    PRESET_MMENGINE,
    PRESET_ADVICE,
    PRESET_BACK,

    ZOOM_IN("Shortcut+Equals", "Shortcut+Plus", "Shortcut+Add"),
    ZOOM_OUT("Shortcut+Minus", "Shortcut+Subtract"),
    FIT("Shortcut+0", "Shortcut+Numpad 0"),
    ZOOM_SELECTION("Shortcut+9", "Shortcut+Numpad 9"),
    OPEN_MODULE("Enter"),
    UNFOLD("Plus", "Equals", "Add"),
    FOLD("Minus", "Subtract"),
    UP("Backspace"),

    COMMANDS("Shortcut+Shift+P"),
    KEYS("F1", "Shortcut+Slash"),
    GO_OUTLINE("Alt+1"),
    GO_GRAPH("Alt+2"),
    GO_SWITCHES("Alt+3"),
    GO_COVERAGE("Alt+4"),
    GO_EDITS("Alt+5"),
    GO_MATRIX("Alt+6"),
    GO_TIMELINE("Alt+7"),
    GO_MESSAGES("Alt+8"),
    GO_COMPARE("Alt+9"),
    GO_TASKS("Alt+0"),
    GO_CONFIG("Alt+C"),
    ENLARGE_LOWER("Shortcut+J"),
    LANGUAGE("Shortcut+Shift+L"),
    TEXT_LARGER("Shortcut+Shift+Equals", "Shortcut+Shift+Plus", "Shortcut+Shift+Add"),
    TEXT_SMALLER("Shortcut+Shift+Minus", "Shortcut+Shift+Subtract"),
    TEXT_USUAL("Shortcut+Shift+0", "Shortcut+Shift+Numpad 0"),
    FONT,
    PREFERENCES("Shortcut+Comma"),
    LEARN,
    SHOW_MESSAGE,
    COPY_MESSAGE,
    SHOW_DETAILS,
    COPY_REPORT,
    DISMISS;

    private final List<String> keys;

    ActionId(String... keys) {
        this.keys = List.of(keys);
    }

    /** The key that is told; not every action has one. */
    public KeyCombination keys() {
        return allKeys().getFirst();
    }

    /** All that do it, for keyboards that have them elsewhere; the first is the one that is told. */
    public List<KeyCombination> allKeys() {
        return keys.stream().map(KeyCombination::valueOf).toList();
    }

    /** The key as it is written on the keyboard, "" where there is none. */
    public String shown() {
        return allKeys().stream()
                .findFirst()
                .map(KeyCombination::getDisplayText)
                .map(text -> text.replace("↵", "Enter")
                        .replace("Back Space", "Backspace")
                        .replace("Escape", "Esc"))
                .orElse("");
    }

    /** Where it stands in the keyboard map. */
    public Group group() {
        return switch (this) {
            case OPEN,
                    NEW_WINDOW,
                    OPEN_IN_NEW,
                    OPEN_CONFIG,
                    RELOAD_CONFIG,
                    REPAIR_CONFIG,
                    UNDO_CONFIG,
                    SAVE,
                    SAVE_EXPERIMENT,
                    SAVE_MODEL,
                    EXPORT_PYTHON,
                    EXPORT_SCRIPT,
                    EXPORT_TORCHRUN,
                    EXPORT_GRAPH,
                    EXPORT_WHOLE_GRAPH,
                    EXPORT_COVERAGE,
                    EXPORT_REPORT -> Group.FILE;
            case UNDO,
                    REDO,
                    ADD,
                    REMOVE,
                    RENAME,
                    FREEZE,
                    UNFREEZE,
                    FREEZE_MATCHING,
                    ADD_ZERO,
                    CHECKPOINT,
                    COPY_NAME,
                    ADD_AFTER,
                    BRANCH,
                    WRAP,
                    REPLACE,
                    PLACE_MENU -> Group.EDIT;
            case ONE_DEVICE,
                    ALL_RANKS,
                    MATRIX,
                    MEASURE_SHAPES,
                    CHECK_EDITS,
                    TRY_FIXES,
                    FIND_UNUSED,
                    STATIC_GRAPH,
                    COST_FIND_UNUSED,
                    COST_STATIC_GRAPH,
                    EXPLAIN_FIND_UNUSED,
                    EXPLAIN_STATIC_GRAPH,
                    EXPLAIN_CHECKPOINT,
                    EXPLAIN_BUCKET_CAP,
                    EXPLAIN_BUCKET_VIEW,
                    EXPLAIN_BROADCAST,
                    EXPLAIN_ACCUMULATE,
                    EXPLAIN_AUTOCAST,
                    RESET_SWITCHES,
                    USE_CONFIG,
                    WRITE_SWITCHES,
                    PRESET_PYTORCH,
                    PRESET_MMENGINE,
                    PRESET_ADVICE,
                    PRESET_BACK,
                    CANCEL,
                    LEARN,
                    SHOW_MESSAGE,
                    COPY_MESSAGE -> Group.RUN;
            case SEARCH,
                    FILTER_GRAPH,
                    FIND_NEXT,
                    FIND_PREVIOUS,
                    SHAPES,
                    COPY_GRAPH,
                    ZOOM_IN,
                    ZOOM_OUT,
                    FIT,
                    ZOOM_SELECTION,
                    OPEN_MODULE,
                    UNFOLD,
                    SHOW_IN_GRAPH,
                    SHOW_IN_OUTLINE,
                    FOLD,
                    UP -> Group.GRAPH;
            case COMMANDS,
                    KEYS,
                    GO_OUTLINE,
                    GO_GRAPH,
                    GO_SWITCHES,
                    GO_COVERAGE,
                    GO_EDITS,
                    GO_MATRIX,
                    GO_TIMELINE,
                    GO_MESSAGES,
                    GO_TASKS,
                    GO_COMPARE,
                    GO_CONFIG,
                    ENLARGE_LOWER,
                    THEME,
                    LANGUAGE,
                    TEXT_LARGER,
                    TEXT_SMALLER,
                    TEXT_USUAL,
                    FONT,
                    PREFERENCES,
                    SHOW_DETAILS,
                    COPY_REPORT,
                    DISMISS -> Group.WINDOW;
        };
    }

    /** What belongs together. */
    public enum Group {
        FILE,
        EDIT,
        RUN,
        GRAPH,
        WINDOW;

        /** Of its heading. */
        public String key() {
            return "keys.group." + name().toLowerCase(Locale.ROOT);
        }

        public Stream<ActionId> actions() {
            return Stream.of(ActionId.values()).filter(a -> a.group() == this);
        }
    }

    /** Is the key the graph's own, while it has the focus? Elsewhere it means something else. */
    public boolean isOfGraph() {
        return this == OPEN_MODULE || this == UNFOLD || this == FOLD || this == UP;
    }

    /** Does the key mean something else while one types into a field? */
    public boolean belongsToFields() {
        return this == ADD || this == REMOVE || this == RENAME || this == UNDO || this == REDO;
    }

    public String key() {
        return "action." + name().toLowerCase(Locale.ROOT);
    }
}
