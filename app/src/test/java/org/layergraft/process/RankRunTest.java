package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Timeline;
import org.layergraft.text.LayergraftException;

/** Real rank processes, seen from the parent. */
class RankRunTest {

    @TempDir
    static Path folder;

    private static LocalStepRunner runner;
    /** Of other tests in this JVM. */
    private static List<ProcessHandle> others;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isDirectory(TestRunner.CASES), "no reference cases beside this project");
        assumeTrue(
                RankRunTest.class.getResource("/org/layergraft/step/ddp/RankMain.class") != null,
                "the rank process is not built");
        others = TestRunner.ranks();
        runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"));
    }

    @AfterAll
    static void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    @Test
    void allRanksFinishAndReportInOrder() throws Exception {
        var reports = runner.ranks(plan("relu-dead"), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(List.of(0, 1), reports.stream().map(RankReport::rank).toList());
        for (RankReport report : reports) {
            assertInstanceOf(RankReport.End.Finished.class, report.end());
            assertEquals(3, report.losses().size());
        }
        assertEquals(reports.get(0).sums(), reports.get(1).sums());
        assertFalse(reports.get(0).losses().equals(reports.get(1).losses()), "ranks saw the same data");
    }

    @Test
    void aRankThatWaitsForAnotherSaysInWhichBucketAlthoughItIsEndedFromOutside() throws Exception {
        var reports = runner.ranks(plan("branch-rank0-only"), StepRunner.Progress.SILENT, new Cancellation());
        assertInstanceOf(RankReport.End.Waiting.class, reports.get(0).end());
        Timeline waiting = reports.get(0).timeline().orElseThrow();
        assertTrue(waiting.waitsIn().orElseThrow().parameters().contains("extra.weight"));
        assertTrue(waiting.until() > 400_000, "until it was ended");
        Timeline other = reports.get(1).timeline().orElseThrow();
        assertTrue(other.waitsIn().isEmpty());
        assertEquals(1, other.iteration(), "the one that left gradients behind, not the forward that failed");
    }

    @Test
    void aRankThatIsKilledInMidStepIsReportedAndTheOtherDoesNotWaitForever() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        StepPlan plan = longer(plan("encoder-cp-4of6"));
        var run = CompletableFuture.supplyAsync(() -> {
            try {
                return runner.ranks(
                        plan,
                        (_, iteration, phase) -> {
                            if (iteration == 3 && phase == Phase.FORWARD) {
                                running.countDown();
                            }
                        },
                        new Cancellation());
            } catch (LayergraftException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertTrue(running.await(60, TimeUnit.SECONDS));
        List<ProcessHandle> started = rankProcesses();
        started.getFirst().destroyForcibly();
        long start = System.nanoTime();
        var reports = run.get(30, TimeUnit.SECONDS);
        assertTrue(System.nanoTime() - start < 10_000_000_000L);
        var ends = reports.stream().map(RankReport::end).toList();
        var died = ends.stream().filter(RankReport.End.Died.class::isInstance).toList();
        assertEquals(1, died.size(), ends::toString);
        assertEquals(137, ((RankReport.End.Died) died.getFirst()).exitCode());
        assertTrue(ends.stream().noneMatch(RankReport.End.Finished.class::isInstance), ends::toString);
        for (RankReport report : reports) {
            assertFalse(report.local().isEmpty(), "the plain gradients of rank " + report.rank() + " were lost");
        }
        assertTrue(within2Seconds(started), "a rank outlived its run");
    }

    @Test
    void aRankThatWaitsForABucketNobodyFillsIsKnownWithItsBucketsAndNothingIsLeftBehind() throws Exception {
        var started = new AtomicReference<List<ProcessHandle>>(List.of());
        var reports = runner.ranks(
                plan("branch-rank0-only"),
                (_, iteration, phase) -> {
                    if (iteration == 1 && phase == Phase.BACKWARD) {
                        started.set(rankProcesses());
                    }
                },
                new Cancellation());
        assertEquals(
                new RankReport.End.Waiting(1, Phase.BACKWARD), reports.get(0).end());
        var raised =
                assertInstanceOf(RankReport.End.Raised.class, reports.get(1).end());
        assertEquals(2, raised.iteration());
        assertFalse(reports.get(0).buckets().isEmpty());
        assertEquals(reports.get(1).buckets(), reports.get(0).buckets());
        assertTrue(reports.get(0).buckets().getFirst().containsAll(raised.parameters()), raised::toString);
        assertTrue(within2Seconds(started.get()), "a rank outlived its run");
    }

    @Test
    void cancelEndsEveryRankWithinTwoSeconds() throws Exception {
        Cancellation cancel = new Cancellation();
        CountDownLatch running = new CountDownLatch(1);
        StepPlan plan = longer(plan("relu-dead"));
        var run = CompletableFuture.supplyAsync(() -> assertThrows(
                LayergraftException.class, () -> runner.ranks(plan, (_, _, _) -> running.countDown(), cancel)));
        assertTrue(running.await(60, TimeUnit.SECONDS));
        List<ProcessHandle> started = rankProcesses();
        long start = System.nanoTime();
        cancel.cancel();
        assertEquals(
                LayergraftException.Fault.CANCELLED,
                run.get(30, TimeUnit.SECONDS).fault());
        assertTrue(within2Seconds(started));
        assertTrue(System.nanoTime() - start < 2_500_000_000L);
    }

    /** Others are started in their place, for the next run. */
    private static boolean within2Seconds(List<ProcessHandle> started) throws InterruptedException {
        assertEquals(2, started.size());
        for (int i = 0; i < 100 && started.stream().anyMatch(ProcessHandle::isAlive); i++) {
            Thread.sleep(20);
        }
        return started.stream().noneMatch(ProcessHandle::isAlive);
    }

    private static List<ProcessHandle> rankProcesses() {
        return TestRunner.ranks().stream()
                .filter(rank -> !others.contains(rank))
                .toList();
    }

    private static StepPlan longer(StepPlan plan) {
        return new StepPlan(
                plan.model(), plan.inputs(), plan.loss(), plan.switches(), plan.devices(), 20_000, 0, 30, 1);
    }

    private static StepPlan plan(String id) throws Exception {
        return TestRunner.reference(id);
    }
}
