package org.layergraft.ui.coverage;

import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableCell;

/** A cell that shows something of its line. There are few of them for many lines, so they keep what is costly to make. */
abstract class LineCell extends TreeTableCell<CoverageLine, CoverageLine> {

    private Tooltip tip;

    /** @param line is there */
    protected abstract void show(CoverageLine line);

    protected abstract void clear();

    @Override
    protected final void updateItem(CoverageLine line, boolean empty) {
        super.updateItem(line, empty);
        if (empty || line == null) {
            tell("");
            clear();
        } else {
            show(line);
        }
    }

    /** @param text "" for nothing */
    protected final void tell(String text) {
        if (text.isEmpty()) {
            setTooltip(null);
            return;
        }
        if (tip == null) {
            tip = new Tooltip();
            tip.setWrapText(true);
            tip.setMaxWidth(420);
        }
        tip.setText(text);
        setTooltip(tip);
    }
}
