package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.ui.switches.Siblings;

/** The pane of switches as a person meets it. */
class SwitchesWindowTest {

    private static final String LAYERS = "transformer.encoder.layers";

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "co_dino_head.pt"));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Checkpoint checkpoint() throws Exception {
        return Fx.call(() ->
                window.model.switches().settingsProperty().get().switches().checkpoint());
    }

    private void press(String id) throws Exception {
        Fx.run(() -> window.node(ToggleButton.class, id).fire());
        window.layout();
    }

    private void unfold(String id) throws Exception {
        Fx.run(() -> window.node(TitledPane.class, id).setExpanded(true));
        window.layout();
    }

    @Test
    void onlyAPersonChoosesModules() throws Exception {
        var modules = List.of(LAYERS + ".0", LAYERS + ".1", LAYERS + ".3");
        Fx.run(() -> modules.forEach(m -> window.model.switches().checkpoint().choose(m, true)));
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        assertEquals(modules, checkpoint().modules(), "the pane is built anew");
        for (Siblings row : window.model.switches().checkpoint().rows()) {
            Fx.run(() -> window.<Siblings>choice("#checkpoint-row").setValue(row));
            assertEquals(modules, checkpoint().modules(), row.container());
        }
    }

    @Test
    void theFirstFourLayersAreCheckedAndOneIsTakenBack() throws Exception {
        assertFalse(Fx.call(
                () -> window.scene.lookup("#checkpoint-modules").getParent().isVisible()));
        press("#checkpoint-reentrant");
        Fx.run(() -> {
            var row = window.<Siblings>choice("#checkpoint-row");
            row.setValue(row.getItems().stream()
                    .filter(r -> r.container().equals(LAYERS))
                    .findFirst()
                    .orElseThrow());
            @SuppressWarnings("unchecked")
            Spinner<Integer> first = window.node(Spinner.class, "#checkpoint-first");
            first.getValueFactory().setValue(4);
        });
        assertEquals(Mode.REENTRANT, checkpoint().mode());
        assertEquals(
                List.of(LAYERS + ".0", LAYERS + ".1", LAYERS + ".2", LAYERS + ".3"),
                checkpoint().modules());
        Fx.run(() -> window.field("#checkpoint-filter").setText("encoder.layers.3"));
        window.layout();
        Fx.run(() -> box(LAYERS + ".3").fire());
        assertEquals(3, checkpoint().modules().size());
        press("#checkpoint-off");
        assertFalse(checkpoint().on());
        assertEquals(3, checkpoint().modules().size(), "kept for later");
        press("#checkpoint-off");
        assertTrue(
                Fx.call(() -> window.node(ToggleButton.class, "#checkpoint-off").isSelected()));
    }

    private CheckBox box(String path) {
        return window.node(ListView.class, "#checkpoint-modules").lookupAll(".check-box").stream()
                .map(CheckBox.class::cast)
                .filter(b -> b.getText().equals(path) && b.getParent() != null)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsChangedIsMarkedAndDefaultsComeBack() throws Exception {
        assertFalse(Fx.call(() -> window.button("#switches-reset").isVisible()));
        unfold("#more-options");
        Fx.run(() -> window.field("#bucket-cap").setText("0"));
        assertTrue(Fx.call(() -> window.label("#options-mistake").isVisible()));
        Fx.run(() -> window.field("#bucket-cap").setText("10"));
        assertFalse(Fx.call(() -> window.label("#options-mistake").isVisible()));
        assertEquals(
                10,
                Fx.call(() -> window.model
                                .switches()
                                .settingsProperty()
                                .get()
                                .switches()
                                .options()
                                .bucketCapMb())
                        .orElseThrow());
        assertTrue(Fx.call(() ->
                window.node(TitledPane.class, "#more-options").getStyleClass().contains("changed")));
        Fx.run(() -> window.button("#switches-reset").fire());
        assertEquals("", Fx.call(() -> window.field("#bucket-cap").getText()));
        assertFalse(Fx.call(() ->
                window.node(TitledPane.class, "#more-options").getStyleClass().contains("changed")));
    }

    @Test
    void aFileIsChosenForEachRank() throws Exception {
        unfold("#inputs");
        press("#inputs-files");
        window.dialogs.answer = Optional.of(Path.of("/batches/second.npz"));
        Fx.run(() -> window.button("#input-choose-1").fire());
        window.dialogs.answer = Optional.of(Path.of("/batches/first.npz"));
        Fx.run(() -> window.button("#input-choose-0").fire());
        assertEquals("second.npz", Fx.call(() -> window.label("#input-file-1").getText()));
        var plan =
                Fx.call(() -> window.model.switches().settingsProperty().get().inputs());
        assertEquals(
                List.of("first.npz", "second.npz"),
                ((InputPlan.Files) plan.orElseThrow())
                        .ranks().stream()
                                .map(f -> f.every().getFileName().toString())
                                .toList());
    }

    @Test
    void aGeneratedInputIsEditedAndAMistakeTold() throws Exception {
        unfold("#inputs");
        Fx.run(() -> window.field("#input-shape-0").setText("2, 256, q"));
        assertTrue(Fx.call(() -> window.label("#inputs-mistake").getText()).contains("“2, 256, q” is no shape"));
        Fx.run(() -> window.field("#input-shape-0").setText("2, 256, 16, 16"));
        assertFalse(Fx.call(() -> window.label("#inputs-mistake").isVisible()));
        Fx.run(() -> window.button("#input-add").fire());
        assertTrue(Fx.call(() -> window.label("#inputs-mistake").isVisible()), "without a name");
        Fx.run(() -> window.button("#input-remove-5").fire());
        assertFalse(Fx.call(() -> window.label("#inputs-mistake").isVisible()));
    }

    /** Nothing is cut off in either language, and the table of gradients keeps its place. */
    @Test
    void everythingUnfoldedFits() throws Exception {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            for (boolean dark : List.of(false, true)) {
                Fx.run(() -> window.model
                        .remembered()
                        .change(s -> s.speaking(language).inDark(dark)));
                window.layout();
                Fx.run(() -> window.model.switches().reset());
                String name = "switches-" + language.getLanguage() + (dark ? "-dark" : "");
                window.picture(name + "-0");
                press("#checkpoint-nonreentrant");
                Fx.run(() -> window.model.switches().checkpoint().first(4));
                window.layout();
                window.picture(name + "-1");
                unfold("#more-options");
                unfold("#inputs");
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), name);
                assertTrue(Fx.call(() -> window.scene
                                .lookup("#coverage")
                                .getLayoutBounds()
                                .getHeight())
                        >= 150);
                Fx.run(() -> scroll().setVvalue(1));
                window.layout();
                window.picture(name + "-2");
                press("#inputs-files");
                Fx.run(() -> {
                    window.model.switches().inputs().give(0, Path.of("/batches/a-rank-with-a-long-file-name.npz"));
                    window.model
                            .switches()
                            .inputs()
                            .loss()
                            .ruleProperty()
                            .set(org.layergraft.ui.switches.LossViewModel.Rule.OUTPUTS);
                });
                window.layout();
                Fx.run(() -> scroll().setVvalue(1));
                window.layout();
                assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), name);
                window.picture(name + "-3");
            }
        }
    }

    private javafx.scene.control.ScrollPane scroll() {
        return window.node(javafx.scene.control.ScrollPane.class, ".switches-scroll");
    }

    private Switches switches() throws Exception {
        return Fx.call(() -> window.model.switches().settingsProperty().get().switches());
    }

    private RadioMenuItem preset(String id) {
        return window.node(MenuButton.class, "#switches-presets").getItems().stream()
                .filter(item -> id.equals(item.getId()))
                .map(RadioMenuItem.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private boolean isChosen(String id) throws Exception {
        return Fx.call(() -> preset(id).isSelected());
    }

    @Test
    void everySwitchIsExplainedBesideIt() throws Exception {
        Fx.run(() -> window.node(TitledPane.class, "#more-options").setExpanded(true));
        window.layout();
        var sources = Map.of(
                "find-unused", "reducer.cpp",
                "static-graph", "reducer.cpp",
                "checkpoint", "reducer.cpp",
                "bucket-cap", "reducer.cpp",
                "bucket-view", "reducer.cpp",
                "broadcast", "distributed.py",
                "accumulate", "distributed.py",
                "autocast", "autocast_mode.py");
        for (String id : sources.keySet()) {
            Fx.run(() -> window.node(Hyperlink.class, "#explain-" + id).fire());
            window.layout();
            window.picture("explain-" + id);
            assertTrue(
                    Fx.call(() -> window.node(TextField.class, "#lesson-card #lesson-source")
                                    .getText())
                            .endsWith(sources.get(id)),
                    id);
            assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())), id);
            Fx.run(() -> window.button("#lesson-close").fire());
            window.layout();
            assertTrue(Fx.call(() -> window.scene.lookup("#lesson-card") == null));
        }
    }

    @Test
    void aPresetSetsAllSwitchesAndIsTakenBackInOneStep() throws Exception {
        assertTrue(isChosen("preset-pytorch"));
        assertFalse(Fx.call(() -> window.button("#switches-back").isVisible()), "nothing to take back");
        press("#checkpoint-reentrant");
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        var own = switches();
        assertFalse(isChosen("preset-pytorch"));

        Fx.run(() -> preset("preset-mmengine").fire());
        window.layout();
        assertEquals(List.of("broadcast_buffers=False"), switches().changed());
        assertTrue(isChosen("preset-mmengine"));
        assertEquals(
                "broadcast_buffers=False",
                Fx.call(() -> window.label("#switches-turned").getText()));
        assertTrue(Fx.call(() -> window.button("#switches-back").getTooltip().getText())
                .endsWith("static_graph=True, checkpoint=reentrant"));
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        window.picture("switches-preset");
        Fx.run(() -> preset("preset-mmengine").fire());
        assertTrue(isChosen("preset-mmengine"), "pressed once more");

        Fx.run(() -> window.button("#switches-back").fire());
        assertEquals(own, switches());
        assertFalse(Fx.call(() -> window.button("#switches-back").isVisible()));

        Fx.run(() -> preset("preset-advice").fire());
        assertEquals(
                List.of("find_unused_parameters=True", "static_graph=True"),
                switches().changed());
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        assertTrue(isChosen("preset-advice"));
        assertEquals(List.of(), Fx.call(() -> CutOff.in(window.scene.getRoot())));
        Fx.run(() -> window.model.opening().open(Path.of("samples", "mini_mlp.pt")));
        assertFalse(Fx.call(() -> window.button("#switches-back").isVisible()), "another model");
    }
}
