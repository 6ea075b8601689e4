package org.layergraft.ui.common;

/** Every screen there is: one file each in {@code fxml/}. */
public enum FxmlFile {
    WORKBENCH("workbench"),
    START("start"),
    NOTICE("notice"),
    QUESTION("question"),
    TRUST("trust"),
    STATUS("status"),
    TOOLBAR("toolbar"),
    OUTLINE("outline"),
    PALETTE("palette"),
    SWITCHES("switches"),
    CHECKPOINT("checkpoint"),
    OPTIONS("options"),
    INPUTS("inputs"),
    COVERAGE("coverage"),
    VERDICT("verdict"),
    TIMELINE("timeline"),
    EDITS("edits"),
    MATRIX("matrix"),
    AXES("axes"),
    COMPARE("compare"),
    LESSON("lesson"),
    SNIPPETS("snippets"),
    MESSAGES("messages"),
    CONFIG("config"),
    REVIEW("review"),
    TASKS("tasks"),
    NEW_LAYER("new-layer"),
    RENAME("rename"),
    FREEZE("freeze"),
    UNSAVED("unsaved"),
    COMMANDS("commands"),
    KEYS("keys"),
    FIND("find"),
    PREFERENCES("preferences");

    private final String file;

    FxmlFile(String file) {
        this.file = file;
    }

    /** Place on the class path. */
    public String path() {
        return "/fxml/" + file + ".fxml";
    }
}
