package org.layergraft.ui;

import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/** Binds the card that asks whether a file may be executed. Escape (the overlay's) means no. */
public final class TrustController {

    private final WorkbenchViewModel model;
    private final Runnable close;

    @FXML
    private Label title;

    @FXML
    private Label text;

    @FXML
    private Label where;

    @FXML
    private Button cancel;

    TrustController(WorkbenchViewModel model, Runnable close) {
        this.model = model;
        this.close = close;
    }

    @FXML
    private void initialize() {
        var words = model.words();
        model.trust().waitingProperty().get().ifPresent(asked -> {
            title.setText(words.get("trust.title", asked.file().getFileName()));
            text.setText(words.get(asked.code() ? "trust.text.code" : "trust.text"));
            where.setText(
                    asked.code()
                            ? asked.file() + "\n" + asked.model()
                            : asked.file().toString());
        });
        // Nobody allows it by a key that was pressed a moment too long.
        Platform.runLater(cancel::requestFocus);
    }

    @FXML
    private void allow() {
        close.run();
        model.trust().allow();
    }

    @FXML
    private void cancel() {
        close.run();
        model.trust().refuse();
    }
}
