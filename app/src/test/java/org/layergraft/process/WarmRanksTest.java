package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunPlans;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.Devices;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** Rank processes that serve one run after another. */
class WarmRanksTest {

    @TempDir
    Path folder;

    private LocalStepRunner runner;
    /** Of other tests in this JVM. */
    private List<ProcessHandle> others;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isDirectory(TestRunner.CASES), "no reference cases beside this project");
        others = TestRunner.ranks();
        runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"));
    }

    @AfterEach
    void stop() throws Exception {
        if (runner != null) {
            List<ProcessHandle> left = ranks();
            runner.close();
            for (ProcessHandle rank : left) {
                rank.onExit().get();
            }
            assertEquals(List.of(), ranks());
        }
    }

    @Test
    void aRunFindsTheProcessesOfTheOneBeforeAndNothingOfItsState() throws Exception {
        StepPlan trains = TestRunner.reference("relu-dead");
        StepPlan fails = TestRunner.reference("detr-class-embed-unused");
        var first = run(trains);
        Set<Long> processes = pids();
        var failed = run(fails);
        assertTrue(failed.stream().allMatch(r -> r.end() instanceof End.Raised), failed::toString);
        run(fails.with(Switches.DEFAULT.withFindUnusedParameters(true)));
        run(fails.with(Switches.DEFAULT.withStaticGraph(true)));
        var again = run(trains);
        assertEquals(processes, pids(), "the ranks were replaced");
        for (int rank = 0; rank < 2; rank++) {
            assertEquals(first.get(rank).end(), again.get(rank).end());
            assertEquals(first.get(rank).local(), again.get(rank).local());
            assertEquals(first.get(rank).losses(), again.get(rank).losses());
            assertEquals(first.get(rank).sums(), again.get(rank).sums());
            assertEquals(first.get(rank).buckets(), again.get(rank).buckets());
        }
        assertEquals(ends(failed), ends(run(fails)));
    }

    @Test
    void ranksThatHangAreReplacedBeforeTheNextRun() throws Exception {
        StepPlan hangs = TestRunner.reference("branch-rank0-only");
        var reports = run(hangs);
        assertTrue(
                reports.stream().anyMatch(r -> r.end() instanceof End.Waiting),
                () -> ends(reports).toString());
        assertEquals(ends(reports), ends(run(hangs)));
        run(TestRunner.reference("relu-dead")).forEach(r -> assertInstanceOf(End.Finished.class, r.end()));
    }

    @Test
    void ranksThatDieWhileTheyAreIdleAreNotTheModelsFault() throws Exception {
        StepPlan plan = TestRunner.reference("relu-dead");
        run(plan);
        Set<Long> before = pids();
        ranks().getFirst().destroyForcibly();
        run(plan).forEach(r -> assertInstanceOf(End.Finished.class, r.end()));
        assertNotEquals(before, pids());
    }

    @Test
    void anotherNumberOfRanksTakesOtherProcesses() throws Exception {
        StepPlan two = generated(4, 2);
        run(two);
        var three = run(generated(4, 3));
        assertEquals(List.of(0, 1, 2), three.stream().map(RankReport::rank).toList());
        assertEquals(3, pids().size());
    }

    /** Batches of 32 MB, then of 128 bytes: what the large run needed must not be told of the small one. */
    @Test
    void peakMemoryIsThatOfTheRunAlone() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "peaks are measured on Linux only");
        long small = peak(run(generated(4, 2)));
        long large = peak(run(generated(1 << 20, 2)));
        long smallAgain = peak(run(generated(4, 2)));
        assertTrue(large > small + 64_000_000, small + " and " + large);
        assertTrue(smallAgain < small + 32_000_000, small + ", " + large + " and " + smallAgain);
    }

    /** A model of 0.7 MB: a bucket, a gradient or a parameter that outlives its run shows after a few. */
    @Test
    void runsLeaveNothingBehind() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/clear_refs")), "peaks are measured on Linux only");
        for (var mode : List.of(Switches.Checkpoint.Mode.OFF, Switches.Checkpoint.Mode.REENTRANT)) {
            StepPlan plan = head(mode);
            for (int warming = 0; warming < 3; warming++) {
                run(plan);
            }
            long early = peak(run(plan));
            for (int more = 0; more < 7; more++) {
                run(plan);
            }
            long late = peak(run(plan));
            assertTrue(late < early + 8_000_000, mode + ": " + early + ", then " + late);
        }
    }

    private static StepPlan head(Switches.Checkpoint.Mode mode) throws Exception {
        Path file = Path.of("samples", "co_dino_head.pt").toAbsolutePath();
        var layers = List.of("transformer.encoder.layers.0", "transformer.encoder.layers.1");
        var settings = RunSettings.DEFAULT.with(Switches.DEFAULT.withCheckpoint(new Switches.Checkpoint(mode, layers)));
        return RunPlans.plan(Experiments.open(file), settings, Devices.withoutGpu(2, ""), file)
                .ranks();
    }

    private List<RankReport> run(StepPlan plan) throws Exception {
        return runner.ranks(plan, StepRunner.Progress.SILENT, new Cancellation());
    }

    private List<ProcessHandle> ranks() {
        return TestRunner.ranks().stream()
                .filter(rank -> !others.contains(rank))
                .toList();
    }

    private Set<Long> pids() {
        return ranks().stream().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static List<End> ends(List<RankReport> reports) {
        return reports.stream().map(RankReport::end).toList();
    }

    private static long peak(List<RankReport> reports) {
        return reports.stream().mapToLong(RankReport::peakBytes).max().orElseThrow();
    }

    private static StepPlan generated(long rows, int ranks) {
        var input = new InputSpec("x", DType.FLOAT32, Shape.of(rows, 8), OptionalLong.empty(), OptionalLong.empty());
        return TestRunner.plan(
                TestRunner.CASES.resolve("relu-dead/model.pt"),
                new InputPlan.Generated(List.of(input)),
                new LossSpec.Square(),
                ranks);
    }
}
