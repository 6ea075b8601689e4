package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.ui.coverage.CoverageLine;

/** A table of 10,000 parameters: every row can be reached, and only those that are seen have cells. */
@Timeout(120)
class CoverageScaleWindowTest {

    private static final int MANY = 10_000;

    /** The table is about ten rows high here; the control keeps some for later. */
    private static final int FEW_ROWS = 60;

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        var coverage = ManyParameters.coverage(MANY);
        Fx.run(() -> {
            window.model
                    .coverage()
                    .showParameters(coverage.stream().map(Coverage::parameter).toList());
            window.model.coverage().show(Optional.of(ManyParameters.run(coverage)));
        });
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private TreeTableView<?> table() {
        return window.node(TreeTableView.class, "#coverage");
    }

    private Set<Node> rows() {
        return Set.copyOf(table().lookupAll(".tree-table-row-cell"));
    }

    private String lastSeen() {
        return rows().stream()
                .map(row -> (TreeTableRow<?>) row)
                .filter(row -> row.isVisible() && row.getItem() instanceof CoverageLine)
                .max(java.util.Comparator.comparingInt(TreeTableRow::getIndex))
                .map(row -> ((CoverageLine) row.getItem()).name())
                .orElse("");
    }

    @Test
    void everyRowIsReachedWithFewCells() throws Exception {
        assertEquals(MANY, Fx.call(() -> table().getExpandedItemCount()));
        assertEquals(
                "10 of 10,000 parameters get no gradient",
                Fx.call(() -> window.label("#coverage-header").getText()));
        var made = new HashSet<Node>();
        for (int to = 0; to < MANY; to += 40) {
            scroll(to);
            Fx.run(() -> made.addAll(rows()));
        }
        assertTrue(made.size() < FEW_ROWS, made.size() + " rows have cells");
        for (int from : List.of(0, MANY / 2, MANY - 200)) {
            var seen = new BitSet();
            for (int to = from; to < from + 200; to += 8) {
                seen.or(scroll(to));
            }
            assertEquals(from + 200, seen.nextClearBit(from), "no row is left out");
        }
    }

    /** @return rows that are seen there */
    private BitSet scroll(int row) throws Exception {
        return Fx.call(() -> {
            table().scrollTo(row);
            table().layout();
            var flow = (VirtualFlow<?>) table().lookup(".virtual-flow");
            var seen = new BitSet();
            seen.set(
                    flow.getFirstVisibleCell().getIndex(),
                    Math.min(flow.getLastVisibleCell().getIndex(), row + 7) + 1);
            return seen;
        });
    }

    @Test
    void theKeysGoToTheEndAndBack() throws Exception {
        press(KeyCode.END);
        var last = Fx.call(() -> ((CoverageLine) table().getTreeItem(MANY - 1).getValue()).name());
        assertEquals("blocks.99.layers.24.p3", last);
        assertEquals(last, Fx.call(this::lastSeen));
        press(KeyCode.HOME);
        assertEquals(0, Fx.call(() -> table().getSelectionModel().getSelectedIndex()));
        int at = 0;
        for (int i = 0; i < 5; i++) {
            press(KeyCode.PAGE_DOWN);
            int now = Fx.call(() -> table().getSelectionModel().getSelectedIndex());
            assertTrue(now > at, "a page further");
            at = now;
        }
    }

    @Test
    void sortingFilteringAndModulesTakeNoTime() throws Exception {
        var took = new ArrayList<Long>();
        took.add(millis(() -> sort(table(), "norm")));
        assertEquals("blocks.99.layers.24.p3", Fx.call(() -> name(0)), "the largest norm");
        took.add(millis(() -> window.field("#coverage-filter").setText("blocks.7.")));
        assertEquals(100, Fx.call(() -> table().getExpandedItemCount()));
        took.add(millis(() -> window.field("#coverage-filter").setText("")));
        took.add(millis(() -> table().getSelectionModel().selectAll()));
        assertEquals(
                "10000 parameters",
                Fx.call(() -> window.label("#coverage-details-title").getText()));
        took.add(millis(
                () -> window.node(ToggleButton.class, "#coverage-by-module").fire()));
        assertTrue(Fx.call(() -> table().getExpandedItemCount()) < MANY, "folded");
        took.add(millis(() -> table().getSelectionModel().selectAll()));
        assertTrue(took.stream().allMatch(ms -> ms < 5000), "milliseconds: " + took);
    }

    private String name(int row) {
        return ((CoverageLine) table().getTreeItem(row).getValue()).name();
    }

    private static <S> void sort(TreeTableView<S> table, String id) {
        var column = table.getColumns().stream()
                .filter(c -> c.getId().equals("column-" + id))
                .findFirst()
                .orElseThrow();
        column.setSortType(TreeTableColumn.SortType.DESCENDING);
        table.getSortOrder().setAll(List.of(column));
    }

    private long millis(Runnable work) throws Exception {
        long start = System.nanoTime();
        Fx.run(() -> {
            work.run();
            table().applyCss();
            table().layout();
        });
        return (System.nanoTime() - start) / 1_000_000;
    }

    private void press(KeyCode key) throws Exception {
        Fx.run(() -> {
            table().requestFocus();
            table().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
        });
        window.layout();
    }
}
