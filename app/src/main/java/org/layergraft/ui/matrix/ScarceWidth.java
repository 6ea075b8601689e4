package org.layergraft.ui.matrix;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;

/**
 * What a table does when its columns get many: first the one that can be missed goes, then it scrolls. Columns that share the
 * width would be pushed out of it.
 */
final class ScarceWidth {

    /** For the scroll bar beside the rows and the table's border. */
    private static final double BESIDE = 16;

    private final TableView<?> table;
    private final TableColumn<?, ?> first;

    ScarceWidth(TableView<?> table, TableColumn<?, ?> first) {
        this.table = table;
        this.first = first;
        table.widthProperty().subscribe(_ -> divide());
        table.getVisibleLeafColumns().subscribe(this::divide);
    }

    private void divide() {
        double room = table.getWidth() - BESIDE;
        double others = table.getColumns().stream()
                .filter(c -> c != first && c.isVisible())
                .mapToDouble(TableColumnBase::getMinWidth)
                .sum();
        first.setVisible(others + first.getMinWidth() <= room);
        if (others <= room) {
            table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        } else {
            table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
            table.getVisibleLeafColumns().forEach(this::narrow);
        }
    }

    private <S> void narrow(TableColumn<S, ?> column) {
        column.getTableView().resizeColumn(column, column.getMinWidth() - column.getWidth());
    }
}
