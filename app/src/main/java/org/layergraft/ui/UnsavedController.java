package org.layergraft.ui;

import java.util.Optional;
import java.util.stream.Collectors;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.layergraft.graft.EditTexts;

/** Binds the card that asks what becomes of unsaved edits. Enter saves, Escape (the overlay's) stays. */
public final class UnsavedController {

    private static final int SHOWN = 5;

    private final WorkbenchViewModel model;
    private final FileActions files;
    private final Runnable close;

    @FXML
    private Label title;

    @FXML
    private Label edits;

    @FXML
    private Button save;

    UnsavedController(WorkbenchViewModel model, FileActions files, Runnable close) {
        this.model = model;
        this.files = files;
        this.close = close;
    }

    @FXML
    private void initialize() {
        var words = model.words();
        var document = model.document();
        title.setText(words.get(
                model.files().graftProperty().get().isPresent() ? "unsaved.title.graft" : "unsaved.title",
                model.files()
                        .shownProperty()
                        .get()
                        .map(f -> f.getFileName().toString())
                        .orElse("")));
        var done = document.experimentProperty().get().map(e -> e.log().edits()).orElse(java.util.List.of());
        int from = Math.max(0, done.size() - SHOWN);
        edits.setText(
                done.isEmpty()
                        ? words.get(
                                model.files().graftProperty().get().isPresent() ? "unsaved.graft" : "unsaved.undone")
                        : Optional.of(from)
                                        .filter(more -> more > 0)
                                        .map(more -> words.get("unsaved.more", more) + "\n")
                                        .orElse("")
                                + done.subList(from, done.size()).stream()
                                        .map(e -> words.get(EditTexts.describe(e)))
                                        .collect(Collectors.joining("\n")));
        Platform.runLater(save::requestFocus);
    }

    @FXML
    private void save() {
        files.save(() -> {
            close.run();
            model.unsaved().goOn();
        });
    }

    @FXML
    private void discard() {
        close.run();
        model.unsaved().goOn();
    }

    @FXML
    private void cancel() {
        close.run();
        model.unsaved().stay();
    }
}
