package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** A layer that every step uses but the last: the error would come with one step more, and is told all the same. */
class LastStepTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final Path CASE = Path.of("app/src/test/resources/org/layergraft/step/ddp/cases/starts-in-step-2");

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    /** The case's batches in another order: layer b is used where step is 2 or 3. */
    private static RunSettings settings(Switches switches, int steps) {
        List<InputPlan.RankFiles> ranks = IntStream.range(0, 2)
                .mapToObj(r -> new InputPlan.RankFiles(
                        batch(r, "-iter2"), Map.of(2, batch(r, "-iter3"), 3, batch(r, ""), 4, batch(r, ""))))
                .toList();
        return new RunSettings(
                2, "cpu", Optional.of(new InputPlan.Files(ranks)), Optional.empty(), switches, steps, 0, 20);
    }

    private static Path batch(int rank, String iteration) {
        return CASE.resolve("inputs-rank" + rank + iteration + ".npz").toAbsolutePath();
    }

    private static RunResult verified(Switches switches, int steps) throws Exception {
        Experiment experiment = Experiments.open(CASE.resolve("model.pt"));
        RunSettings settings = settings(switches, steps);
        var runs = PROCESSES.service();
        RunResult failed = runs.check(experiment, settings, StepRunner.Progress.SILENT, new Cancellation());
        return Trials.verify(
                runs,
                experiment,
                settings,
                failed,
                Trials.Listener.SILENT,
                StepRunner.Progress.SILENT,
                new Cancellation());
    }

    @Test
    void aParameterMissingInTheLastStepIsUnused() throws Exception {
        Verdict verdict = verified(Switches.DEFAULT, 3).verdict().orElseThrow();
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals("ok", verdict.raised());
        assertEquals(OptionalInt.empty(), verdict.iteration());
        assertEquals(List.of(0, 1), verdict.ranks());
        assertEquals(
                "Trains on 1 device. Runs 3 steps on 2 ranks without an error, but the last one left a reduction"
                        + " unfinished on every rank, so the next forward would fail: b.weight, b.bias get no gradient"
                        + " in it.",
                ENGLISH.get(verdict.sentence()));
        String why = ENGLISH.get(verdict.explanation());
        assertTrue(why.startsWith("b.weight, b.bias get a gradient in step 1, but not in step 3:"), why);
        assertTrue(verdict.message().orElseThrow().startsWith("Expected to have finished reduction"));
        assertEquals(List.of(), verdict.warnings());
        assertEquals(
                List.of("find_unused_parameters", "add_zero", "connect_all_ranks"),
                verdict.fixes().stream().map(Verdict.Fix::id).toList());
    }

    @Test
    void withOneStepMoreItIsTheErrorItself() throws Exception {
        Verdict verdict = verified(Switches.DEFAULT, 4).verdict().orElseThrow();
        assertEquals(Outcome.UNUSED_PARAMETERS, verdict.outcome());
        assertEquals("unused_parameters", verdict.raised());
        assertEquals(OptionalInt.of(4), verdict.iteration());
        // It learns: to freeze or remove it would be no fix.
        assertEquals(
                List.of("find_unused_parameters", "add_zero", "connect_all_ranks"),
                verdict.fixes().stream().map(Verdict.Fix::id).toList());
    }

    @Test
    void withStaticGraphItIsAChangedGraph() throws Exception {
        Verdict verdict =
                verified(Switches.DEFAULT.withStaticGraph(true), 3).verdict().orElseThrow();
        assertEquals(Outcome.STATIC_GRAPH_CHANGED, verdict.outcome());
        assertEquals("ok", verdict.raised());
        assertEquals(List.of("b.weight", "b.bias"), verdict.parameters());
        assertEquals("find_unused_instead", verdict.fixes().getFirst().id());
        assertTrue(verdict.fixes().getFirst().verified());
    }
}
