package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;

/** Fixes that are really run, on the reference cases. */
class TrialsTest {

    private static final Path CASES = Path.of("..", "shared", "ddp-cases");

    private static ScratchSpace scratch;
    private static LocalStepRunner runner;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isDirectory(CASES), "the reference cases are not here: " + CASES);
        scratch = ScratchSpace.open();
        runner = new LocalStepRunner(Installation.find(), scratch.directory().resolve("runs"));
    }

    @AfterAll
    static void stop() {
        if (runner != null) {
            runner.close();
            scratch.close();
        }
    }

    private static Verdict verified(String id, Switches switches) throws Exception {
        var runs = new RunService(runner, scratch);
        Experiment experiment = Experiments.open(CASES.resolve(id).resolve("model.pt"));
        var settings = new RunSettings(2, "cpu", Optional.empty(), Optional.empty(), switches, 3, 0, 20);
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
        assertEquals(List.of("remove", "freeze", "find_unused_parameters", "static_graph"), trains(verdict));
        // With find_unused_parameters a reentrant checkpoint reports twice: advice that is often given and does not
        // work.
        var reentrant =
                Switches.DEFAULT.withCheckpoint(new Checkpoint(Mode.REENTRANT, List.of("encoder.0", "encoder.1")));
        Verdict checkpointed = verified("detr-class-embed-unused", reentrant);
        assertEquals(List.of("remove", "freeze", "static_graph"), trains(checkpointed));
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
}
