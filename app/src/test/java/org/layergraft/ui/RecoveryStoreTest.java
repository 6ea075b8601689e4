package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.graft.EditLog;
import org.layergraft.text.LayergraftException;

class RecoveryStoreTest {

    @TempDir
    Path folder;

    private SavedExperiment saved(int ranks) throws Exception {
        var first = RunSettings.DEFAULT;
        return new SavedExperiment(
                folder.toRealPath().resolve("m.pt"),
                "0".repeat(64),
                EditLog.EMPTY,
                new RunSettings(ranks, "cpu", first.inputs(), first.loss(), first.switches(), 3, 0, 60),
                List.of(),
                Optional.empty());
    }

    @Test
    void whatAWindowKeepsIsNobodyElsesWhileItLives() throws Exception {
        try (var living = new RecoveryStore(folder);
                var other = new RecoveryStore(folder)) {
            living.keep(saved(2));
            other.keep(saved(3));
            assertEquals(List.of(), living.left());
            assertEquals(List.of(), other.left());
        }
        try (var later = new RecoveryStore(folder)) {
            assertEquals(List.of(), later.left(), "both closed as they should");
        }
    }

    @Test
    void whatIsLeftCanBeLetGoTakenOverAndForgotten() throws Exception {
        Path file = folder.resolve("left.graft");
        ExperimentFile.write(saved(5), file);
        Files.writeString(folder.resolve("damaged.graft"), "{");
        try (var store = new RecoveryStore(folder)) {
            var left = store.left();
            assertEquals(1, left.size());
            assertEquals(saved(5), left.getFirst().saved());
            assertEquals(List.of(), new RecoveryStore(folder).left(), "it is offered once at a time");
            store.letGo(left.getFirst());
            var again = store.left().getFirst();
            store.keep(saved(2));
            store.takeOver(again);
            store.keep(saved(6));
            assertEquals(6, ExperimentFile.read(file).saved().settings().ranks());
            try (var files = Files.list(folder)) {
                assertEquals(
                        2, files.filter(f -> f.toString().endsWith(".graft")).count(), "and the damaged one");
            }
        }
        assertTrue(Files.notExists(file));
        ExperimentFile.write(saved(5), file);
        try (var store = new RecoveryStore(folder)) {
            store.forget(store.left().getFirst());
        }
        assertTrue(Files.notExists(file));
    }

    @Test
    void locksOfWindowsThatHadNothingAreClearedAway() throws Exception {
        Path old = Files.writeString(folder.resolve("old.graft.lock"), "");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));
        Path young = Files.writeString(folder.resolve("young.graft.lock"), "");
        try (var living = new RecoveryStore(folder);
                var store = new RecoveryStore(folder)) {
            living.keep(saved(2));
            living.clear();
            Path locked;
            try (var files = Files.list(folder)) {
                locked = files.filter(f -> !f.equals(old) && !f.equals(young))
                        .findFirst()
                        .orElseThrow();
            }
            Files.setLastModifiedTime(locked, FileTime.from(Instant.now().minusSeconds(3600)));
            assertEquals(List.of(), store.left());
            assertTrue(Files.notExists(old) && Files.exists(young) && Files.exists(locked));
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldOf() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "");
        try (var store = new RecoveryStore(taken.resolve("below"))) {
            var told = assertThrows(LayergraftException.class, () -> store.keep(saved(2)));
            assertTrue(told.getMessage().contains("Save often"), told.getMessage());
        }
    }
}
