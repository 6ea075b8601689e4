package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
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
        Fx.run(() -> window.model.edit(edit, () -> {}));
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
}
