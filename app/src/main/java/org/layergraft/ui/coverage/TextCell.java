package org.layergraft.ui.coverage;

import java.util.function.Function;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.layergraft.step.GradientState;

/** A plain text of a row. */
final class TextCell extends TableCell<CoverageRow, CoverageRow> {

    private final Function<CoverageRow, String> text;
    private final boolean name;
    private boolean marked;

    private TextCell(String style, boolean name, Function<CoverageRow, String> text) {
        this.text = text;
        this.name = name;
        getStyleClass().add(style);
    }

    static TextCell number(Function<CoverageRow, String> text) {
        return new TextCell("number", false, text);
    }

    /** The parameter's own name, and whether it is frozen; the whole name is its tooltip. */
    static TextCell parameter() {
        var cell = new TextCell("parameter-name", true, r -> r.parameter().localName());
        cell.marked = true;
        cell.setContentDisplay(ContentDisplay.RIGHT);
        return cell;
    }

    /** The end of a path says more than its start. */
    static TextCell module() {
        var cell = new TextCell("parameter-module", true, r -> r.parameter().module());
        cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        return cell;
    }

    /** Frozen, and the columns of the last run do not say so. */
    private static boolean isFrozenUnseen(CoverageRow row) {
        return !row.parameter().trainable() && !row.states().contains(GradientState.FROZEN);
    }

    @Override
    protected void updateItem(CoverageRow row, boolean empty) {
        super.updateItem(row, empty);
        boolean nothing = empty || row == null;
        setText(nothing ? "" : text.apply(row));
        setGraphic(!nothing && marked && isFrozenUnseen(row) ? new StateMark(GradientState.FROZEN) : null);
        setTooltip(nothing || getText().isEmpty() ? null : new Tooltip(name ? row.name() : getText()));
    }
}
