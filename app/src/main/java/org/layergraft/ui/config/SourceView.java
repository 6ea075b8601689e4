package org.layergraft.ui.config;

import java.util.List;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** Lines of text to read, select and copy, each with what stands before it; some of them are marked. */
public final class SourceView extends ListView<SourceLine> {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    /** What is longer is no code that somebody reads. */
    private static final int LONGEST = 1000;

    /** Lines above the one that was looked for. */
    private static final int ABOVE = 3;

    private int top;

    public SourceView() {
        getStyleClass().addAll("dense", "source");
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        setCellFactory(_ -> new LineCell());
        // What was looked for before there was any room is not where it should be.
        heightProperty().subscribe((_, _) -> Platform.runLater(() -> scrollTo(top)));
        addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (COPY.match(e)) {
                copy();
                e.consume();
            }
        });
    }

    /** The selected lines, as they stand in the file. */
    private void copy() {
        var lines = getSelectionModel().getSelectedItems();
        if (!lines.isEmpty()) {
            put(lines.stream().map(SourceLine::text).collect(Collectors.joining("\n")));
        }
    }

    static void put(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    /** Shows them from a little above this one on. */
    void show(List<SourceLine> lines, int first) {
        if (!getItems().equals(lines)) {
            getItems().setAll(lines);
        }
        getSelectionModel().clearSelection();
        top = Math.max(0, first - ABOVE);
        scrollTo(top);
    }

    private static final class LineCell extends ListCell<SourceLine> {

        private final Label head = new Label();
        private final Label text = new Label();
        private final HBox box = new HBox(8, head, text);
        private String style = "";

        LineCell() {
            head.getStyleClass().add("line-head");
            head.setMinWidth(USE_PREF_SIZE);
            text.setMinWidth(USE_PREF_SIZE);
            text.getStyleClass().add("code");
            box.setAlignment(Pos.CENTER_LEFT);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(SourceLine line, boolean empty) {
            super.updateItem(line, empty);
            mark(empty || line == null ? "" : line.style());
            if (empty || line == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            head.setText(line.head());
            String shown = line.text().length() > LONGEST ? line.text().substring(0, LONGEST) + "…" : line.text();
            text.setText(shown.replace("\t", "    "));
            setGraphic(box);
            setAccessibleText(line.head() + " " + line.text());
        }

        private void mark(String now) {
            if (!style.isEmpty()) {
                pseudoClassStateChanged(PseudoClass.getPseudoClass(style), false);
            }
            if (!now.isEmpty()) {
                pseudoClassStateChanged(PseudoClass.getPseudoClass(now), true);
            }
            style = now;
        }
    }
}
