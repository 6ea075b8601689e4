package org.layergraft.ui.coverage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;

/** The table's lines as the control wants them: keeps what is unfolded and selected when they change, and follows the window's selection. */
final class CoverageLines {

    /** More selected lines than this are let go when the table is sorted or filtered: finding them again takes its time. */
    private static final int KEPT = 500;

    /** A model with no more parameters than this is unfolded from the start. */
    private static final int FEW = 24;

    private static final int ABOVE = 2;

    private final TreeTableView<CoverageLine> table;
    private final CoverageViewModel model;
    private final TreeItem<CoverageLine> root = new TreeItem<>();
    private final Map<String, TreeItem<CoverageLine>> items = new HashMap<>();
    private final Map<String, Boolean> unfolded = new HashMap<>();
    private boolean following;

    CoverageLines(TreeTableView<CoverageLine> table, CoverageColumns columns, CoverageViewModel model) {
        this.table = table;
        this.model = model;
        root.setExpanded(true);
        root.addEventHandler(TreeItem.<CoverageLine>branchExpandedEvent(), e -> remember(e.getTreeItem()));
        root.addEventHandler(TreeItem.<CoverageLine>branchCollapsedEvent(), e -> remember(e.getTreeItem()));
        table.setRoot(root);
        table.setShowRoot(false);
        // The lines come sorted.
        table.setSortPolicy(_ -> true);
        table.getSortOrder().addListener((ListChangeListener<TreeTableColumn<CoverageLine, ?>>) _ -> rebuild());
        columns.whenTurned(this::rebuild);
        model.linesProperty().subscribe(_ -> rebuild());
        model.selectedProperty().subscribe((_, _) -> follow());
        table.getSelectionModel().selectedItemProperty().subscribe(this::picked);
    }

    /** What is selected, in the table's order. */
    List<CoverageLine> selected() {
        return table.getSelectionModel().getSelectedIndices().stream()
                .sorted()
                .map(table::getTreeItem)
                .filter(item -> item != null)
                .map(TreeItem::getValue)
                .toList();
    }

    /** @param then told when other lines are selected, or what they show is another */
    void whenSelected(InvalidationListener then) {
        table.getSelectionModel().getSelectedIndices().addListener(then);
        model.linesProperty().addListener(then);
    }

    private void rebuild() {
        var kept = table.getSelectionModel().getSelectedIndices().size() <= KEPT ? selected() : List.<CoverageLine>of();
        following = true;
        try {
            items.clear();
            table.getSelectionModel().clearSelection();
            // Always the same root: with another the table forgets by what it sorts.
            root.getChildren().setAll(items(model.lines(order())));
            kept.stream()
                    .map(line -> items.get(line.name()))
                    .filter(this::isShown)
                    .forEach(item -> table.getSelectionModel().select(item));
        } finally {
            following = false;
        }
        follow();
    }

    private boolean isShown(TreeItem<CoverageLine> item) {
        return item != null && table.getRow(item) >= 0;
    }

    private void remember(TreeItem<CoverageLine> item) {
        if (item.getValue() != null) {
            unfolded.put(item.getValue().name(), item.isExpanded());
        }
    }

    private List<TreeItem<CoverageLine>> items(List<CoverageLine> lines) {
        return lines.stream().map(this::item).toList();
    }

    private TreeItem<CoverageLine> item(CoverageLine line) {
        var item = new TreeItem<>(line);
        items.put(line.name(), item);
        if (line instanceof CoverageModule module) {
            item.getChildren().setAll(items(module.lines()));
            item.setExpanded(unfolded.getOrDefault(module.name(), isWorthALook(module)));
        }
        return item;
    }

    private boolean isWorthALook(CoverageModule module) {
        return model.filteredProperty().get()
                || model.size() <= FEW
                || module.sum().known() && module.sum().covered() < module.sum().trainable();
    }

    /** As the columns' headers say; empty for the table's own order. */
    private Optional<Comparator<CoverageLine>> order() {
        return table.getSortOrder().stream().map(CoverageLines::order).reduce(Comparator::thenComparing);
    }

    private static Comparator<CoverageLine> order(TreeTableColumn<CoverageLine, ?> column) {
        @SuppressWarnings("unchecked")
        var order = (Comparator<CoverageLine>) column.getComparator();
        return column.getSortType() == TreeTableColumn.SortType.DESCENDING ? order.reversed() : order;
    }

    private void picked(TreeItem<CoverageLine> item) {
        if (item != null && item.getValue() != null && !following) {
            model.selectedProperty().set(item.getValue().name());
        }
    }

    /** The table follows a selection made elsewhere. */
    private void follow() {
        String wanted = model.selectedProperty().get();
        var chosen = table.getSelectionModel().getSelectedItem();
        if (chosen != null && chosen.getValue().name().equals(wanted)) {
            return;
        }
        following = true;
        try {
            table.getSelectionModel().clearSelection();
            var item = items.get(wanted);
            if (item != null) {
                for (var up = item.getParent(); up != null; up = up.getParent()) {
                    up.setExpanded(true);
                }
                table.getSelectionModel().select(item);
                // With what lies above it.
                table.scrollTo(Math.max(0, table.getRow(item) - ABOVE));
            }
        } finally {
            following = false;
        }
    }
}
