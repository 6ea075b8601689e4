package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.PairReport;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** Two ways to train, timed in turns by real ranks. */
class PairsTest {

    @TempDir
    Path folder;

    private LocalStepRunner runner;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isDirectory(TestRunner.CASES), "no reference cases beside this project");
        runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"));
    }

    @AfterEach
    void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void everyRankTimesEveryPairAndServesTheNextRun() throws Exception {
        StepPlan plan = TestRunner.reference("conv-batchnorm");
        Set<Integer> pairs = Collections.synchronizedSet(new TreeSet<>());
        List<PairReport> reports = runner.pairs(
                plan,
                Switches.DEFAULT.withFindUnusedParameters(true),
                6,
                (_, pair, _) -> pairs.add(pair),
                new Cancellation());
        assertEquals(List.of(0, 1), reports.stream().map(PairReport::rank).toList());
        for (PairReport report : reports) {
            assertEquals(6, report.firstMs().size());
            assertEquals(6, report.secondMs().size());
            assertTrue(report.firstMs().stream().allMatch(ms -> ms > 0));
        }
        assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), pairs);
        Set<Long> before = TestRunner.ranks().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
        for (RankReport report : runner.ranks(plan, StepRunner.Progress.SILENT, new Cancellation())) {
            assertInstanceOf(RankReport.End.Finished.class, report.end());
        }
        assertEquals(before, TestRunner.ranks().stream().map(ProcessHandle::pid).collect(Collectors.toSet()));
    }

    @Test
    void aStepThatFailsEndsTheMeasurementWithPyTorchsWords() throws Exception {
        LayergraftException failed = assertThrows(
                LayergraftException.class,
                () -> runner.pairs(
                        TestRunner.reference("detr-class-embed-unused"),
                        Switches.DEFAULT.withStaticGraph(true),
                        4,
                        StepRunner.Progress.SILENT,
                        new Cancellation()));
        assertEquals(LayergraftException.Fault.ENGINE, failed.fault());
        assertTrue(failed.problem().arguments().toString().contains("Expected to have finished reduction"));
    }

    @Test
    void itCanBeCancelled() throws Exception {
        Cancellation cancel = new Cancellation();
        LayergraftException stopped = assertThrows(
                LayergraftException.class,
                () -> runner.pairs(
                        TestRunner.reference("conv-batchnorm"),
                        Switches.DEFAULT.withFindUnusedParameters(true),
                        1_000_000,
                        (_, pair, _) -> {
                            if (pair == 3) {
                                Thread.startVirtualThread(cancel::cancel);
                            }
                        },
                        cancel));
        assertEquals(LayergraftException.Fault.CANCELLED, stopped.fault());
    }
}
