package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditScript;

/** The list of edits as a person meets it. */
class EditsWindowTest {

    private static final Edit FIRST = new Edit.Freeze("fc1.weight");
    private static final Edit SECOND = new Edit.Freeze("fc1.bias");

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.run(() -> List.of(FIRST, SECOND).forEach(e -> window.model.editing().apply(e, () -> {}, _ -> {})));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private ListView<?> list() {
        return window.node(ListView.class, "#edits");
    }

    private ListCell<?> cell(int point) {
        for (Node node : list().lookupAll(".edit-cell")) {
            if (node instanceof ListCell<?> cell && cell.getIndex() == point && !cell.isEmpty()) {
                return cell;
            }
        }
        throw new AssertionError("no cell " + point);
    }

    private void press(KeyCode code) {
        list().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private void click(int point) {
        cell(point).fireEvent(Mouse.primary(MouseEvent.MOUSE_CLICKED, new Point2D(5, 5)));
    }

    private MenuItem item(int point, String key) {
        return cell(point).getContextMenu().getItems().stream()
                .filter(i -> key.equals(i.getId()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClickGoesBackAndEnterGoesForwardAgain() throws Exception {
        Fx.run(() -> click(0));
        assertEquals(List.of(), window.edits());
        window.layout();
        assertEquals(0, Fx.call(() -> list().getSelectionModel().getSelectedIndex()));
        Fx.run(() -> {
            list().getSelectionModel().select(2);
            press(KeyCode.ENTER);
        });
        assertEquals(List.of(FIRST, SECOND), window.edits());
    }

    @Test
    void deleteTakesTheSelectedEditOutAndNothingElse() throws Exception {
        Fx.run(() -> {
            list().getSelectionModel().select(1);
            press(KeyCode.DELETE);
        });
        assertEquals(List.of(SECOND), window.edits());
        Fx.run(() -> {
            list().getSelectionModel().select(0);
            press(KeyCode.DELETE);
        });
        assertEquals(List.of(SECOND), window.edits(), "the model as it was opened is no edit");
    }

    @Test
    void theContextMenuOffersWhatIsPossibleThere() throws Exception {
        assertTrue(Fx.call(() -> item(2, "edits.menu.undo").isDisable()), "already there");
        assertFalse(Fx.call(() -> item(1, "edits.menu.undo").isDisable()));
        assertTrue(Fx.call(() -> item(0, "edits.menu.remove").isDisable()));
        Fx.run(() -> item(1, "edits.menu.copy").fire());
        String copied = Fx.call(() -> Clipboard.getSystemClipboard().getString());
        assertEquals(List.of(FIRST), EditScript.read(copied));
        Fx.run(() -> item(1, "edits.menu.undo").fire());
        assertEquals(List.of(FIRST), window.edits());
        window.layout();
        assertEquals("Redo to here", Fx.call(() -> item(2, "edits.menu.redo").getText()));
    }

    @Test
    void theButtonChecksEveryEditAndTheBrokenOneStandsOut() throws Exception {
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, _ -> {}));
        Fx.run(() -> window.model.editing().apply(new Edit.Freeze("fc2.bias"), () -> {}, _ -> {}));
        Fx.run(() -> window.node(Button.class, "#check-every").fire());
        window.layout();
        window.picture("edits");
        Fx.run(() -> list().scrollTo(3));
        window.layout();
        var shown = Fx.call(() -> cell(3).getPseudoClassStates().toString());
        assertTrue(shown.contains("breaks"), shown);
        Fx.run(() -> window.model.document().goTo(1));
        window.layout();
        Fx.run(() -> window.model.switches().staticGraphProperty().set(true));
        window.layout();
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        window.layout();
        window.picture("edits-zh");
        Fx.run(() -> window.model.switches().staticGraphProperty().set(false));
        Fx.run(() ->
                window.model.remembered().change(s -> s.speaking(Locale.ENGLISH).inDark(false)));
        Fx.run(() -> window.model.document().goTo(2));
        Fx.run(() -> window.model.editing().apply(Edits.declare("wide", 100, 100), () -> {}, _ -> {}));
        window.layout();
        window.layout();
        window.picture("edits-adds");
    }
}
