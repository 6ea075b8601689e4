package org.layergraft.ui.coverage;

import java.util.function.Function;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

/** A plain text of a row. */
final class TextCell extends TableCell<CoverageRow, CoverageRow> {

    private final Function<CoverageRow, String> text;
    private final boolean name;

    private TextCell(String style, boolean name, Function<CoverageRow, String> text) {
        this.text = text;
        this.name = name;
        getStyleClass().add(style);
    }

    static TextCell number(Function<CoverageRow, String> text) {
        return new TextCell("number", false, text);
    }

    /** The parameter's own name; the whole one is its tooltip. */
    static TextCell parameter() {
        return new TextCell("parameter-name", true, r -> r.parameter().localName());
    }

    /** The end of a path says more than its start. */
    static TextCell module() {
        var cell = new TextCell("parameter-module", true, r -> r.parameter().module());
        cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        return cell;
    }

    @Override
    protected void updateItem(CoverageRow row, boolean empty) {
        super.updateItem(row, empty);
        boolean nothing = empty || row == null;
        setText(nothing ? "" : text.apply(row));
        setTooltip(nothing || !name ? null : new Tooltip(row.name()));
    }
}
