package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;

/** What the verdict bar offers after a run that failed: a lesson, and fixes that were really run. */
class FixesWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void declareAndRun() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Point2D empty = window.emptySpace();
        window.drag("#kind-parameter", empty);
        Fx.await("the card that asks for a name", () -> window.scene.lookup("#layer-name") != null);
        Fx.run(() -> {
            window.field("#layer-name").setText("class_embed");
            window.field("#hyper-shape").setText("32 x 512");
            window.button("#layer-add").fire();
        });
        Fx.run(() -> window.button("#all-ranks").fire());
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private Node node(String selector) throws Exception {
        return Fx.call(() -> window.scene.lookup(selector));
    }

    @Test
    void moreIsLearntBesideAPictureInBothLanguagesAndEscapePutsItAway() throws Exception {
        assertFalse(node("#lesson").isVisible());
        Fx.run(() -> ((ToggleButton) window.scene.lookup("#learn-more")).fire());
        assertTrue(node("#lesson").isVisible());
        assertTrue(Fx.call(() -> window.label(".lesson-title").getText()).startsWith("Why one unused parameter"));
        window.picture("lesson");
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        Fx.run(() -> window.model.running().run(true));
        Fx.run(() -> {
            var learn = (ToggleButton) window.scene.lookup("#learn-more");
            if (!learn.isSelected()) {
                learn.fire();
            }
        });
        assertTrue(Fx.call(() -> window.label(".lesson-title").getText()).startsWith("为什么"));
        window.picture("lesson-zh-dark");
        Fx.run(() -> window.scene.lookup("#learn-more").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
        assertFalse(node("#lesson").isVisible());
    }

    @Test
    void whatAFixCostBeforeTheLastChangeIsNotSaidAsIfItWereOfNow() throws Exception {
        String measured = Fx.call(() -> window.button("#fix-remove").getText());
        Fx.run(() -> window.model.editing().edit(new Edit.Freeze("class_embed"), () -> {}));
        window.layout();
        assertEquals(
                "Remove it and run", Fx.call(() -> window.button("#fix-remove").getText()));
        assertTrue(Fx.call(
                () -> window.button("#fix-remove").getTooltip().getText().startsWith("Before the last change: ")));
        assertTrue(Fx.call(() -> window.label("#verdict-sentence").getText()).startsWith("Before the last change: "));
        window.picture("verdict-stale");
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        assertTrue(Fx.call(() -> window.label("#verdict-sentence").getText()).startsWith("上次改动之前："));
        window.picture("verdict-stale-zh-dark");
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.ENGLISH)));
        Fx.run(() -> window.button("#undo").fire());
        window.layout();
        assertEquals(measured, Fx.call(() -> window.button("#fix-remove").getText()));
    }

    @Test
    void fixesAreTriedByThemselvesSayWhatTheyCostAndOneClickMakesTheEditAndRunsAgain() throws Exception {
        assertFalse(node("#try-fixes").isVisible(), "everything that can be tried was tried");
        assertTrue(Fx.call(() -> window.button("#fix-remove").getText()).contains("1.5 ms"));
        window.picture("fixes");
        int runs = window.backend.runs.size();
        Fx.run(() -> window.button("#fix-remove").fire());
        List<Edit> edits = Fx.call(() -> window.model
                .document()
                .experimentProperty()
                .get()
                .orElseThrow()
                .log()
                .edits());
        assertEquals(new Edit.Remove("class_embed"), edits.getLast());
        assertEquals(runs + 1, window.backend.runs.size());
        Fx.run(() -> window.button("#undo").fire());
        assertEquals(
                1,
                Fx.call(() -> window.model
                        .document()
                        .experimentProperty()
                        .get()
                        .orElseThrow()
                        .log()
                        .edits()
                        .size()));
    }
}
