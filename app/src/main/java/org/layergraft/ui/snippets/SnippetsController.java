package org.layergraft.ui.snippets;

import java.util.function.Function;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.layergraft.config.Snippet;
import org.layergraft.config.Snippet.Library;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;

/** Binds the card that says the switches in the words of a training script. */
public final class SnippetsController {

    private final SnippetsViewModel model;
    private final Words words;
    private final Runnable close;

    @FXML
    private ChoiceBox<Library> library;

    @FXML
    private ChoiceBox<WrittenSwitches> which;

    @FXML
    private Label switches;

    @FXML
    private ScrollPane room;

    @FXML
    private Pane parts;

    /** @param close takes the card away */
    public SnippetsController(SnippetsViewModel model, Words words, Runnable close) {
        this.model = model;
        this.words = words;
        this.close = close;
    }

    @FXML
    private void initialize() {
        library.getItems().setAll(Library.values());
        library.setConverter(shown(l -> words.get(l.title())));
        library.valueProperty().bindBidirectional(model.libraryProperty());
        which.getItems().setAll(model.offered());
        which.setConverter(
                shown(w -> words.get(w.fix() ? "snippets.fix" : "snippets.now", SwitchWords.of(w.switches()))));
        which.valueProperty().bindBidirectional(model.chosenProperty());
        boolean choice = model.offered().size() > 1;
        which.setVisible(choice);
        which.setManaged(choice);
        switches.setVisible(!choice);
        switches.setManaged(!choice);
        switches.textProperty().bind(model.chosenProperty().map(w -> SwitchWords.of(w.switches())));
        model.partsProperty()
                .subscribe(now ->
                        parts.getChildren().setAll(now.stream().map(this::part).toList()));
        // What is wrapped is higher than what a scroll pane asks it for.
        room.prefViewportHeightProperty().bind(parts.heightProperty());
        Platform.runLater(library::requestFocus);
    }

    /** Where it goes, the lines, and what copies them. */
    private Node part(Snippet.Part part) {
        String said = words.get(part.where());
        var where = new Label(said);
        where.setWrapText(true);
        where.setMinHeight(Region.USE_PREF_SIZE);
        where.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(where, Priority.ALWAYS);
        var copy = new Button(words.get("snippets.copy"), new Icon("copy"));
        copy.getStyleClass().addAll("small", "copy-snippet");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setAccessibleText(words.get("snippets.copy.said", said));
        copy.setOnAction(_ -> copy(part, copy));
        var head = new HBox(8, where, copy);
        head.getStyleClass().add("snippet-head");
        var code = new CodeLines(part.code().stripTrailing());
        code.setAccessibleText(words.get("snippets.code", said));
        return new VBox(4, head, code);
    }

    private void copy(Snippet.Part part, Button button) {
        var content = new ClipboardContent();
        content.putString(part.code());
        Clipboard.getSystemClipboard().setContent(content);
        parts.lookupAll(".copy-snippet").forEach(b -> ((Button) b).setText(words.get("snippets.copy")));
        button.setText(words.get("snippets.copied"));
    }

    private static <T> StringConverter<T> shown(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String told) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        };
    }

    @FXML
    private void close() {
        close.run();
    }
}
