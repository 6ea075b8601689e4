package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.Experiments;
import org.layergraft.ui.common.Words;

/** A model is written with its progress told, and whoever does not want to wait keeps the file as it was. */
class SavingTest {

    private static final byte[] OLD = {1, 2, 3};

    @TempDir
    Path folder;

    private final SlowTasks tasks = new SlowTasks();
    private final List<String> failed = new ArrayList<>();
    private final List<Path> saved = new ArrayList<>();
    private DocumentViewModel document;
    private Path target;

    @BeforeEach
    void open() throws Exception {
        document = new DocumentViewModel(
                new FakeBackend(),
                tasks,
                new Words(Locale.ENGLISH),
                _ -> (_, _) -> Optional.empty(),
                problem -> failed.add(problem.getMessage()));
        document.open(Path.of("samples", "mini_mlp.pt"), _ -> {});
        tasks.finish();
        target = Files.write(folder.resolve("mine.pt"), OLD);
    }

    private void save() {
        document.save(target, () -> saved.add(target));
    }

    @Test
    void savingTellsHowMuchIsDone() throws Exception {
        var shares = new ArrayList<Double>();
        document.progressProperty().subscribe((_, now) -> shares.add(now.doubleValue()));
        save();
        tasks.finish();
        assertEquals(List.of(target), saved);
        assertTrue(shares.stream().anyMatch(s -> s > 0 && s < 1), shares.toString());
        assertEquals(
                document.experimentProperty().get().orElseThrow().graph().parameters(),
                Experiments.open(target).graph().parameters());
    }

    @Test
    void whatNobodyWaitsForIsNotWritten() throws Exception {
        save();
        assertTrue(document.cancellableProperty().get());
        assertTrue(document.cancel());
        assertFalse(document.busyProperty().get());
        tasks.finish();
        assertArrayEquals(OLD, Files.readAllBytes(target));
        assertEquals(List.of(), saved);
        assertEquals(List.of(), failed, "they know: it is they who cancelled it");
        assertEquals(1, folder.toFile().list().length, "nothing half-written is left behind");
    }

    @Test
    void whatIsWrittenIsSavedHoweverLateItIsCancelled() throws Exception {
        document.progressProperty().subscribe((_, now) -> {
            if (now.doubleValue() == 1) {
                assertFalse(document.cancel(), "the file is about to be replaced");
            }
        });
        save();
        tasks.finish();
        assertEquals(List.of(target), saved);
        assertFalse(document.unsavedProperty().get());
    }
}
