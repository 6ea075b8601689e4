package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.coverage.CoverageLine;
import org.layergraft.ui.coverage.MagnitudeChart;

/** What a run measured of the parameters that are selected, below the table of gradients. */
class CoverageDetailsWindowTest {

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

    private void run() throws Exception {
        Fx.run(() -> window.model.running().run(true));
        window.layout();
    }

    private TreeTableView<?> table() {
        return window.node(TreeTableView.class, "#coverage");
    }

    private void select(String... names) throws Exception {
        Fx.run(() -> {
            table().getSelectionModel().clearSelection();
            IntStream.range(0, table().getExpandedItemCount())
                    .filter(i -> List.of(names)
                            .contains(((CoverageLine) table().getTreeItem(i).getValue()).name()))
                    .forEach(i -> table().getSelectionModel().select(i));
        });
        window.layout();
    }

    private boolean isShown() throws Exception {
        return Fx.call(() -> window.scene.lookup("#coverage-details").isVisible());
    }

    private String idle() throws Exception {
        return Fx.call(() -> window.label("#coverage-idle").getText());
    }

    private long bars() throws Exception {
        return Fx.call(() -> chart().getChildrenUnmodifiable().stream()
                .filter(n -> n.getStyleClass().contains("magnitude-bar"))
                .count());
    }

    private MagnitudeChart chart() {
        return window.node(MagnitudeChart.class, "#coverage-magnitudes");
    }

    private MenuItem item(String id) {
        return window.node(MenuButton.class, "#coverage-more").getItems().stream()
                .filter(i -> id.equals(i.getId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rowsWithoutAGradientAreNamedAndSizesDrawn() throws Exception {
        select("fc2.weight");
        assertFalse(isShown(), "nothing ran");
        run();
        select("fc2.weight");
        assertTrue(isShown());
        assertEquals("7 of 32 rows got no gradient in any step on any rank: 0, 3, 5–9", idle());
        assertEquals(6, bars());
        // Two ranks with 1024 elements each, of which the largest bin holds all.
        assertEquals("3.6 k elements from 2.4e-4 to 0.0156", Fx.call(() -> chart().getAccessibleText()));
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        window.picture("coverage-details");
        select("fc1.bias");
        assertEquals("Every element (32) got a gradient in some step on some rank", idle());
        select("fc1.weight", "fc2.weight");
        assertEquals(
                "2 parameters",
                Fx.call(() -> window.label("#coverage-details-title").getText()));
        assertEquals("1 of 2 parameters have rows without a gradient: fc2.weight", idle());
        assertEquals(6, bars());
    }

    @Test
    void aModuleIsAllOfItsParameters() throws Exception {
        run();
        Fx.run(() -> window.node(ToggleButton.class, "#coverage-by-module").fire());
        window.layout();
        select("fc2");
        assertEquals("1 of 2 parameters have rows without a gradient: fc2.weight", idle());
    }

    @Test
    void theMenuCountsTheParametersAndNotTheLines() throws Exception {
        run();
        Fx.run(() -> window.node(ToggleButton.class, "#coverage-by-module").fire());
        window.layout();
        select("fc1", "fc1.weight", "fc2");
        assertEquals(
                "4 parameters",
                Fx.call(() -> window.label("#coverage-details-title").getText()));
        assertEquals("4 parameters", menuTitle());
        select("fc1.weight", "fc2.weight");
        assertEquals("2 parameters", menuTitle());
    }

    private String menuTitle() throws Exception {
        return Fx.call(() -> {
            table().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.F10, true, false, false, false));
            var menu = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .map(ContextMenu.class::cast)
                    .findFirst()
                    .orElseThrow();
            String title = menu.getItems().getFirst().getText();
            menu.hide();
            return title;
        });
    }

    @Test
    void whatNeverHadAGradientSaysWhy() throws Exception {
        Fx.run(() -> window.model.editing().edit(Edits.declare("class_embed", 32, 512), () -> {}));
        run();
        select("class_embed");
        assertTrue(idle().startsWith("class_embed is declared in MiniMLP"), idle());
        assertEquals(0, bars());
    }

    @Test
    void itIsPutAwayAndThatIsRemembered() throws Exception {
        run();
        select("fc2.weight");
        Fx.run(() -> item("show-details").fire());
        assertFalse(isShown());
        window.close();
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        run();
        select("fc2.weight");
        assertFalse(isShown());
        Fx.run(() -> item("show-details").fire());
        assertTrue(isShown());
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        select("fc2.weight");
        assertEquals("32 行中有 7 行在所有 rank 的所有步中都没有梯度：0, 3, 5–9", idle());
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        window.picture("coverage-details-zh");
    }

    @Test
    void theLastRunsAndTheWeightHaveColumns() throws Exception {
        run();
        Fx.run(() -> window.model.editing().edit(Edits.declare("class_embed", 32, 512), () -> {}));
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("fc1.bias"), () -> {}));
        run();
        for (String column : List.of("weight", "update", "runs")) {
            Fx.run(() -> item("show-" + column).fire());
        }
        Fx.run(() -> item("show-module").fire());
        window.layout();
        Fx.run(() -> table().scrollToColumnIndex(table().getColumns().size() - 1));
        window.layout();
        var said = histories();
        assertTrue(said.contains("Run 2: none"), said::toString);
        assertTrue(said.contains("Run 1: gradient\nRun 2: gradient"), said::toString);
        var texts = Fx.call(() -> table().lookupAll(".number").stream()
                .filter(TreeTableCell.class::isInstance)
                .map(c -> ((TreeTableCell<?, ?>) c).getText())
                .toList());
        assertTrue(texts.contains("2.50"), texts::toString);
        assertTrue(texts.contains("0.0125"), texts::toString);
        window.picture("coverage-runs");
        Fx.run(() -> window.field("#coverage-filter").setText("fc1.bias"));
        window.layout();
        assertEquals(List.of("Run 1: gradient\nRun 2: frozen"), histories());
    }

    private List<String> histories() throws Exception {
        return Fx.call(() -> table().lookupAll(".history-cell").stream()
                .map(Node::getAccessibleText)
                .filter(text -> text != null && !text.isEmpty())
                .toList());
    }
}
