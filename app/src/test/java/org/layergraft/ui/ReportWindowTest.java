package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.ui.common.ActionId;

/** The report of a window: one action, a file, and only what is true of the model as it is. */
class ReportWindowTest {

    @TempDir
    Path config;

    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        window = new OpenWindow(config, Path.of("samples", "mini_mlp.pt"));
        window.emptySpace();
    }

    @AfterEach
    void close() throws Exception {
        window.close();
    }

    private String report(String name) throws Exception {
        Path file = config.resolve(name);
        window.dialogs.answer = Optional.of(file);
        press(ActionId.EXPORT_REPORT);
        assertEquals("mini_mlp-report.html", window.dialogs.proposed);
        return Files.readString(file, java.nio.charset.StandardCharsets.UTF_8);
    }

    private void press(ActionId action) throws Exception {
        Fx.run(() -> window.scene.getAccelerators().get(action.keys()).run());
    }

    @Test
    void itTellsTheRunUntilTheModelIsAnother() throws Exception {
        assertTrue(report("before.html").contains("Nothing was run"));
        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
        press(ActionId.ALL_RANKS);
        String after = report("after.html");
        assertFalse(after.contains("Nothing was run"), after);
        assertTrue(after.contains("Declared parameter class_embed (32×512) in the root module."), after);
        assertTrue(after.contains("layergraft graft mini_mlp.pt --edits edits.json --out mini_mlp-grafted.pt"), after);
        Fx.run(() -> window.model.document().undo());
        assertTrue(report("undone.html").contains("Nothing was run"), "that run was of another model");
    }

    @Test
    void itSpeaksTheLanguageOfTheWindow() throws Exception {
        Fx.run(() -> window.model.remembered().change(s -> s.speaking(Locale.SIMPLIFIED_CHINESE)));
        window.layout();
        assertTrue(report("zh.md").contains("嫁接了什么"));
    }
}
