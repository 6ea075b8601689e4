package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.graft.Edit;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.BackgroundTasks;

/** What happens by itself while a window is open. */
class KeeperWindowTest {

    private static final Edit FREEZE = new Edit.Freeze("fc1");
    private static final long LOST_AT_MOST_MS = 2000;

    @TempDir
    Path folder;

    private Path model;
    private OpenWindow window;
    private Keeper keeper;

    @BeforeEach
    void open() throws Exception {
        model = Files.copy(Path.of("samples", "mini_mlp.pt"), folder.resolve("mine.pt"));
        window = new OpenWindow(folder.resolve("config"), model, new BackgroundTasks());
        keeper = Fx.call(() -> Keeper.of(window.model, folder.resolve("config")));
        Fx.await("it is open", this::isIdle);
    }

    @AfterEach
    void close() throws Exception {
        Fx.run(keeper::close);
        window.close();
    }

    private boolean isIdle() {
        var document = window.model.document();
        return document.openProperty().get() && !document.busyProperty().get();
    }

    private boolean asks() {
        return window.scene.lookup("#question").isVisible();
    }

    private List<Path> kept() throws Exception {
        Path recovery = folder.resolve("config").resolve("recovery");
        if (Files.notExists(recovery)) {
            return List.of();
        }
        try (var files = Files.list(recovery)) {
            return files.filter(ExperimentFile::isNamed).toList();
        }
    }

    private void edit(Edit edit) throws Exception {
        Fx.run(() -> window.model.editing().edit(edit, () -> {}));
        Fx.await(
                "it is edited",
                () -> isIdle()
                        && window.model
                                .document()
                                .experimentProperty()
                                .get()
                                .orElseThrow()
                                .log()
                                .edits()
                                .contains(edit));
    }

    @Test
    void everyChangeIsKeptInTimeAndNothingThatIsAsItWasOpened() throws Exception {
        TimeUnit.MILLISECONDS.sleep(LOST_AT_MOST_MS);
        assertEquals(List.of(), kept(), "opening alone is nothing to keep");
        edit(FREEZE);
        TimeUnit.MILLISECONDS.sleep(LOST_AT_MOST_MS);
        assertEquals(
                List.of(FREEZE),
                ExperimentFile.read(kept().getFirst()).saved().log().edits());
        Fx.run(() -> window.model.switches().ranksProperty().set(7));
        TimeUnit.MILLISECONDS.sleep(LOST_AT_MOST_MS);
        assertEquals(
                7, ExperimentFile.read(kept().getFirst()).saved().settings().ranks());
        Fx.run(() -> window.model.switches().ranksProperty().set(2));
        Fx.run(() -> window.model.document().undo());
        Fx.await("it is undone", this::isIdle);
        TimeUnit.MILLISECONDS.sleep(LOST_AT_MOST_MS);
        assertEquals(1, kept().size(), "what was undone can be redone");
        Fx.run(() -> window.model.opening().open(Path.of("samples", "mini_mlp.pt")));
        Fx.await(
                "another is open",
                () -> isIdle() && window.model.document().canRedo().not().get());
        TimeUnit.MILLISECONDS.sleep(LOST_AT_MOST_MS);
        assertEquals(List.of(), kept(), "another model, as it was opened");
    }

    @Test
    void aModelThatChangedOnDiskIsNoticedAndReloaded() throws Exception {
        edit(FREEZE);
        Path next = folder.resolve("next.pt");
        Fx.run(() -> window.model.opening().saveAs(next, () -> {}));
        Fx.await("it is saved", () -> Files.exists(next) && isIdle());
        Files.move(next, model, StandardCopyOption.REPLACE_EXISTING);
        Fx.await("it is noticed", this::asks);
        String text = Fx.call(() -> window.label("#question-text").getText());
        assertTrue(text.contains("mine.pt has changed on disk"), text);
        window.layout();
        window.picture("changed-on-disk");
        edit(new Edit.Freeze("fc2"));
        Fx.run(() -> window.button("#question-reload").fire());
        Fx.await("it is reloaded", () -> isIdle() && !asks());
        assertEquals(List.of(FREEZE, new Edit.Freeze("fc2")), window.edits());
        TimeUnit.SECONDS.sleep(5);
        assertFalse(Fx.call(this::asks), "and is what it is now");
    }

    @Test
    void aModelThatIsGoneIsNoticedAndThatItIsBackToo() throws Exception {
        Path aside = folder.resolve("aside.pt");
        Files.move(model, aside);
        Fx.await("it is noticed", this::asks);
        String text = Fx.call(() -> window.label("#question-text").getText());
        assertTrue(text.contains("is no longer there"), text);
        Fx.run(() -> window.model
                .announcements()
                .report(new LayergraftException(
                        LayergraftException.Fault.INPUT, Problem.of("torchscript", "archive.gone", model))));
        Files.move(aside, model);
        Fx.await(
                "nothing is said of it any more",
                () -> !asks()
                        && window.model.announcements().noticeProperty().get().isEmpty());
    }
}
