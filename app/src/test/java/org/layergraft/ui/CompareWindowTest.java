package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.RunComparison.Change;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.ActionId;

/** Two runs side by side. */
class CompareWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        compare();
    }

    private void compare() throws Exception {
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(KeyCombination.valueOf(ActionId.GO_COMPARE.shown()))
                .run());
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void run(boolean onRanks) throws Exception {
        Fx.run(() -> window.model.running().run(onRanks));
        window.layout();
    }

    private void edit(Edit edit) throws Exception {
        Fx.run(() -> window.model.editing().edit(edit, () -> {}));
    }

    private List<String> changes() throws Exception {
        return Fx.call(() -> table().getItems().stream()
                .map(c -> c.parameter().name() + " " + c.kind())
                .toList());
    }

    @SuppressWarnings("unchecked")
    private TableView<Change> table() {
        return (TableView<Change>) window.scene.lookup("#compare");
    }

    private List<String> turns() throws Exception {
        return Fx.call(() -> window.node(FlowPane.class, "#compare-turns").getChildren().stream()
                .filter(n -> !"compare-sentence".equals(n.getId()))
                .map(n -> ((Label) n).getText())
                .toList());
    }

    private String sentence() throws Exception {
        return Fx.call(() -> window.label("#compare-sentence").getText());
    }

    private ComboBox<?> box(String id) {
        return window.node(ComboBox.class, id);
    }

    @Test
    void theLastTwoRunsAreComparedSwitchesOnTop() throws Exception {
        assertEquals(
                "compare-tab",
                Fx.call(() -> window.node(TabPane.class, "#bottom")
                        .getSelectionModel()
                        .getSelectedItem()
                        .getId()));
        assertFalse(
                Fx.call(() -> window.scene.lookup("#compare-before").getParent().isVisible()));
        run(true);
        assertFalse(Fx.call(() -> window.scene.lookup("#compare-turns").isVisible()), "one run is not two");
        edit(Edits.declare("class_embed", 32, 512));
        edit(new Edit.Freeze("fc1.bias"));
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        run(true);
        assertEquals(List.of("static_graph: False → True", "the model was edited otherwise"), turns());
        assertEquals(List.of("fc1.bias LOST", "class_embed APPEARED"), changes());
        int all = Fx.call(() -> window.graph().parameters().size());
        assertEquals("1 parameter lost its gradient, 1 new; " + (all - 2) + " are as before", sentence());
        window.picture("compare");

        Fx.run(() -> window.button("#compare-swap").fire());
        assertEquals(List.of("static_graph: True → False", "the model was edited otherwise"), turns());
        assertEquals(List.of("fc1.bias GAINED", "class_embed GONE"), changes());

        run(false);
        assertEquals(List.of("static_graph: True → False", "Ranks: 2 → one device, without DDP"), turns());
        assertEquals(List.of(), changes());
        assertEquals("All " + all + " parameters are in the same state", sentence());
        window.picture("compare-same");
    }

    @Test
    void otherRunsCanBeChosenAndAParameterIsSelectedEverywhere() throws Exception {
        run(true);
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        run(true);
        assertEquals(List.of("Same switches, inputs and edits"), turns());
        Fx.run(() -> box("#compare-before").getSelectionModel().select(0));
        window.layout();
        assertEquals(List.of("class_embed APPEARED"), changes());
        assertEquals(
                "1. 2 ranks: find_unused_parameters=False",
                Fx.call(() -> box("#compare-before").getButtonCell().getText()));
        assertTrue(Fx.call(() -> box("#compare-before").getTooltip().getText())
                .startsWith("1. 2 ranks: find_unused_parameters=False\n"));
        Fx.run(() -> {
            window.model.selectedProperty().set("fc1");
            table().getSelectionModel().select(0);
        });
        assertEquals(
                "class_embed", Fx.call(() -> window.model.selectedProperty().get()));
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        compare();
        assertEquals(List.of("class_embed APPEARED"), changes(), "the choice stays");
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        window.picture("compare-zh");
        Fx.run(() -> window.model.runs().forget());
        assertEquals(List.of(), changes());
    }

    @Test
    void runsOfASavedExperimentAreComparedToo(@TempDir Path folder) throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        edit(new Edit.Remove("class_embed"));
        run(true);
        var changes = changes();
        assertEquals(List.of("class_embed GONE"), changes);
        Path file = folder.resolve("two.graft");
        Fx.run(() -> window.model.opening().saveExperiment(file, () -> {}));
        Fx.run(() -> window.model.opening().open(Path.of("samples", "co_dino_head.pt")));
        assertEquals(List.of(), changes(), "another model has no runs");
        Fx.run(() -> window.model.opening().open(file));
        window.layout();
        assertEquals(List.of("find_unused_parameters: False → True", "the model was edited otherwise"), turns());
        assertEquals(changes, changes());
        assertEquals("Ran with 2 ranks: find_unused_parameters=True", ranWith());
    }

    @Test
    void theTableOffersIt() throws Exception {
        run(true);
        Fx.run(() -> window.node(TabPane.class, "#bottom").getSelectionModel().select(0));
        Fx.run(() -> window.node(MenuButton.class, "#coverage-more").getItems().stream()
                .filter(i -> ActionId.GO_COMPARE.key().equals(i.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
        assertEquals(
                "compare-tab",
                Fx.call(() -> window.node(TabPane.class, "#bottom")
                        .getSelectionModel()
                        .getSelectedItem()
                        .getId()));
    }

    @Test
    void aRunSaysWhatItWasToldAlsoWhenSwitchesWereTurnedSince() throws Exception {
        assertFalse(Fx.call(() -> window.label("#coverage-ran-with").isVisible()), "nothing ran");
        Fx.run(() -> window.model.switches().findUnusedProperty().set(true));
        run(true);
        assertEquals("Ran with 2 ranks: find_unused_parameters=True", ranWith());
        Fx.run(() -> window.model.switches().findUnusedProperty().set(false));
        Fx.run(() -> window.model.switches().stepsProperty().set(5));
        assertEquals("Ran with 2 ranks: find_unused_parameters=True", ranWith());
        var whole = Fx.call(
                        () -> window.label("#coverage-ran-with").getTooltip().getText())
                .lines()
                .toList();
        assertTrue(whole.contains("find_unused_parameters: True"), whole::toString);
        assertTrue(whole.contains("broadcast_buffers: True"), whole::toString);
        assertTrue(whole.contains("Steps: 3"), whole::toString);
        assertTrue(whole.contains("Loss: the model’s own"), whole::toString);
        run(false);
        assertEquals("Ran with one device, without DDP", ranWith());
    }

    @Test
    void theHeaderCountsWhatTheRunSaw() throws Exception {
        edit(Edits.declare("class_embed", 32, 512));
        run(true);
        int all = Fx.call(() -> window.graph().parameters().size());
        String said = "1 of " + all + " parameters gets no gradient";
        assertEquals(said, header());
        edit(new Edit.Freeze("class_embed"));
        edit(Edits.declare("another", 3, 4));
        assertEquals("Before the last change: " + said, header(), "frozen and added since");
        Fx.run(() -> window.model.document().undo());
        Fx.run(() -> window.model.document().undo());
        assertEquals(said, header(), "as it was when it ran");
        edit(new Edit.Freeze("fc1.bias"));
        assertEquals("Before the last change: " + said, header());
        run(true);
        assertEquals("1 of " + (all - 1) + " parameters gets no gradient", header(), "what is frozen does not count");
    }

    private String header() throws Exception {
        return Fx.call(() -> window.label("#coverage-header").getText());
    }

    private String ranWith() throws Exception {
        return Fx.call(() -> window.label("#coverage-ran-with").getText());
    }
}
