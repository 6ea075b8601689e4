package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Measurement;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.PairReport;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

class MatrixTest {

    /** A runner whose model has an unused parameter: it behaves as PyTorch does. */
    private static final class Runner implements StepRunner {
        private final List<String> asked = new ArrayList<>();

        @Override
        public ModelDescription describe(Path model, Cancellation cancel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Devices devices() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) {
            asked.add("single");
            return Made.single(Made.unusedEmbed());
        }

        @Override
        public Measurement measure(StepPlan plan, String method, Progress progress, Cancellation cancel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<PairReport> pairs(
                StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel) {
            Switches on = plan.switches();
            asked.add(on.findUnusedParameters() + "/" + on.staticGraph());
            return on.findUnusedParameters() || on.staticGraph()
                    ? Made.finished(Made.unusedEmbed())
                    : Made.bothRaise(Made.T1, 2, Phase.FORWARD, List.of("class_embed"));
        }

        @Override
        public void close() {}
    }

    @Test
    void everyCombinationIsRunAndThePlainRunOnce() throws LayergraftException {
        var runner = new Runner();
        var seen = new ArrayList<Integer>();
        List<RunResult> results = Matrix.run(
                runner,
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Made.plan(Switches.DEFAULT),
                List.of(),
                (done, _, _) -> seen.add(done),
                StepRunner.Progress.SILENT,
                new Cancellation());
        assertEquals(List.of("single", "false/false", "false/true", "true/false", "true/true"), runner.asked);
        assertEquals(List.of(0, 1, 2, 3), seen);
        assertEquals(
                List.of(Outcome.UNUSED_PARAMETERS, Outcome.OK, Outcome.OK, Outcome.OK),
                results.stream().map(r -> r.verdict().orElseThrow().outcome()).toList());
    }

    @Test
    void aSwitchThatWasRunSaysWhatItsStepCost() throws LayergraftException {
        List<RunResult> results = Matrix.run(
                new Runner(),
                Made.graph(),
                Made.plan(Switches.DEFAULT),
                Made.plan(Switches.DEFAULT),
                List.of(),
                Matrix.Progress.SILENT,
                StepRunner.Progress.SILENT,
                new Cancellation());
        var fix = results.getFirst().verdict().orElseThrow().fixes().stream()
                .filter(f -> f.id().equals("find_unused_parameters"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "3.1 ms a step and 0 MiB at most in a process, measured here.",
                new Texts(Locale.ENGLISH).get(fix.cost()));
    }

    @Test
    void cancellingEndsItBeforeTheNextCombination() {
        var cancel = new Cancellation();
        var runner = new Runner();
        var stopped = assertThrows(
                LayergraftException.class,
                () -> Matrix.run(
                        runner,
                        Made.graph(),
                        Made.plan(Switches.DEFAULT),
                        Made.plan(Switches.DEFAULT),
                        List.of(),
                        (done, _, _) -> cancel.cancel(),
                        StepRunner.Progress.SILENT,
                        cancel));
        assertEquals(LayergraftException.Fault.CANCELLED, stopped.fault());
        assertEquals(List.of("single", "false/false"), runner.asked);
    }
}
