package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.layergraft.graft.Edit;

/** Layers are added without touching the mouse. */
@Timeout(180)
class KeyboardTest {

    private Person person;

    @BeforeEach
    void open() throws Exception {
        person = new Person();
        person.open(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
    }

    @AfterEach
    void close() {
        person.close();
    }

    private void select(String place) throws Exception {
        Person.onFx(() -> {
            person.model().selectedProperty().set(place);
            person.node("#canvas").requestFocus();
            return true;
        });
    }

    /** Insert, a few letters, Enter. */
    private void ask(String kind) throws Exception {
        person.press(KeyCode.INSERT);
        person.until(
                "the palette is asked", () -> person.node("#palette-filter").isFocused());
        person.type(kind);
        person.press(KeyCode.ENTER);
        person.until("the card is open", () -> person.node("#layer-name").isFocused());
    }

    private void untilClosed() throws Exception {
        person.until("the card is closed", () -> !person.has("#new-layer"));
    }

    @Test
    void aLayerIsFoundFilledInAndAdded() throws Exception {
        select("fc1");
        ask("layernorm");
        person.type("norm");
        person.press(KeyCode.ENTER);
        untilClosed();
        var insert = assertInstanceOf(Edit.Insert.class, person.edits().getLast());
        assertEquals("norm", insert.layer().name());
        assertEquals("fc1", insert.after());
    }

    @Test
    void tabGoesRoundInTheCardFromTopToBottomAndBack() throws Exception {
        select("fc1");
        ask("linear");
        var expected = List.of(
                "layer-name",
                "layer-role",
                "hyper-in_features",
                "hyper-out_features",
                "hyper-bias",
                "layer-cancel",
                "layer-add");
        var walked = new ArrayList<String>();
        for (int i = 0; i < expected.size(); i++) {
            walked.add(Person.onFx(() -> person.focused().getId()));
            person.press(KeyCode.TAB);
        }
        assertEquals(expected, walked);
        assertEquals("layer-name", Person.onFx(() -> person.focused().getId()), "and round");
        person.press(true, KeyCode.TAB);
        assertEquals("layer-add", Person.onFx(() -> person.focused().getId()), "the other way round");
    }

    @Test
    void enterAddsFromWhereverTheFocusIsAndSpaceTicks() throws Exception {
        select("fc1");
        ask("linear");
        person.press(KeyCode.TAB, KeyCode.TAB, KeyCode.TAB, KeyCode.TAB);
        assertEquals("hyper-bias", Person.onFx(() -> person.focused().getId()));
        person.press(KeyCode.SPACE, KeyCode.ENTER);
        untilClosed();
        var insert = assertInstanceOf(Edit.Insert.class, person.edits().getLast());
        assertTrue(insert.layer().hypers().toString().contains("bias=Flag[value=false]"), insert::toString);
    }

    @Test
    void enterDoesNothingWhileSomethingIsWrongAndEscapeLeaves() throws Exception {
        select("fc1");
        ask("linear");
        person.type("fc2");
        person.press(KeyCode.ENTER);
        assertTrue(Person.onFx(() -> person.node("#layer-error").isVisible()));
        person.press(KeyCode.DELETE, KeyCode.F5);
        assertEquals(List.of(), person.edits(), "the window's keys do nothing while the card is open");
        person.press(KeyCode.ESCAPE);
        untilClosed();
        assertEquals(List.of(), person.edits());
        assertEquals("palette-filter", Person.onFx(() -> person.focused().getId()), "back where it began");
    }

    @Test
    void linesAreTypedAndLeftWithTab() throws Exception {
        select("fc1");
        ask("custom");
        person.press(KeyCode.TAB, KeyCode.TAB);
        assertEquals("hyper-code", Person.onFx(() -> person.focused().getId()));
        person.type("return input");
        person.press(KeyCode.ENTER);
        assertEquals("return input\n", Person.onFx(() -> ((TextArea) person.node("#hyper-code")).getText()));
        person.press(KeyCode.TAB);
        assertEquals(
                "layer-cancel", Person.onFx(() -> person.focused().getId()), "a file is not asked for beside lines");
        person.press(KeyCode.TAB, KeyCode.ENTER);
        untilClosed();
        assertInstanceOf(Edit.Insert.class, person.edits().getLast());
    }

    @Test
    void enterOnCancelCancels() throws Exception {
        select("fc1");
        ask("tanh");
        person.press(KeyCode.TAB, KeyCode.TAB);
        assertEquals("layer-cancel", Person.onFx(() -> person.focused().getId()));
        person.press(KeyCode.ENTER);
        untilClosed();
        assertEquals(List.of(), person.edits());
    }
}
