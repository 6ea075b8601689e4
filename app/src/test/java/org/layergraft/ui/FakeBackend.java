package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.PairedTimes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.CustomTrial;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.LayerSpec;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.DType;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Devices;
import org.layergraft.step.Phase;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Reads and edits for real; instead of child processes it says that whatever a Declare added gets no gradient. */
final class FakeBackend implements Backend {

    /** Done whenever somebody wants to know the devices. */
    volatile Runnable asked = () -> {};

    final List<RunSettings> runs = new ArrayList<>();
    /** Every check whose fixes were tried. */
    final List<RunSettings> trials = new ArrayList<>();
    /** Every version whose shapes were asked for. */
    final List<Experiment> measured = new ArrayList<>();

    /** Who measures for real, if anybody. */
    Optional<Backend> measures = Optional.empty();

    Optional<Cancellation> measurement = Optional.empty();
    final List<Switches> comparedWith = new ArrayList<>();
    final Set<String> idle = new HashSet<>();
    Optional<LayergraftException> nextMeasurementFails = Optional.empty();
    Optional<LayergraftException> nextRunFails = Optional.empty();
    /** How many runs go well before one fails. */
    int failAfter = Integer.MAX_VALUE;

    Optional<Cancellation> cancellation = Optional.empty();

    /** Of a step of what something is compared with, whose own take ten. */
    double otherMs = 11;

    /** What may be needed, as it was said last. */
    OptionalLong memory = OptionalLong.empty();

    @Override
    public void limitMemory(OptionalLong most) {
        memory = most;
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
        started(settings, cancel);
        progress.at(-1, 1, Phase.FORWARD);
        return TestRuns.single(experiment, settings, unused(experiment));
    }

    @Override
    public RunResult check(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        started(settings, cancel);
        progress.at(0, 1, Phase.FORWARD);
        return TestRuns.check(experiment, settings, unused(experiment));
    }

    /** Every fix that can be tried trains. */
    @Override
    public RunResult verify(
            Experiment experiment,
            RunSettings settings,
            RunResult failed,
            Trials.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        trials.add(settings);
        cancellation = Optional.of(cancel);
        if (cancel.isCancelled()) {
            throw new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("ui", "message.cancelled"));
        }
        listener.at(0, 1, failed.verdict().orElseThrow().fixes().getFirst());
        var verdict = failed.verdict().orElseThrow();
        return failed.with(verdict.withFixes(verdict.fixes().stream()
                .map(f -> Trials.change(f, failed).isPresent() ? f.with(new Verdict.Measured(1.5, 300L << 20)) : f)
                .toList()));
    }

    @Override
    public Growth growth(
            Experiment experiment,
            RunSettings settings,
            Growth.Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        var edits = experiment.log().edits();
        var steps = new ArrayList<Growth.Step>();
        for (int count = 0; count <= edits.size(); count++) {
            var prefix = Experiments.fitting(experiment, EditLog.of(edits.subList(0, count)));
            var last = count == 0 ? Optional.<Edit>empty() : Optional.of(edits.get(count - 1));
            var step = new Growth.Step(count, last, prefix.graph(), check(prefix, settings, progress, cancel));
            steps.add(step);
            listener.finished(step, edits.size() + 1);
        }
        return new Growth(steps);
    }

    /** find_unused_parameters and static_graph help against what a Declare added. */
    @Override
    public List<RunResult> matrix(
            Experiment experiment,
            RunSettings settings,
            List<Axis> others,
            Matrix.Progress listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        var all = new ArrayList<RunResult>();
        for (Switches switches : Matrix.combinations(settings.switches(), others)) {
            var result = check(experiment, settings.with(switches), progress, cancel);
            all.add(result);
            listener.finished(result);
        }
        return all;
    }

    @Override
    public void makeReady(RunSettings settings) {
        // Nothing is started here.
    }

    private void started(RunSettings settings, Cancellation cancel) throws LayergraftException {
        runs.add(settings);
        cancellation = Optional.of(cancel);
        if (runs.size() > failAfter) {
            throw LayergraftException.engine("ui", "snapshot.failed", "rank 1 died");
        }
        if (nextRunFails.isPresent()) {
            var failure = nextRunFails.get();
            nextRunFails = Optional.empty();
            throw failure;
        }
    }

    private static Set<String> unused(Experiment experiment) {
        var declared = experiment.log().edits().stream()
                .flatMap(e -> e instanceof Edit.Declare d
                        ? java.util.stream.Stream.of(d.layer().name())
                        : null)
                .collect(Collectors.toSet());
        return experiment.graph().parameters().stream()
                .map(p -> p.name())
                .filter(name -> declared.contains(name.substring(name.lastIndexOf('.') + 1)))
                .collect(Collectors.toSet());
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
        started(settings, cancel);
        progress.at(0, pairs, Phase.STEP);
        comparedWith.add(other);
        return new Comparison(
                settings.switches(),
                other,
                Optional.empty(),
                Optional.of(new PairedTimes(Collections.nCopies(pairs, 10.0), Collections.nCopies(pairs, otherMs))));
    }

    /** Says that everything is 2×3, except for what the test says did not run. */
    @Override
    public ShapeReport shapes(
            Experiment experiment, RunSettings settings, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        measured.add(experiment);
        measurement = Optional.of(cancel);
        if (measures.isPresent()) {
            return measures.get().shapes(experiment, settings, progress, cancel);
        }
        if (nextMeasurementFails.isPresent()) {
            var failure = nextMeasurementFails.get();
            nextMeasurementFails = Optional.empty();
            throw failure;
        }
        var seen = new HashMap<String, Seen>();
        experiment
                .graph()
                .root()
                .walk()
                .flatMap(m -> m.forward().nodes().stream())
                .forEach(n -> {
                    var tensor = new Seen.Tensor("", Shape.of(2, 3), Optional.of(DType.FLOAT32), "cpu");
                    seen.put(n.id(), idle.contains(n.id()) ? Seen.NEVER : new Seen(List.of(tensor), 1, 1, false));
                });
        return new ShapeReport(seen, List.of(), "cpu", Optional.empty());
    }

    /** Knows one mistake. */
    @Override
    public Optional<CustomTrial.Complaint> checkCustom(LayerSpec layer, Cancellation cancel) {
        boolean wrong = layer.hypers().toString().contains("torch.rely");
        return wrong
                ? Optional.of(new CustomTrial.Complaint(Optional.of(2), "Unknown builtin op: aten::rely."))
                : Optional.empty();
    }

    @Override
    public Devices devices() {
        asked.run();
        return Devices.withoutGpu(2, "no GPU");
    }

    @Override
    public void close() {
        // Nothing was started.
    }
}
