package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.Made;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Gradient;
import org.layergraft.step.Measurement;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.PairReport;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** Ends every run the same way. */
record FakeRunner(List<Gradient> gradients, RankReport.End end) implements StepRunner {

    @Override
    public ModelDescription describe(Path model, Cancellation cancel) {
        return new ModelDescription(List.of(), List.of("forward"), "2.7.1");
    }

    @Override
    public Devices devices() {
        return Devices.withoutGpu(4, "No GPU.");
    }

    @Override
    public SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) {
        return Made.single(gradients);
    }

    @Override
    public Measurement measure(StepPlan plan, String method, Progress progress, Cancellation cancel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PairReport> pairs(StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel) {
        return List.of(new PairReport(
                0, Collections.nCopies(pairs, 10.0), Collections.nCopies(pairs, 11.0), Optional.empty()));
    }

    @Override
    public List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel) {
        return List.of(Made.rank(0, end, gradients, List.of()), Made.rank(1, end, gradients, List.of()));
    }

    @Override
    public void close() {}
}
