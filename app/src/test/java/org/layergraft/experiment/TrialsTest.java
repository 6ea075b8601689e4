package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.graft.Edit;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;

/** Fixes that are really run, on the reference cases. */
class TrialsTest {

    private static final Path CASES = Path.of("..", "shared", "ddp-cases");

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isDirectory(CASES), "the reference cases are not here: " + CASES);
    }

    private static RunSettings settings(Switches switches) {
        return new RunSettings(2, "cpu", Optional.empty(), Optional.empty(), switches, 3, 0, 20);
    }

    private static Verdict verified(String id, Switches switches) throws Exception {
        return verified(id, settings(switches));
    }

    private static Verdict verified(String id, RunSettings settings) throws Exception {
        var runs = PROCESSES.service();
        Experiment experiment = Experiments.open(CASES.resolve(id).resolve("model.pt"));
        RunResult failed = runs.check(experiment, settings, StepRunner.Progress.SILENT, new Cancellation());
        var tried = new ArrayList<String>();
        Verdict verdict = Trials.verify(
                        runs,
                        experiment,
                        settings,
                        failed,
                        (_, _, fix) -> tried.add(fix.id()),
                        StepRunner.Progress.SILENT,
                        new Cancellation())
                .verdict()
                .orElseThrow();
        assertEquals(failed.verdict().orElseThrow().outcome(), verdict.outcome());
        for (Verdict.Fix fix : verdict.fixes()) {
            assertEquals(tried.contains(fix.id()), fix.verified(), fix::id);
            fix.measured().ifPresent(m -> assertTrue(m.stepMs() > 0 && m.peakBytes() > 1 << 20, m::toString));
        }
        return verdict;
    }

    private static List<String> trains(Verdict verdict) {
        return verdict.fixes().stream()
                .filter(Verdict.Fix::verified)
                .map(Verdict.Fix::id)
                .toList();
    }

    @Test
    void whatTrainsIsOfferedWithItsCostAndWhatDoesNotIsGone() throws Exception {
        Verdict verdict = verified("detr-class-embed-unused", Switches.DEFAULT);
        assertEquals(
                List.of("remove", "freeze", "find_unused_parameters", "static_graph", "add_zero"), trains(verdict));
        // With find_unused_parameters a reentrant checkpoint reports twice: advice that is often given and does not
        // work.
        var reentrant =
                Switches.DEFAULT.withCheckpoint(new Checkpoint(Mode.REENTRANT, List.of("encoder.0", "encoder.1")));
        Verdict checkpointed = verified("detr-class-embed-unused", reentrant);
        assertEquals(List.of("remove", "freeze", "static_graph", "add_zero"), trains(checkpointed));
        assertTrue(checkpointed.fixes().stream().noneMatch(f -> f.id().equals("find_unused_parameters")));
    }

    @Test
    void anOutputThatIsNotInTheLossIsConnectedByAnEdit() throws Exception {
        Verdict verdict = verified("loss-keys", Switches.DEFAULT);
        assertEquals("connect", trains(verdict).getFirst());
        assertEquals("connect", verdict.fixes().getFirst().id());
    }

    @Test
    void aCheckpointThatLosesItsSegmentIsMadeNonReentrant() throws Exception {
        var reentrant = Switches.DEFAULT.withCheckpoint(new Checkpoint(Mode.REENTRANT, List.of("stage1")));
        Verdict verdict = verified("frozen-stem-checkpoint", reentrant);
        assertEquals(List.of("nonreentrant", "checkpoint_off"), trains(verdict));
    }

    /** Rank 0 takes the branch, rank 1 does not. */
    private static RunSettings ownInputs(String id, int steps) {
        var files = Stream.of("inputs-rank0.npz", "inputs-rank1.npz")
                .map(name -> new InputPlan.RankFiles(
                        CASES.resolve(id).resolve(name).toAbsolutePath().normalize(), Map.of()))
                .toList();
        return new RunSettings(
                2,
                "cpu",
                Optional.of(new InputPlan.Files(files)),
                Optional.empty(),
                Switches.DEFAULT,
                steps,
                0,
                steps == 1 ? 8 : 20);
    }

    @Test
    void zeroTimesTheSumGivesEveryRankAGradientWhateverWayItTakes() throws Exception {
        String id = "branch-rank0-only";
        Verdict verdict = verified(id, ownInputs(id, 3));
        assertEquals("add_zero", verdict.fixes().getFirst().id());
        assertTrue(verdict.fixes().getFirst().verified());

        Experiment edited = Experiments.apply(
                Experiments.open(CASES.resolve(id).resolve("model.pt")), new Edit.AddZero("{extra.weight,extra.bias}"));
        RunResult run =
                PROCESSES.service().check(edited, ownInputs(id, 3), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(Outcome.OK, run.verdict().orElseThrow().outcome());
        for (String name : List.of("extra.weight", "extra.bias")) {
            var row = run.coverage().stream()
                    .filter(c -> c.parameter().name().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    List.of(GradientState.NONZERO, GradientState.ZERO),
                    row.ranks().stream().map(Gradient::state).toList(),
                    name);
        }
    }

    @Test
    void aRankThatWaitsIsHelpedThoughPyTorchNamesNothing() throws Exception {
        String id = "branch-rank0-only";
        Verdict verdict = verified(id, ownInputs(id, 1));
        assertEquals(Outcome.HANG, verdict.outcome());
        assertEquals(List.of(), verdict.parameters());
        assertEquals("add_zero", trains(verdict).getFirst());
    }
}
