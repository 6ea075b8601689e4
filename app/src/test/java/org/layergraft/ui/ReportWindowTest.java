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

    /** What stands in a config counts without a run; what a run has shown goes into the edit as well. */
    @Test
    void itSaysWhatToChangeInTheConfigThatIsOpen() throws Exception {
        assertFalse(report("none.md").contains("What to change in the training configuration"));
        Path train = Files.writeString(config.resolve("train.py"), """
            model = dict(type='CoDETR', train_cfg=[dict()])
            optim_wrapper = dict(type='OptimWrapper')
            """);
        Fx.run(() -> window.model.config().open(train));
        String fine = report("fine.md");
        assertTrue(fine.contains("\n## What to change in the training configuration\n"), fine);
        assertTrue(fine.contains("train.py: nothing has to change."), fine);

        Fx.run(() -> window.model.editing().apply(Edits.declare("class_embed", 32, 512), () -> {}, message -> {}));
        press(ActionId.ALL_RANKS);
        String failed = report("failed.md");
        assertTrue(failed.contains("\n+find_unused_parameters = True"), failed);
        assertEquals(
                "model = dict(type='CoDETR', train_cfg=[dict()])",
                Files.readAllLines(train).getFirst(),
                "a report changes nothing");

        Path broken = Files.writeString(config.resolve("snippet.py"), """
            model = dict(type='CoDETR', train_cfg=dict(find_unused_parameters=True, with_cp=False))
            """);
        Fx.run(() -> window.model.config().open(broken));
        Fx.run(() -> window.model.document().undo());
        String unread = report("unread.md");
        assertTrue(unread.contains("Nothing was run"), unread);
        assertTrue(unread.contains("has no effect"), unread);
        assertTrue(unread.contains("\n-model = dict(type='CoDETR', train_cfg="), unread);
    }

    @Test
    void whereNoEditOfTheConfigDoesItTheBaseIsChangedOrTheObstacleNamed() throws Exception {
        Files.writeString(
                config.resolve("base.py"),
                "model = dict(train_cfg=dict(find_unused_parameters=True, with_cp=False))\n");
        Path child = Files.writeString(config.resolve("child.py"), "_base_ = ['base.py']\n");
        Fx.run(() -> window.model.config().open(child));
        String notes = report("base.md");
        assertTrue(notes.contains("\n+++ base.py\n"), notes);

        Path shared = Files.writeString(
                config.resolve("shared.yaml"), "model: &m {train_cfg: {find_unused_parameters: true}}\nother: *m\n");
        Fx.run(() -> window.model.config().open(shared));
        String obstacle = report("obstacle.md");
        assertTrue(obstacle.contains("shared.yaml:1:24"), obstacle);
        assertFalse(obstacle.contains("nothing has to change"), obstacle);
    }
}
