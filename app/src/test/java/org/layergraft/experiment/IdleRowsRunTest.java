package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.diagnosis.Outcome;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Gradient;
import org.layergraft.step.IdleRows;
import org.layergraft.step.Magnitudes;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** Which rows of a table get a gradient, how large its elements are and how long the table is: measured by libtorch in real processes. */
class IdleRowsRunTest {

    /**
     * Rows 1 and 3 count in every step with factors 1 and 3; row 5 only in even ones, for {@code steps} counts forwards; row 7 by a
     * factor of 0. Another table's gradient is sparse.
     */
    private static final String CODE = """
        table = Parameter(8, 16)
        words = Parameter(8, 4)
        steps = Buffer(1)
        self.steps.add_(1.)
        even = 1. - torch.remainder(self.steps, 2.)
        used = self.table[1].sum() + 3. * self.table[3].sum() + 0. * self.table[7].sum()
        found = torch.embedding(self.words, torch.tensor([1, 6, 1]), -1, False, True).sum()
        return input + used + found + even * self.table[5].sum()
        """;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    private static Experiment edited() throws Exception {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("code", new Hyper.Word(CODE));
        return Experiments.apply(
                Experiments.open(RealProcesses.sample()),
                new Edit.Insert("", "fc3", new LayerSpec("custom", "tables", hypers), Edit.Scope.THIS));
    }

    private static RunSettings steps(int steps) {
        var d = RunSettings.DEFAULT;
        return new RunSettings(2, "cpu", d.inputs(), d.loss(), d.switches(), steps, d.seed(), d.timeoutSeconds());
    }

    private static Gradient table(RunResult result, int rank) {
        return gradient("tables.table", result, rank);
    }

    private static Gradient gradient(String parameter, RunResult result, int rank) {
        return result.coverage().stream()
                .filter(c -> c.parameter().name().equals(parameter))
                .findFirst()
                .orElseThrow()
                .ranks()
                .get(rank);
    }

    private static Optional<IdleRows> idle(int... spans) {
        var list = new java.util.ArrayList<IdleRows.Span>();
        int count = 0;
        for (int i = 0; i < spans.length; i += 2) {
            list.add(new IdleRows.Span(spans[i], spans[i + 1]));
            count += spans[i + 1] - spans[i] + 1;
        }
        return Optional.of(new IdleRows(8, count, list));
    }

    /** 32 of 128 elements: one half is some number, the other three times that. */
    private static void expectFirstGradient(Gradient gradient) {
        double scale = gradient.max().orElseThrow() / 3;
        assertEquals(0.25, gradient.nonzero());
        var sizes = gradient.magnitudes().orElseThrow();
        assertEquals(32, sizes.total());
        int first = Math.getExponent(scale);
        boolean next = Math.getExponent(3 * scale) == first + 1;
        assertEquals(new Magnitudes(first, next ? List.of(16L, 16L) : List.of(16L, 0L, 16L)), sizes);
        assertTrue(gradient.weight().isPresent() && gradient.weight().getAsDouble() > 0);
        assertEquals(scale * Math.sqrt(16 + 9 * 16), gradient.norm().orElseThrow(), 1e-5 * scale);
    }

    @Test
    void onRanksEveryStepCounts() throws Exception {
        var service = PROCESSES.service();
        var one = service.check(edited(), steps(1), StepRunner.Progress.SILENT, new Cancellation());
        for (int rank = 0; rank < 2; rank++) {
            assertEquals(idle(0, 0, 2, 2, 4, 7), table(one, rank).idle(), "one step");
            assertEquals(
                    idle(0, 0, 2, 5, 7, 7), gradient("tables.words", one, rank).idle(), "a sparse gradient");
            expectFirstGradient(table(one, rank));
        }
        var two = service.check(edited(), steps(2), StepRunner.Progress.SILENT, new Cancellation());
        for (int rank = 0; rank < 2; rank++) {
            assertEquals(idle(0, 0, 2, 2, 4, 4, 6, 7), table(two, rank).idle(), "row 5 in the second step");
        }
        assertEquals(two.coverage(), kept(two).coverage(), "an experiment keeps it");
        assertEquals(Optional.empty(), gradient("fc3.weight", two, 0).idle(), "every row of it");
    }

