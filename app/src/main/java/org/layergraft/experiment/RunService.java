package org.layergraft.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.PairedTimes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.graft.TorchvisionOperators;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.process.StepRunner.Progress;
import org.layergraft.step.Devices;
import org.layergraft.step.PairReport;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptWriter;

/** Runs experiments. Calls block; one at a time. Neither the runner nor the scratch space is closed here. */
public final class RunService {

    private final StepRunner runner;
    private final ScratchSpace scratch;
    private final ShapeRuns shapeRuns;
    private Optional<Devices> devices = Optional.empty();
    private Optional<Written> written = Optional.empty();
    private int writes;

    /** The edited model that was written last, and where. */
    private record Written(ScriptModel model, Path file) {}

    public RunService(StepRunner runner, ScratchSpace scratch) {
        this.runner = runner;
        this.scratch = scratch;
        this.shapeRuns = new ShapeRuns(runner, scratch);
    }

    /** What this machine has; asked once. */
    public synchronized Devices devices() throws LayergraftException {
        if (devices.isEmpty()) {
            devices = Optional.of(runner.devices());
        }
        return devices.get();
    }

    /** Starts the processes that a run with these settings will need. */
    public void makeReady(RunSettings settings) throws LayergraftException {
        Devices found = devices();
        runner.expectRanks(
                DeviceChoice.of(settings.device(), settings.ranks(), found).ranks(),
                RunPlans.threads(found, settings.ranks()));
    }

    /** They start while the engine is at work; those of a run on several machines must meet the others first. */
    private void expectRanks(RunPlans plans) {
        if (plans.ranks().nodes().isEmpty()) {
            runner.expectRanks(plans.ranks().devices(), plans.ranks().threads());
        }
    }

    /** One device only: coverage, no verdict. */
    public RunResult single(Experiment experiment, RunSettings settings, Progress progress, Cancellation cancel)
            throws LayergraftException {
        RunPlans plans = plans(experiment, settings);
        SingleReport single = single(experiment, plans, progress, cancel);
        return Diagnosis.judge(experiment.graph(), plans.single(), Optional.of(single), List.of());
    }

    /** All ranks only. */
    public RunResult ranks(Experiment experiment, RunSettings settings, Progress progress, Cancellation cancel)
            throws LayergraftException {
        RunPlans plans = plans(experiment, settings);
        List<RankReport> ranks = ranks(experiment, plans, progress, cancel);
        return noted(Diagnosis.judge(experiment.graph(), plans.ranks(), Optional.empty(), ranks), plans.note());
    }

    /** One device, then all ranks. */
    public RunResult check(Experiment experiment, RunSettings settings, Progress progress, Cancellation cancel)
            throws LayergraftException {
        RunPlans plans = plans(experiment, settings);
        expectRanks(plans);
        SingleReport single = single(experiment, plans, progress, cancel);
        List<RankReport> ranks = ranks(experiment, plans, progress, cancel);
        return noted(Diagnosis.judge(experiment.graph(), plans.ranks(), Optional.of(single), ranks), plans.note());
    }

    /**
     * Every combination of switches; the plain run once.
     *
     * @param others what is varied besides the switches that every matrix varies
     */
    public List<RunResult> matrix(
            Experiment experiment,
            RunSettings settings,
            List<Axis> others,
            Matrix.Progress progress,
            Progress steps,
            Cancellation cancel)
            throws LayergraftException {
        RunPlans plans = plans(experiment, settings);
        expectRanks(plans);
        List<RunResult> results = UsersFile.named(
                experiment.file(),
                plans.single().model(),
                () -> Matrix.run(
                        runner, experiment.graph(), plans.single(), plans.ranks(), others, progress, steps, cancel));
        return results.stream().map(result -> noted(result, plans.note())).toList();
    }

