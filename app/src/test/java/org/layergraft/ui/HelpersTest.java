package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.ShapeSource;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;

/** Windows share child processes, and none disturbs what another runs at the same time. */
class HelpersTest {

    private static final int ROUNDS = 3;

    /** What a window does: an edit, a run, another edit, a run. Each writes a model anew and deletes the one before. */
    private static List<Boolean> work(LiveBackend backend, String name) throws Exception {
        var trains = new java.util.ArrayList<Boolean>();
        Experiment now = backend.open(Path.of("samples", "mini_mlp.pt"), _ -> {});
        for (int round = 0; round < ROUNDS; round++) {
            now = backend.apply(now, Edits.declare(name + round, 3, 4), ShapeSource.NONE);
            RunResult result = backend.check(now, RunSettings.DEFAULT, StepRunner.Progress.SILENT, new Cancellation());
            trains.add(result.verdict().orElseThrow().trains());
        }
        return trains;
    }

    @Test
    void twoWindowsRunAtTheSameTimeAndOneIsClosed() throws Exception {
        try (var helpers = new Helpers();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = new LiveBackend(helpers);
            var second = new LiveBackend(helpers);
            Callable<List<Boolean>> one = () -> work(first, "a");
            Callable<List<Boolean>> other = () -> work(second, "b");
            for (var done : threads.invokeAll(List.of(one, other))) {
                assertEquals(List.of(false, false, false), done.get(), "what was only declared gets no gradient");
            }
            first.close();
            assertTrue(
                    second.check(
                                    second.open(Path.of("samples", "mini_mlp.pt"), _ -> {}),
                                    RunSettings.DEFAULT,
                                    StepRunner.Progress.SILENT,
                                    new Cancellation())
                            .verdict()
                            .orElseThrow()
                            .trains(),
                    "the processes are still there");
        }
    }
}
