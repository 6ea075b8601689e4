package org.layergraft.ui.coverage;

import java.util.function.Function;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.OverrunStyle;
import org.layergraft.step.GradientState;

/** A plain text of a line. */
final class TextCell extends LineCell {

    private final Function<CoverageLine, String> text;
    private final Function<CoverageLine, String> tip;
    private boolean marked;

    private TextCell(String style, Function<CoverageLine, String> text, Function<CoverageLine, String> tip) {
        this.text = text;
        this.tip = tip;
        getStyleClass().add(style);
    }

    static TextCell number(Function<CoverageLine, String> text) {
        return number(text, text);
    }

    /** @param tip more than the text, which it contains */
    static TextCell number(Function<CoverageLine, String> text, Function<CoverageLine, String> tip) {
        return new TextCell("number", text, tip);
    }

    /** The line's own name, and whether it is frozen; the whole name is its tooltip. */
    static TextCell name(Function<CoverageLine, String> shown) {
        var cell = new TextCell("parameter-name", shown, CoverageLine::name);
        cell.marked = true;
        cell.setContentDisplay(ContentDisplay.RIGHT);
        return cell;
    }

    /** The end of a path says more than its start. */
    static TextCell module() {
        Function<CoverageLine, String> module =
                line -> line instanceof CoverageRow row ? row.parameter().module() : "";
        var cell = new TextCell("parameter-module", module, module);
        cell.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        return cell;
    }

    /** Frozen, and the columns of the last run do not say so. */
    private static boolean isFrozenUnseen(CoverageLine line) {
        return line.worst().filter(GradientState.FROZEN::equals).isPresent()
                && !line.states().contains(GradientState.FROZEN);
    }

    @Override
    protected void show(CoverageLine line) {
        setText(text.apply(line));
        setGraphic(marked && isFrozenUnseen(line) ? new StateMark(GradientState.FROZEN) : null);
        tell(tip.apply(line));
    }

    @Override
    protected void clear() {
        setText("");
        setGraphic(null);
    }
}
