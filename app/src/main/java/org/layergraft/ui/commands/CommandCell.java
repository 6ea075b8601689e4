package org.layergraft.ui.commands;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.layergraft.ui.common.Words;

/** What it is called, with what was typed in bold; of what kind it is; its key. */
final class CommandCell extends ListCell<CommandsViewModel.Row> {

    private static final PseudoClass IMPOSSIBLE = PseudoClass.getPseudoClass("impossible");

    private final Words words;
    private final TextFlow label = new TextFlow();
    private final Label detail = new Label();
    private final Label keys = new Label();
    private final Region space = new Region();
    private final HBox box = new HBox(10, label, space, detail, keys);

    CommandCell(Words words) {
        this.words = words;
        getStyleClass().add("command-cell");
        label.getStyleClass().add("command-label");
        detail.getStyleClass().add("command-detail");
        detail.setMinWidth(Region.USE_PREF_SIZE);
        keys.getStyleClass().add("key");
        keys.setMinWidth(Region.USE_PREF_SIZE);
        keys.managedProperty().bind(keys.visibleProperty());
        HBox.setHgrow(space, Priority.ALWAYS);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setMinWidth(0);
        // A flow of texts that is stretched begins at the top.
        box.setFillHeight(false);
        setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(CommandsViewModel.Row row, boolean empty) {
        super.updateItem(row, empty);
        boolean nothing = empty || row == null;
        pseudoClassStateChanged(IMPOSSIBLE, !nothing && !row.command().possible());
        if (nothing) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        var command = row.command();
        label.getChildren().clear();
        spell(row);
        detail.setText(command.detail());
        keys.setText(command.keys());
        keys.setVisible(!command.keys().isEmpty());
        setGraphic(box);
        setTooltip(new Tooltip(command.label()));
        setAccessibleText(words.get(
                command.possible() ? "commands.said" : "commands.said.impossible",
                command.label(),
                command.detail(),
                command.keys()));
    }

    private void spell(CommandsViewModel.Row row) {
        String text = row.command().label();
        int from = 0;
        while (from < text.length()) {
            boolean typed = row.letters().contains(from);
            int to = from + 1;
            while (to < text.length() && row.letters().contains(to) == typed) {
                to++;
            }
            var part = new Text(text.substring(from, to));
            part.getStyleClass().add(typed ? "typed" : "untyped");
            label.getChildren().add(part);
            from = to;
        }
    }
}
