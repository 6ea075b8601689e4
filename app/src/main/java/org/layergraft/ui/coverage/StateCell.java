package org.layergraft.ui.coverage;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.layergraft.ui.common.Words;

/** One rank's state of one parameter. */
final class StateCell extends TableCell<CoverageRow, CoverageRow> {

    private final int rank;
    private final Words words;

    StateCell(int rank, Words words) {
        this.rank = rank;
        this.words = words;
        getStyleClass().add("state-cell");
    }

    @Override
    protected void updateItem(CoverageRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null || rank >= row.states().size()) {
            setGraphic(null);
            setTooltip(null);
            setAccessibleText("");
            return;
        }
        var state = row.states().get(rank);
        String said = words.get("coverage.state", rank, words.get(CoverageViewModel.stateKey(state)));
        setGraphic(new StateMark(state));
        String why = row.reason().map(r -> "\n" + words.get(r)).orElse("");
        var tip = new Tooltip(said + why);
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        setTooltip(tip);
        setAccessibleText(said + why);
    }
}
