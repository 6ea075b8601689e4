package org.layergraft.ui.matrix;

import java.util.function.Consumer;
import javafx.beans.binding.BooleanExpression;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.layergraft.diagnosis.MatrixTable.Row;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.ui.common.Words;

/** One click takes a row's switches over. */
final class UseCell extends TableCell<Row, Row> {

    private final Button button;
    private final Words words;

    UseCell(Words words, BooleanExpression possible, Consumer<Row> use) {
        this.words = words;
        button = new Button(words.get("matrix.use"));
        button.getStyleClass().addAll("small", "flat", "use");
        button.setMnemonicParsing(false);
        button.setMinWidth(USE_PREF_SIZE);
        button.disableProperty().bind(possible.not());
        button.setOnAction(_ -> use.accept(getItem()));
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        getStyleClass().add("use-cell");
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        String told = words.get("matrix.use.tip", SwitchWords.of(row.switches()));
        button.setTooltip(new Tooltip(told));
        button.setAccessibleText(told);
        setGraphic(button);
    }
}
