package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.NaturalOrder;
import org.layergraft.ui.coverage.CoverageLine;
import org.layergraft.ui.coverage.CoverageRow;

/** The table of gradients beside the switches. */
class CoverageWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private ToggleButton chip(String state) {
        return window.node(ToggleButton.class, "#state-" + state);
    }

    private String chipText(String state) throws Exception {
        return Fx.call(() -> chip(state).getText());
    }

    private List<String> rows() throws Exception {
        return Fx.call(() ->
                window.model.coverage().rows().stream().map(CoverageRow::name).toList());
    }

    private void press(String id, KeyCode key) throws Exception {
        Fx.run(() -> {
            var node = window.scene.lookup(id);
            node.requestFocus();
            node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
            node.fireEvent(new KeyEvent(KeyEvent.KEY_RELEASED, "", "", key, false, false, false, false));
        });
        window.layout();
    }

    private void edit(Edit edit) throws Exception {
        Fx.run(() -> window.model.editing().edit(edit, () -> {}));
    }

    private void run(boolean onRanks) throws Exception {
        Fx.run(() -> window.model.running().run(onRanks));
        window.layout();
    }

    @Test
    void theLegendCountsTheStatesAndShowsThoseThatAreChosen() throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        edit(new Edit.Freeze("fc1.bias"));
        assertEquals("none", chipText("none"), "nothing was run, so nothing is known");
        assertTrue(Fx.call(() -> chip("none").isDisabled()));
        assertEquals("frozen 1", chipText("frozen"));
        run(true);
        int all = rows().size();
        assertEquals("none 1", chipText("none"));
        assertEquals("gradient " + (all - 2), chipText("nonzero"));
        assertEquals("zero 0", chipText("zero"));
        assertTrue(Fx.call(() -> chip("zero").isDisabled()), "nothing to see there");
        window.picture("coverage-chips");

        Fx.run(() -> chip("none").fire());
        assertEquals(List.of("class_embed"), rows());
        press("#state-frozen", KeyCode.SPACE);
        assertEquals(List.of("class_embed", "fc1.bias"), rows(), "by keyboard, and one more");
        window.picture("coverage-chips-chosen");
        assertEquals("frozen: 1 parameter", Fx.call(() -> chip("frozen").getAccessibleText()));

        Fx.run(() -> window.field("#coverage-filter").setText("bias"));
        assertEquals(List.of("fc1.bias"), rows(), "a text and a state");
        assertEquals("none 0", chipText("none"), "what choosing it would show");
        assertFalse(Fx.call(() -> chip("none").isDisabled()), "a chosen one can be let go");
        press("#state-frozen", KeyCode.SPACE);
        assertEquals(List.of(), rows());
        window.picture("coverage-chips-nothing");
        Fx.run(() -> window.button("#coverage-show-all").fire());
        assertEquals(all, rows().size());
        assertFalse(Fx.call(() -> chip("none").isSelected()));
        assertEquals("", Fx.call(() -> window.field("#coverage-filter").getText()));
    }

    @Test
    void whatIsChosenOutlivesARunAndALanguage() throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        Fx.run(() -> chip("none").fire());
        run(false);
        assertEquals(List.of("class_embed"), rows());
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        assertEquals("无 1", chipText("none"));
        assertTrue(Fx.call(() -> chip("none").isSelected()));
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        window.picture("coverage-chips-zh");
    }

    private TreeTableView<?> table() {
        return window.node(TreeTableView.class, "#coverage");
    }

    private List<String> columns() throws Exception {
        return Fx.call(() -> table().getColumns().stream()
                .map(c -> c.getId().replace("column-", ""))
                .toList());
    }

    private String selected() throws Exception {
        return Fx.call(() -> window.model.selectedProperty().get());
    }

    private void press(String id) throws Exception {
        press(id, KeyCode.SPACE);
    }

    private void look(Locale language, boolean dark) throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(language).inDark(dark)));
        window.layout();
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
    }

    @Test
    void modulesSumUpWhatLiesInThemAndAreSelectedWithTheRestOfTheWindow() throws Exception {
        window.close();
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        press("#coverage-by-module");
        assertEquals(List.of("parameter", "covered", "shape", "rank-0", "rank-1", "share", "norm"), columns());
        int folded = Fx.call(() -> table().getExpandedItemCount());
        assertTrue(folded < 20, folded + " lines");
        window.picture("coverage-modules");
        assertEquals("class_embed", Fx.call(() -> name(0)));
        Fx.run(() -> window.model.selectedProperty().set("transformer.encoder.layers.0.norms.0.weight"));
        window.layout();
        assertTrue(Fx.call(() -> table().getExpandedItemCount()) > folded, "unfolded to show it");
        assertEquals(
                "transformer.encoder.layers.0.norms.0.weight",
                Fx.call(() -> name(table().getSelectionModel().getSelectedIndex())));
        window.picture("coverage-modules-followed");
        int transformer = Fx.call(() -> IntStream.range(0, table().getExpandedItemCount())
                .filter(i -> name(i).equals("transformer"))
                .findFirst()
                .orElseThrow());
        Fx.run(() -> table().getSelectionModel().clearAndSelect(transformer));
        assertEquals("transformer", selected());
        Fx.run(() -> chip("none").fire());
        window.layout();
        assertEquals(1, Fx.call(() -> table().getExpandedItemCount()));
        Fx.run(() -> chip("none").fire());
        look(Locale.SIMPLIFIED_CHINESE, true);
        assertTrue(Fx.call(
                () -> window.node(ToggleButton.class, "#coverage-by-module").isSelected()));
        window.picture("coverage-modules-zh");
        window.close();
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        assertTrue(columns().contains("covered"), "remembered");
    }

    private String name(int line) {
        var item = table().getTreeItem(line);
        return ((CoverageLine) item.getValue()).name();
    }

    @Test
    void columnsComeAndGoAndAreRemembered() throws Exception {
        run(true);
        assertEquals(List.of("parameter", "module", "shape", "rank-0", "rank-1", "share", "norm"), columns());
        for (String column : List.of("dtype", "bucket", "ready")) {
            Fx.run(() -> item("#show-" + column).fire());
        }
        Fx.run(() -> item("#show-module").fire());
        press("#coverage-fold-ranks");
        var wanted = List.of("parameter", "shape", "dtype", "worst", "share", "norm", "bucket", "ready");
        assertEquals(wanted, columns());
        window.layout();
        window.picture("coverage-columns");
        window.close();
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        run(true);
        assertEquals(wanted, columns());
        window.layout();
        var text = Fx.call(() -> table().lookupAll(".tree-table-cell").stream()
                .filter(TreeTableCell.class::isInstance)
                .map(c -> ((TreeTableCell<?, ?>) c).getText())
                .toList());
        assertTrue(text.contains("float32"), text::toString);
        assertTrue(text.contains("fc1.weight"), "no other column says the module");
    }

    @Test
    void moreRanksThanCanBeToldApartAreOneColumn() throws Exception {
        Fx.run(() -> window.model.switches().ranksProperty().set(9));
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        assertTrue(columns().contains("worst"));
        assertFalse(columns().contains("rank-0"));
        assertFalse(Fx.call(() -> window.scene.lookup("#coverage-fold-ranks").isVisible()), "there is no choice");
        window.layout();
        var said = Fx.call(() -> table().lookupAll(".state-cell").stream()
                .map(Node::getAccessibleText)
                .toList());
        assertTrue(said.stream().anyMatch(s -> s.startsWith("none: rank 0, 1, 2, 3, 4, 5, 6, 7, 8\n")), said::toString);
    }

    @Test
    void aHeaderSortsAndTheThirdPressTakesItBack() throws Exception {
        run(true);
        var before = names();
        sort("shape", TreeTableColumn.SortType.ASCENDING);
        var ascending = names();
        assertEquals("fc3.bias", ascending.getFirst(), "4 elements");
        sort("shape", TreeTableColumn.SortType.DESCENDING);
        assertEquals("fc2.weight", names().getFirst(), "32×32 elements");
        Fx.run(() -> table().getSortOrder().clear());
        assertEquals(List.of(), Fx.call(() -> List.copyOf(table().getSortOrder())));
        assertEquals(before, names());
        Fx.run(() -> table().getSelectionModel().selectIndices(1, 3));
        sort("shape", TreeTableColumn.SortType.ASCENDING);
        assertEquals(
                List.of(before.get(1), before.get(3)).stream().sorted().toList(),
                Fx.call(() -> table().getSelectionModel().getSelectedIndices().stream()
                        .map(this::name)
                        .sorted()
                        .toList()),
                "several stay selected");
    }

    private void sort(String column, TreeTableColumn.SortType type) throws Exception {
        Fx.run(() -> sort(table(), column, type));
    }

    private static <S> void sort(TreeTableView<S> table, String id, TreeTableColumn.SortType type) {
        var column = table.getColumns().stream()
                .filter(c -> c.getId().equals("column-" + id))
                .findFirst()
                .orElseThrow();
        column.setSortType(type);
        table.getSortOrder().setAll(List.of(column));
    }

    private List<String> names() throws Exception {
        return Fx.call(() -> IntStream.range(0, table().getExpandedItemCount())
                .mapToObj(this::name)
                .toList());
    }

    private MenuItem item(String id) {
        return window.node(MenuButton.class, "#coverage-more").getItems().stream()
                .filter(i -> id.equals("#" + i.getId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void selectedRowsAreCopiedForASpreadsheet() throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        Fx.run(() -> {
            table().getSelectionModel().clearSelection();
            table().getSelectionModel().selectIndices(0, 1);
            table().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.C, false, true, false, false));
        });
        var copied = Fx.call(() -> Clipboard.getSystemClipboard().getString()).split("\n");
        assertEquals("name\tshape\tdtype\trank0\trank1\tnonzero\tnorm\tbucket\tready", copied[0]);
        assertTrue(copied[1].startsWith("class_embed\t32×512\tfloat32\tnone\tnone\t0.0\t\t0\t"), copied[1]);
        assertTrue(copied[2].startsWith("fc1.weight\t32×16\tfloat32\tnonzero\tnonzero\t0.5\t5.12\t0\t"), copied[2]);
        assertEquals(3, copied.length);
    }

    @Test
    void whatIsShownIsExportedInItsOrder(@TempDir Path folder) throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        Fx.run(() -> window.field("#coverage-filter").setText("bias"));
        sort("shape", TreeTableColumn.SortType.DESCENDING);
        var shown = names();
        Path csv = folder.resolve("out.csv");
        window.dialogs.answer = Optional.of(csv);
        Fx.run(() -> item("#action.export_coverage").fire());
        assertEquals("mini_mlp-coverage.csv", window.dialogs.proposed);
        var lines = Files.readString(csv).split("\r\n");
        assertEquals(shown, Stream.of(lines).skip(1).map(l -> l.split(",")[0]).toList());
        assertTrue(lines[0].endsWith("rank1_state,rank1_norm,rank1_nonzero,rank1_update,reason"), lines[0]);
        assertTrue(lines[1].startsWith(shown.getFirst() + ",32,float32,true,0,"), lines[1]);

        Path json = folder.resolve("out.json");
        window.dialogs.answer = Optional.of(json);
        Fx.run(() -> window.field("#coverage-filter").setText(""));
        Fx.run(() -> chip("none").fire());
        press("#coverage-by-module");
        Fx.run(() -> item("#action.export_coverage").fire());
        var tree = new ObjectMapper().readTree(json.toFile());
        assertEquals(1, tree.size(), "only what the states leave, and no modules");
        assertEquals("class_embed", tree.path(0).path("parameter").asText());
        assertEquals("none", tree.path(0).path("ranks").path(1).path("state").asText());
    }

    @Test
    void namesAreSortedAsPeopleDo() throws Exception {
        window.close();
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        Fx.run(() -> item("#show-module").fire());
        sort("parameter", TreeTableColumn.SortType.ASCENDING);
        var sorted = names();
        assertEquals(sorted, sorted.stream().sorted(NaturalOrder.OF_NAMES).toList());
    }
}
