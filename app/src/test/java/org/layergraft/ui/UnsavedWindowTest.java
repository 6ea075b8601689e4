package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.ActionId;

/** Closing, saving and exporting as a person meets them. */
class UnsavedWindowTest {

    private static final Edit FREEZE = new Edit.Freeze("fc1");

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        Fx.run(() -> WindowApplication.closeCarefully(window.stage, window.model));
        window.layout();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private void edit() throws Exception {
        Fx.run(() -> window.model.editing().edit(FREEZE, () -> {}));
    }

    private void pressClose() throws Exception {
        Fx.run(() -> window.stage.fireEvent(new WindowEvent(window.stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    }

    private boolean asked() throws Exception {
        return Fx.call(() -> window.scene.lookup("#unsaved-card") != null);
    }

    private boolean isOpen() throws Exception {
        return Fx.call(() -> window.stage.isShowing());
    }

    @Test
    void withoutEditsTheWindowClosesAtOnce() throws Exception {
        pressClose();
        assertFalse(isOpen());
    }

    @Test
    void cancelAndEscapeStayAndDontSaveCloses() throws Exception {
        edit();
        pressClose();
        assertTrue(asked() && isOpen());
        window.layout();
        window.picture("unsaved");
        Fx.run(() -> window.button("#unsaved-cancel").fire());
        assertTrue(!asked() && isOpen());
        pressClose();
        Fx.run(() -> window.scene.lookup("#unsaved-save").fireEvent(OpenWindow.key(KeyCode.ESCAPE)));
        assertTrue(!asked() && isOpen());
        Fx.run(() -> window.model
                .remembered()
                .change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE).inDark(true)));
        pressClose();
        window.layout();
        window.picture("unsaved-zh");
        Fx.run(() -> window.button("#unsaved-discard").fire());
        assertFalse(isOpen());
    }

    @Test
    void savingClosesAndTheFileOpensWithEditsThatCanBeUndone() throws Exception {
        edit();
        pressClose();
        Fx.run(() -> window.button("#unsaved-save").fire());
        assertTrue(asked() && isOpen(), "no file was chosen");
        assertEquals("mini_mlp-grafted.pt", window.dialogs.proposed);
        Path saved = config.resolve("grafted.pt");
        window.dialogs.answer = Optional.of(saved);
        Fx.run(() -> window.button("#unsaved-save").fire());
        assertFalse(isOpen());
        assertTrue(Files.exists(saved));

        Fx.run(() -> window.stage.show());
        Fx.run(() -> window.model.opening().open(saved));
        assertEquals(List.of(FREEZE), window.edits());
        Fx.run(() -> window.button("#undo").fire());
        assertEquals(List.of(), window.edits());
        pressClose();
        assertTrue(asked(), "the file has an edit that the window has not");
        Fx.run(() -> window.button("#unsaved-cancel").fire());
        Fx.run(() -> window.button("#redo").fire());
        pressClose();
        assertFalse(isOpen(), "back at what is saved");
    }

    @Test
    void pythonIsExportedWhereItWasExportedLast() throws Exception {
        var save = Fx.call(() -> (SplitMenuButton) window.scene.lookup("#save"));
        var item = Fx.call(() -> save.getItems().stream()
                .filter(i -> ActionId.EXPORT_PYTHON.key().equals(i.getId()))
                .findFirst()
                .orElseThrow());
        assertTrue(Fx.call(item::isDisable));
        assertTrue(Fx.call(item::getText).contains("no edits"), "it says why");
        edit();
        Path file = Files.createDirectory(config.resolve("python")).resolve("grafts.py");
        window.dialogs.answer = Optional.of(file);
        Fx.run(item::fire);
        assertEquals("mini_mlp_grafts.py", window.dialogs.proposed);
        assertTrue(Files.readString(file).contains("requires_grad_"));
        window.layout();
        window.picture("exported");
        assertTrue(Fx.call(() -> window.label("#notice-text").getText()).contains(file.toString()));
        Fx.run(item::fire);
        assertEquals(Optional.of(file.getParent()), window.dialogs.askedIn);
    }
}
