package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.coverage.CoverageLine;

/** The table of gradients by module, as its lines are made anew. */
class CoverageTreeWindowTest {

    private static final String PARENT = "transformer.encoder.layers";

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        Fx.run(() -> window.node(ToggleButton.class, "#coverage-by-module").fire());
        window.layout();
        select(PARENT + ".1");
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void select(String place) throws Exception {
        Fx.run(() -> window.model.selectedProperty().set(place));
        window.layout();
    }

    private TreeTableView<?> table() {
        return window.node(TreeTableView.class, "#coverage");
    }

    private Stream<TreeTableRow<?>> rows() {
        return table().lookupAll(".tree-table-row-cell").stream()
                .<TreeTableRow<?>>map(row -> (TreeTableRow<?>) row)
                .filter(row -> row.isVisible() && row.getItem() instanceof CoverageLine);
    }

    private static String name(TreeTableRow<?> row) {
        return ((CoverageLine) row.getItem()).name();
    }

    /** Where names begin. */
    private Map<String, Double> indents() throws Exception {
        return Fx.call(() -> rows().filter(row -> row.getDisclosureNode() != null)
                .collect(Collectors.toMap(
                        CoverageTreeWindowTest::name,
                        row -> row.getDisclosureNode().getLayoutX())));
    }

    /** Rows that hold a line from before, which is no longer in the tree: they fold nothing, and stand where no line of theirs does. */
    private List<String> strays() throws Exception {
        return Fx.call(() -> rows().filter(row -> table().getTreeItem(row.getIndex()) != row.getTreeItem())
                .map(CoverageTreeWindowTest::name)
                .toList());
    }

    @Test
    void rowsKeepTheirPlaceInTheTree() throws Exception {
        var before = indents();
        assertFalse(before.isEmpty());
        Fx.run(() -> window.model.editing().edit(new Edit.Rename(PARENT + ".0", "zero"), () -> {}));
        window.layout();
        select(PARENT + ".1");
        assertEquals(List.of(), strays());
        Fx.run(() -> window.model.document().undo());
        window.layout();
        select(PARENT + ".1");
        window.picture("coverage-tree-undone");
        assertEquals(List.of(), strays());
        var after = indents();
        after.keySet().retainAll(before.keySet());
        before.keySet().retainAll(after.keySet());
        assertEquals(before, after);
    }
}
