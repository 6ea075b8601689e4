package org.layergraft.ui.matrix;

import java.util.function.Function;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.layergraft.diagnosis.MatrixTable.Row;

/** A text of a row, and more of it in the tooltip. */
final class MatrixCell extends TableCell<Row, Row> {

    private final Function<Row, String> text;
    private final Function<Row, String> more;

    MatrixCell(String style, Function<Row, String> text, Function<Row, String> more) {
        this.text = text;
        this.more = more;
        getStyleClass().add(style);
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        boolean nothing = empty || row == null;
        setText(nothing ? "" : text.apply(row));
        String told = nothing ? "" : more.apply(row);
        if (told.isEmpty()) {
            setTooltip(null);
        } else {
            var tip = new Tooltip(told);
            tip.setWrapText(true);
            tip.setMaxWidth(420);
            setTooltip(tip);
        }
    }
}
