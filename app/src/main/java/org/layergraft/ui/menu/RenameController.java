package org.layergraft.ui.menu;

import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.layergraft.graft.Edit;

/** Binds the card that asks for a new name. Enter accepts, Escape (the overlay's) cancels. */
public final class RenameController {

    private final RenameViewModel model;
    private final Consumer<Edit> accepted;
    private final Runnable cancelled;

    @FXML
    private Label title;

    @FXML
    private TextField name;

    @FXML
    private Label error;

    @FXML
    private Button rename;

    public RenameController(RenameViewModel model, Consumer<Edit> accepted, Runnable cancelled) {
        this.model = model;
        this.accepted = accepted;
        this.cancelled = cancelled;
    }

    @FXML
    private void initialize() {
        title.setText(model.title());
        name.textProperty().bindBidirectional(model.nameProperty());
        error.textProperty().bind(model.errorProperty());
        var wrong = model.errorProperty().isNotEmpty();
        error.visibleProperty().bind(wrong);
        error.managedProperty().bind(wrong);
        rename.disableProperty().bind(model.possibleProperty().not());
        Platform.runLater(() -> {
            name.requestFocus();
            name.selectAll();
        });
    }

    @FXML
    private void accept() {
        model.accepted().ifPresent(accepted);
    }

    @FXML
    private void cancel() {
        cancelled.run();
    }
}
