package org.layergraft.ui.menu;

import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.layergraft.graft.Edit;

/** Binds the card that freezes and unfreezes by pattern. Enter freezes, Escape (the overlay's) cancels. */
public final class FreezeController {

    private final FreezeViewModel model;
    private final Consumer<Edit> accepted;
    private final Runnable cancelled;

    @FXML
    private TextField pattern;

    @FXML
    private Label summary;

    @FXML
    private Label names;

    @FXML
    private Label error;

    @FXML
    private Button freeze;

    @FXML
    private Button unfreeze;

    public FreezeController(FreezeViewModel model, Consumer<Edit> accepted, Runnable cancelled) {
        this.model = model;
        this.accepted = accepted;
        this.cancelled = cancelled;
    }

    @FXML
    private void initialize() {
        pattern.textProperty().bindBidirectional(model.patternProperty());
        summary.textProperty().bind(model.summaryProperty());
        names.textProperty().bind(model.namesProperty());
        error.textProperty().bind(model.errorProperty());
        var wrong = model.errorProperty().isNotEmpty();
        error.visibleProperty().bind(wrong);
        error.managedProperty().bind(wrong);
        freeze.disableProperty().bind(model.canFreeze().not());
        unfreeze.disableProperty().bind(model.canUnfreeze().not());
        Platform.runLater(() -> {
            pattern.requestFocus();
            pattern.end();
        });
    }

    @FXML
    private void freeze() {
        model.edit(true).ifPresent(accepted);
    }

    @FXML
    private void unfreeze() {
        model.edit(false).ifPresent(accepted);
    }

    @FXML
    private void cancel() {
        cancelled.run();
    }
}
