package org.layergraft.ui.keys;

import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.KeyHint;
import org.layergraft.ui.common.Words;

/** Binds the keyboard map: every action with its key, then the keys that a pane has for itself. */
public final class KeysController {

    private final Words words;
    private final Runnable close;

    @FXML
    private Label about;

    @FXML
    private Pane first;

    @FXML
    private Pane second;

    @FXML
    private Pane third;

    @FXML
    private Button done;

    /** @param close takes the card away */
    public KeysController(Words words, Runnable close) {
        this.words = words;
        this.close = close;
    }

    @FXML
    private void initialize() {
        about.setText(words.get("keys.about", ActionId.COMMANDS.shown()));
        group(first, ActionId.Group.FILE);
        group(first, ActionId.Group.EDIT);
        hints(first, KeyHint.Where.PANES);
        group(second, ActionId.Group.RUN);
        group(second, ActionId.Group.GRAPH);
        hints(third, KeyHint.Where.GRAPH);
        group(third, ActionId.Group.WINDOW);
        hints(third, KeyHint.Where.CARDS);
        Platform.runLater(done::requestFocus);
    }

    private void group(Pane column, ActionId.Group group) {
        rows(column, group.key(), group.actions().map(id -> row(id.key(), words.get(id.key()), id.shown())));
    }

    private void hints(Pane column, KeyHint.Where where) {
        rows(
                column,
                where.key(),
                Stream.of(KeyHint.values())
                        .filter(h -> h.where() == where)
                        .map(h -> row(h.key(), words.get(h.key()), words.get(h.press()))));
    }

    private void rows(Pane column, String title, Stream<Node> rows) {
        var heading = new Label(words.get(title));
        heading.getStyleClass().add("keys-heading");
        heading.setWrapText(true);
        heading.setMinHeight(Region.USE_PREF_SIZE);
        column.getChildren().add(heading);
        column.getChildren().addAll(rows.toList());
    }

    private Node row(String id, String label, String press) {
        var name = new Label(label);
        name.setWrapText(true);
        name.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var key = new Label(press);
        key.setMinWidth(Region.USE_PREF_SIZE);
        key.setMinHeight(Region.USE_PREF_SIZE);
        key.getStyleClass().add("key");
        key.setVisible(!press.isEmpty());
        key.setManaged(!press.isEmpty());
        var row = new HBox(8, name, key);
        row.setId("keys-" + id);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("keys-row");
        row.setAccessibleRole(AccessibleRole.TEXT);
        row.setAccessibleText(press.isEmpty() ? label : words.get("keys.said", label, press));
        return row;
    }

    @FXML
    private void close() {
        close.run();
    }
}
