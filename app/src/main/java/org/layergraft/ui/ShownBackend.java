package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.CustomTrial;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Switches;

/**
 * For pictures: the one experiment that was given, which nobody changes or runs.
 *
 * @param devices what the status bar says the machine has
 */
record ShownBackend(Experiment experiment, Devices devices) implements Backend {

    @Override
    public Experiment open(Path file, DoubleConsumer told) {
        return experiment;
    }

    @Override
    public Experiment apply(Experiment before, Edit edit, ShapeSource shapes) {
        throw still();
    }

    @Override
    public Experiment with(Experiment before, EditLog log) {
        throw still();
    }

    @Override
    public void save(Experiment shown, Path file, DoubleConsumer told) {
        throw still();
    }

    @Override
    public RunResult single(Experiment shown, RunSettings settings, StepRunner.Progress progress, Cancellation cancel) {
        throw still();
    }

    @Override
    public RunResult check(Experiment shown, RunSettings settings, StepRunner.Progress progress, Cancellation cancel) {
        throw still();
    }

    @Override
    public RunResult verify(
            Experiment shown,
            RunSettings settings,
            RunResult failed,
            Trials.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel) {
        throw still();
    }

    @Override
    public Growth growth(
            Experiment shown,
            RunSettings settings,
            Growth.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel) {
        throw still();
    }

    @Override
    public List<RunResult> matrix(
            Experiment shown,
            RunSettings settings,
            List<Axis> others,
            Matrix.Progress listener,
            StepRunner.Progress progress,
            Cancellation cancel) {
        throw still();
    }

    @Override
    public void makeReady(RunSettings settings) {
        // Nothing will run.
    }

    @Override
    public Comparison compare(
            Experiment shown,
            RunSettings settings,
            Switches other,
            int pairs,
            StepRunner.Progress progress,
            Cancellation cancel) {
        throw still();
    }

    @Override
    public ShapeReport shapes(
            Experiment shown, RunSettings settings, StepRunner.Progress progress, Cancellation cancel) {
        throw still();
    }

    @Override
    public Optional<CustomTrial.Complaint> checkCustom(LayerSpec layer, Cancellation cancel) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing was started.
    }

    private static IllegalStateException still() {
        return new IllegalStateException("a picture does not move");
    }
}
