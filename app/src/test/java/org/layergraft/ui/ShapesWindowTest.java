package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.ui.canvas.OnCanvas;

/** Shapes as a person meets them; one forward is really run for them. */
class ShapesWindowTest {

    @TempDir
    static Path folder;

    @TempDir
    Path config;

    private static LiveBackend live;
    private OpenWindow window;

    @BeforeAll
    static void start() {
        live = new LiveBackend();
    }

    @AfterAll
    static void stop() {
        live.close();
    }

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, branching());
        window.backend.measures = Optional.of(live);
        Fx.await("the graph is laid out", () -> !shown().boxes().isEmpty());
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    /** The sample with a branch that never runs and sizes that only a run can tell. */
    private static Path branching() throws Exception {
        var sample = ScriptReader.read(Path.of("samples", "mini_mlp.pt"));
        var code = new TreeMap<>(sample.code());
        code.compute(
                "__torch__.py",
                (_, text) -> text.replace("    fc2 = self.fc2\n    x1 = torch.relu((fc2).forward(x0, ))\n", """
                        fc2 = self.fc2
                        if bool(torch.gt(torch.sum(x0), 1.0e+30)):
                          x2 = torch.relu((fc2).forward(x0, ))
                        else:
                          x2 = torch.sigmoid(x0)
                        n = torch.size(x2, 0)
                        x4 = torch.reshape(x2, [n, 2, -1])
                        x1 = torch.flatten(torch.tanh(x4), 1)
                    """));
        Path file = folder.resolve("branching.pt");
        ScriptWriter.write(sample.with(code, sample.module(), sample.storages(), sample.others()), file);
        return file;
    }

    private OnCanvas shown() {
        return new OnCanvas(window.canvas());
    }

    private void measure() throws Exception {
        Fx.run(() -> window.button("#measure-shapes").fire());
        window.layout();
    }

    @Test
    void shapesStandOnTheEdgesAndWhatDidNotRunIsMarked() throws Exception {
        assertEquals(List.of(), Fx.call(() -> shown().idle()));
        assertTrue(Fx.call(() -> shown().shapes().isEmpty()));
        assertFalse(Fx.call(() -> window.scene.lookup("#shapes").isVisible()), "nothing to show yet");
        measure();
        var shapes = Fx.call(() -> shown().shapes());
        assertEquals(List.of("8×16"), shapes.get("/@x"));
        assertEquals(List.of("8×32"), shapes.get("fc1"));
        assertEquals(List.of("8×2×16"), shapes.get("/reshape"));
        assertTrue(Fx.call(() -> shown().readable()) > 0);
        var idle = Fx.call(() -> shown().idle());
        assertTrue(idle.contains("fc2") && idle.contains("/relu#2"), idle::toString);
        assertFalse(idle.contains("/sigmoid") || idle.contains("fc3") || idle.contains("/relu"), idle::toString);
        assertTrue(Fx.call(() -> window.scene.lookup("#shapes-legend").isVisible()));
        assertTrue(Fx.call(() -> shown().facts("/reshape", "/tanh")).contains("8×2×16 float32 on cpu, measured"));
        assertTrue(Fx.call(() -> shown().facts("fc2")).contains("Did not run in the forward that was measured"));
        window.picture("shapes");
        Fx.run(() -> window.model.remembered().change(s -> s.inDark(true)));
        window.layout();
        window.picture("shapes-dark");
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        Fx.await("the graph in the other language", () -> !shown().shapes().isEmpty());
        window.layout();
        window.picture("shapes-zh");
    }

    @Test
    void insideAModuleTheyAreShownToo() throws Exception {
        measure();
        Fx.run(() -> window.model.openModuleProperty().set("fc1"));
        Fx.await("the forward of fc1", () -> shown().module().equals("fc1"));
        assertEquals(List.of("8×32"), Fx.call(() -> shown().shapes()).get("fc1/linear"));
        assertEquals(List.of(), Fx.call(() -> shown().idle()));
        window.layout();
        window.picture("shapes-inside");
        Fx.run(() -> window.model.openModuleProperty().set("fc2"));
        Fx.await("the forward of fc2", () -> shown().module().equals("fc2"));
        var all = Fx.call(() -> shown().boxes().stream().sorted().toList());
        assertEquals(all, Fx.call(() -> shown().idle()), "nothing in a module that was not called has run");
    }

    /** After reshape nothing in the graph tells the width. */
    @Test
    void theCardOffersToMeasureAndTakesWhatWasMeasured() throws Exception {
        Fx.run(() -> {
            window.model.selectedProperty().set("/reshape");
            window.button("#add").fire();
            window.field("#palette-filter").setText("linear");
            window.scene.lookup("#palette-filter").fireEvent(OpenWindow.key(KeyCode.ENTER));
        });
        Fx.await("the card", () -> window.scene.lookup("#hyper-in_features") != null);
        assertEquals(List.of(), window.backend.measured);
        assertTrue(Fx.call(() -> window.button("#layer-measure").getParent().isVisible()));
        window.layout();
        window.picture("shapes-card-unknown");
        Fx.run(() -> window.button("#layer-measure").fire());
        assertEquals("16", Fx.call(() -> window.field("#hyper-in_features").getPromptText()));
        assertFalse(Fx.call(() -> window.button("#layer-measure").getParent().isVisible()));
        window.layout();
        window.picture("shapes-card");
        Fx.run(() -> {
            window.field("#hyper-out_features").setText("16");
            window.button("#layer-add").fire();
        });
        var edits = window.edits();
        assertTrue(
                edits.getFirst() instanceof Edit.Insert i
                        && new Hyper.Whole(16).equals(i.layer().hypers().get("in_features")),
                () -> "the log has the measured size written out: " + edits);
        assertEquals(2, window.backend.measured.size(), "the new version was measured too");
        Fx.await("the new box", () -> shown().boxes().contains("linear1"));
        assertEquals(List.of("8×2×16"), Fx.call(() -> shown().shapes()).get("linear1"));
    }

    @Test
    void theToggleHidesTheShapesAndIsRemembered() throws Exception {
        measure();
        Fx.run(() -> window.node(ToggleButton.class, "#shapes").fire());
        assertTrue(Fx.call(() -> shown().shapes().isEmpty()));
        assertFalse(window.model.remembered().get().shapes());
        Fx.run(() -> window.scene
                .getAccelerators()
                .get(org.layergraft.ui.common.ActionId.SHAPES.keys())
                .run());
        assertFalse(Fx.call(() -> shown().shapes().isEmpty()));
        assertTrue(Fx.call(() -> window.node(ToggleButton.class, "#shapes").isSelected()));
    }
}