    private static RunResult kept(RunResult result) throws Exception {
        var experiment = edited();
        Path file = folder.resolve("kept.graft");
        ExperimentFile.write(
                new SavedExperiment(
                        experiment.file(),
                        "0123456789abcdef".repeat(4),
                        experiment.log(),
                        steps(2),
                        List.of(new SavedRun(true, steps(2), experiment.log().edits(), result)),
                        Optional.empty()),
                file);
        return ExperimentFile.read(file).saved().runs().getFirst().result();
    }

    private static double update(String parameter, RunResult result, int rank) {
        return gradient(parameter, result, rank).update().orElseThrow();
    }

    /** Plain SGD moves a parameter by the learning rate times its gradient, and rounds to float32. */
    @Test
    void theFirstUpdateIsReadWhereItHappens() throws Exception {
        var service = PROCESSES.service();
        var single = service.single(edited(), steps(2), StepRunner.Progress.SILENT, new Cancellation());
        for (String parameter : List.of("tables.table", "fc1.weight", "fc3.bias")) {
            double norm = gradient(parameter, single, 0).norm().orElseThrow();
            assertEquals(StepPlan.LEARNING_RATE * norm, update(parameter, single, 0), 1e-5 * norm, parameter);
            assertTrue(update(parameter, single, 0) > 0, parameter);
        }
        var alone = service.single(edited(), steps(1), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(OptionalDouble.empty(), table(alone, 0).update(), "that step is timed");

        var shape = new LinkedHashMap<String, Hyper>();
        shape.put("shape", new Hyper.Wholes(List.of(4L, 4L)));
        var declared = Experiments.apply(
                edited(), new Edit.Declare("", new LayerSpec("parameter", "idle", shape), Edit.Scope.THIS));
        var frozen = Experiments.apply(declared, new Edit.Freeze("fc1.bias"));
        var failed = service.check(frozen, steps(2), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(Outcome.UNUSED_PARAMETERS, failed.verdict().orElseThrow().outcome());
        assertNotEquals(
                update("fc1.weight", failed, 0), update("fc1.weight", failed, 1), "its bucket was never reduced");
        var ranks = service.check(
                frozen,
                steps(2).with(Switches.DEFAULT.withFindUnusedParameters(true)),
                StepRunner.Progress.SILENT,
                new Cancellation());
        for (int rank = 0; rank < 2; rank++) {
            assertEquals(0, update("idle", failed, rank), "the optimizer leaves it alone");
            assertEquals(0, update("idle", ranks, rank), "likewise");
            assertEquals(
                    OptionalDouble.empty(), gradient("fc1.bias", ranks, rank).update());
        }
        assertEquals(update("fc1.weight", ranks, 0), update("fc1.weight", ranks, 1), "DDP averaged");
        // Each rank's own gradient is another; what moved it is their mean, which is shorter than the longest.
        double longest = Math.max(
                gradient("fc1.weight", ranks, 0).norm().orElseThrow(),
                gradient("fc1.weight", ranks, 1).norm().orElseThrow());
        assertTrue(update("fc1.weight", ranks, 0) < StepPlan.LEARNING_RATE * longest);
        assertTrue(update("fc1.weight", ranks, 0) > 0);
    }

    @Test
    void onOneDeviceLikewise() throws Exception {
        var service = PROCESSES.service();
        var one = service.single(edited(), steps(1), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(idle(0, 0, 2, 2, 4, 7), table(one, 0).idle());
        expectFirstGradient(table(one, 0));
        assertEquals(idle(0, 0, 2, 5, 7, 7), gradient("tables.words", one, 0).idle(), "a sparse gradient");
        var two = service.single(edited(), steps(2), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(idle(0, 0, 2, 2, 4, 4, 6, 7), table(two, 0).idle());
        var ranks = service.check(edited(), steps(1), StepRunner.Progress.SILENT, new Cancellation());
        assertEquals(
                table(ranks, 0).weight().orElseThrow(), table(one, 0).weight().orElseThrow(), 1e-9, "the same table");
    }
}
