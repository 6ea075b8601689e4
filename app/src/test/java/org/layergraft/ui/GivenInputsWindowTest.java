package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.step.InputPlan;

/** What was typed for a model is there when it is opened again. */
class GivenInputsWindowTest {

    private static final Path SAMPLE = Path.of("samples", "mini_mlp.pt");
    private static final long SAVED_AFTER_MS = 2000;

    @TempDir
    Path folder;

    private SomeWindows windows;
    private Path model;

    @BeforeEach
    void begin() throws Exception {
        model = Files.copy(SAMPLE, folder.resolve("mine.pt"));
        windows = new SomeWindows(folder.resolve("config"));
    }

    @AfterEach
    void end() throws Exception {
        windows.close();
    }

    private static void type(AppWindow window, String shape) throws Exception {
        Fx.run(() -> window.model()
                .switches()
                .inputs()
                .rows()
                .getFirst()
                .shapeProperty()
                .set(shape));
    }

    private static String shape(AppWindow window) {
        return window.model()
                .switches()
                .inputs()
                .rows()
                .getFirst()
                .shapeProperty()
                .get();
    }

    private static Optional<InputPlan> given(AppWindow window) {
        return window.model().switches().settingsProperty().get().inputs();
    }

    /** As a person closes it, who may be asked. */
    private void close(AppWindow window) throws Exception {
        Fx.run(() -> window.stage().fireEvent(new WindowEvent(window.stage(), WindowEvent.WINDOW_CLOSE_REQUEST)));
        assertFalse(Fx.call(() -> window.stage().isShowing()), "nobody is asked, for nothing is lost");
    }

    @Test
    void theyAreThereWhereverTheModelLiesAndDefaultsForgetsThem() throws Exception {
        var first = windows.open(Optional.of(model));
        String own = Fx.call(() -> shape(first));
        type(first, "6, 8");
        close(first);
        Path moved = Files.move(model, folder.resolve("moved.pt"));

        var second = windows.open(Optional.of(moved));
        Fx.await("they are there", () -> given(second).isPresent());
        assertEquals("6, 8", Fx.call(() -> shape(second)));
        assertTrue(Fx.call(() -> second.model().messages().entries().stream()
                .anyMatch(entry -> entry.text().key().equals("message.inputs"))));
        assertFalse(Fx.call(() -> second.model().files().unsavedProperty().get()));
        TimeUnit.MILLISECONDS.sleep(SAVED_AFTER_MS);
        assertEquals(List.of(), kept(), "a crash would lose nothing");
        Fx.run(() -> second.model().switches().reset());
        assertEquals(own, Fx.call(() -> shape(second)));
        close(second);

        var third = windows.open(Optional.of(moved));
        TimeUnit.MILLISECONDS.sleep(SAVED_AFTER_MS);
        assertEquals(own, Fx.call(() -> shape(third)));
    }

    @Test
    void anExperimentHasItsOwn() throws Exception {
        var first = windows.open(Optional.of(model));
        type(first, "6, 8");
        Path graft = folder.resolve("mine.graft");
        Fx.run(() -> first.model().opening().saveExperiment(graft, () -> {}));
        Fx.await("it is saved", () -> Files.exists(graft));
        type(first, "10, 8");
        TimeUnit.MILLISECONDS.sleep(SAVED_AFTER_MS);
        Fx.run(() -> first.stage().close());

        var second = Fx.call(() -> windows.all.show(new Stage(), Optional.of(graft)));
        Fx.await("it is open", () -> given(second).isPresent());
        TimeUnit.MILLISECONDS.sleep(SAVED_AFTER_MS);
        assertEquals("6, 8", Fx.call(() -> shape(second)));
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
}
