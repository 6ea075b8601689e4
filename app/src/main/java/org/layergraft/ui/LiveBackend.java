package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleConsumer;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.CustomLayers;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunService;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.ScratchSpace;
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
import org.layergraft.text.LayergraftException;

/** The real thing, for one window. */
final class LiveBackend implements Backend {

    private final Helpers helpers;
    private final boolean alone;
    private Optional<Engine> engine = Optional.empty();
    private boolean closed;

    private record Engine(ScratchSpace scratch, RunService runs, CustomLayers custom) {}

    /** With child processes of its own. */
    LiveBackend() {
        this(new Helpers(), true);
    }

    /** @param shared child processes that others use, too */
    LiveBackend(Helpers shared) {
        this(shared, false);
    }

    private LiveBackend(Helpers helpers, boolean alone) {
        this.helpers = helpers;
        this.alone = alone;
    }

    @Override
    public Experiment open(Path file, DoubleConsumer told) throws LayergraftException {
        return Experiments.open(file, told);
    }

    @Override
    public Experiment apply(Experiment before, Edit edit, ShapeSource shapes) throws LayergraftException {
        return Experiments.apply(before, edit, shapes);
    }

    @Override
    public Experiment with(Experiment before, EditLog log) throws LayergraftException {
        return Experiments.fitting(before, log);
    }

    @Override
    public void save(Experiment experiment, Path file, DoubleConsumer told) throws LayergraftException {
        Experiments.save(experiment, file, told);
    }

    @Override
    public RunResult single(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        return engine().runs().single(experiment, settings, progress, cancel);
    }

    @Override
    public RunResult check(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        return engine().runs().check(experiment, settings, progress, cancel);
    }

    @Override
    public RunResult verify(
            Experiment experiment,
            RunSettings settings,
            RunResult failed,
            Trials.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        return Trials.verify(engine().runs(), experiment, settings, failed, listener, progress, cancel);
    }

    @Override
    public Growth growth(
            Experiment experiment,
            RunSettings settings,
            Growth.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        return engine().runs().growth(experiment, settings, listener, progress, cancel);
    }

    @Override
    public List<RunResult> matrix(
            Experiment experiment,
            RunSettings settings,
            List<Axis> others,
            Matrix.Progress listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        if (experiment.captured().isPresent()) {
            var predicted = experiment.captured().get().matrix(settings.switches(), settings.ranks(), settings.steps());
            predicted.forEach(listener::finished);
            return predicted;
        }
        return engine().runs().matrix(experiment, settings, others, listener, progress, cancel);
    }

    @Override
    public Comparison compare(
            Experiment experiment,
            RunSettings settings,
            Switches other,
            int pairs,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        return engine().runs().compare(experiment, settings, other, pairs, progress, cancel);
    }

    @Override
    public ShapeReport shapes(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        return engine().runs().shapes(experiment, settings, progress, cancel);
    }

    @Override
    public Optional<CustomTrial.Complaint> checkCustom(LayerSpec layer, Cancellation cancel)
            throws LayergraftException {
        return engine().custom().check(layer, cancel);
    }

    @Override
    public Devices devices() throws LayergraftException {
        return engine().runs().devices();
    }

    @Override
    public void limitMemory(OptionalLong most) {
        helpers.limitMemory(most);
    }

    @Override
    public void makeReady(RunSettings settings) {
        Thread.ofVirtual().name("make-ready").start(() -> {
            try {
                engine().runs().makeReady(settings);
            } catch (LayergraftException _) {
                // Told when a run needs it.
            }
        });
    }

    private synchronized Engine engine() throws LayergraftException {
        if (closed) {
            throw new LayergraftException(
                    LayergraftException.Fault.CANCELLED, org.layergraft.text.Problem.of("ui", "message.cancelled"));
        }
        if (engine.isEmpty()) {
            var part = helpers.part();
            engine = Optional.of(new Engine(
                    part.scratch(),
                    new RunService(part.runner(), part.scratch()),
                    new CustomLayers(part.runner(), part.scratch())));
        }
        return engine.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (alone) {
            helpers.close();
        }
        engine.ifPresent(e -> e.scratch().close());
        engine = Optional.empty();
    }
}