    /**
     * Times the settings' way to train against another, in pairs; see {@link PairedTimes}. Each is checked first.
     *
     * @param pairs at least 1
     * @param progress counts pairs as iterations once both were checked
     */
    public Comparison compare(
            Experiment experiment,
            RunSettings settings,
            Switches other,
            int pairs,
            Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        if (pairs < 1) {
            throw LayergraftException.input("experiment", "pairs.few", pairs);
        }
        Switches first = settings.switches();
        if (first.equals(other)) {
            throw LayergraftException.input("experiment", "pairs.same");
        }
        RunPlans plans = plans(experiment, settings);
        RunPlans others = plans(experiment, settings.with(other));
        expectRanks(plans);
        SingleReport single = single(experiment, plans, Progress.SILENT, cancel);
        for (RunPlans way : List.of(plans, others)) {
            List<RankReport> ranks = ranks(experiment, way, Progress.SILENT, cancel);
            RunResult result = Diagnosis.judge(experiment.graph(), way.ranks(), Optional.of(single), ranks);
            if (result.verdict().filter(Verdict::trains).isEmpty()) {
                return new Comparison(first, other, Optional.of(result), Optional.empty());
            }
        }
        List<PairReport> reports = UsersFile.named(
                experiment.file(),
                plans.ranks().model(),
                () -> runner.pairs(plans.ranks(), other, pairs, progress, cancel));
        return new Comparison(first, other, Optional.empty(), Optional.of(PairedTimes.of(reports)));
    }

    /** The base and every prefix of the edit log, each as {@link #check}. */
    public Growth growth(
            Experiment experiment, RunSettings settings, Growth.Listener listener, Progress steps, Cancellation cancel)
            throws LayergraftException {
        return Growth.run(this, experiment, settings, listener, steps, cancel);
    }

    /**
     * What every value of the edited model looks like: runs one forward on one device, on rank 0's first batch, as the first forward
     * of {@link #single} would run it. Executes the model, so call it only where a run is allowed.
     *
     * @param settings device, inputs, seed and timeout count
     */
    public ShapeReport shapes(Experiment experiment, RunSettings settings, Progress progress, Cancellation cancel)
            throws LayergraftException {
        StepPlan plan = planned(experiment, settings).single();
        return shapeRuns.run(experiment.model(), plan, progress, cancel);
    }

    private SingleReport single(Experiment experiment, RunPlans plans, Progress progress, Cancellation cancel)
            throws LayergraftException {
        StepPlan plan = plans.single();
        return UsersFile.named(experiment.file(), plan.model(), () -> runner.single(plan, progress, cancel));
    }

    private List<RankReport> ranks(Experiment experiment, RunPlans plans, Progress progress, Cancellation cancel)
            throws LayergraftException {
        StepPlan plan = plans.ranks();
        return UsersFile.named(experiment.file(), plan.model(), () -> runner.ranks(plan, progress, cancel));
    }

    private RunPlans plans(Experiment experiment, RunSettings settings) throws LayergraftException {
        // Planned before anything is written: what is wrong with the settings should be told at once.
        RunPlans plans = planned(experiment, settings);
        Path archive = archive(experiment);
        return new RunPlans(plans.single().at(archive), plans.ranks().at(archive), plans.note());
    }

    private RunPlans planned(Experiment experiment, RunSettings settings) throws LayergraftException {
        if (!Files.isRegularFile(experiment.file())) {
            throw LayergraftException.input("experiment", "file.gone", experiment.file());
        }
        Devices found = DeviceChoice.needsDevices(settings.device())
                ? devices()
                : Devices.withoutGpu(Runtime.getRuntime().availableProcessors(), "");
        return RunPlans.plan(experiment, settings, found, experiment.file());
    }

    /**
     * The file itself while nothing was edited and libtorch has all its operators; else a copy with the edits, kept until another is
     * needed.
     */
    private synchronized Path archive(Experiment experiment) throws LayergraftException {
        ScriptModel model = experiment.model();
        ScriptModel runnable = TorchvisionOperators.runnable(model);
        if (experiment.isInFile() && runnable == model) {
            return experiment.file().toAbsolutePath();
        }
        Optional<Written> same = written.filter(w -> w.model() == model && Files.isRegularFile(w.file()));
        if (same.isPresent()) {
            return same.get().file();
        }
        Path file = scratch.directory().resolve("model-" + ++writes + ".pt");
        ScriptWriter.write(runnable, file);
        written.ifPresent(old -> deleteQuietly(old.file()));
        written = Optional.of(new Written(model, file));
        return file;
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It goes with the scratch space.
        }
    }

    private static RunResult noted(RunResult result, Optional<Problem> note) {
        return note.isEmpty()
                ? result
                : result.verdict()
                        .map(v -> result.with(v.withWarnings(Stream.concat(v.warnings().stream(), note.stream())
                                .toList())))
                        .orElse(result);
    }
}
