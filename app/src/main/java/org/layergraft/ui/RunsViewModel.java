package org.layergraft.ui;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Growth;
import org.layergraft.experiment.RunSettings;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.runs.Pace;

/** Starts runs, follows them, cancels them. One at a time. */
public final class RunsViewModel {

    /** Enough to tell a few percent from noise on a quiet machine. */
    private static final int PAIRS = 24;

    private final Backend backend;
    private final Tasks tasks;
    private final RunProgress progress;
    private final FixTrials trials;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<FinishedRun>> last = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<FinishedRun> history = FXCollections.observableArrayList();
    private final Timekeeper times = new Timekeeper(System::nanoTime);
    private final ReadOnlyObjectWrapper<Problem> title = new ReadOnlyObjectWrapper<>(Problem.of("ui", "run.starting"));
    private final ReadOnlyObjectWrapper<Optional<Duration>> expected = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Cancellation cancellation = new Cancellation();

    public RunsViewModel(Backend backend, Tasks tasks, Words words) {
        this.backend = backend;
        this.tasks = tasks;
        this.progress = new RunProgress(words);
        this.trials = new FixTrials(backend, tasks, this::replace);
    }

    /** Does nothing while another run is under way. */
    public void start(
            boolean onRanks,
            Experiment experiment,
            RunSettings settings,
            Consumer<FinishedRun> done,
            Consumer<LayergraftException> failed) {
        var edits = experiment.log().edits();
        begin(
                new Plan(
                        onRanks ? "tasks.run.ranks" : "tasks.run.single",
                        onRanks ? settings.ranks() : 1,
                        settings.steps(),
                        1,
                        "run.check",
                        onRanks ? pace(settings) : Optional.empty()),
                cancel -> onRanks
                        ? backend.check(experiment, settings, follower(), cancel)
                        : backend.single(experiment, settings, follower(), cancel),
                result -> {
                    if (onRanks) {
                        times.finished(settings);
                    }
                    var finished = new FinishedRun(onRanks, settings, edits, result);
                    history.add(finished);
                    last.set(Optional.of(finished));
                    done.accept(finished);
                },
                failed);
    }

    /** Really runs the fixes of a check that failed, as {@link FixTrials} says; what was found takes the place of that check. */
    void tryFixes(FinishedRun failed, Experiment experiment, Runnable ended, Consumer<LayergraftException> broken) {
        if (!running.get()) {
            trials.begin(failed, experiment, ended, broken);
        }
    }

    private void replace(FinishedRun known, FinishedRun better) {
        history.replaceAll(run -> run.equals(known) ? better : run);
        if (last.get().filter(known::equals).isPresent()) {
            last.set(Optional.of(better));
        }
    }

    /** Runs the model as it was opened and after every edit, on ranks. What is finished counts, also when the rest is cancelled. */
    public void everyPrefix(
            Experiment experiment, RunSettings settings, Consumer<Growth> done, Consumer<LayergraftException> failed) {
        var edits = experiment.log().edits();
        Growth.Listener listener = (step, _) -> tasks.soon(() -> {
            var finished = new FinishedRun(true, settings, edits.subList(0, step.edits()), step.result());
            history.add(finished);
            last.set(Optional.of(finished));
            progress.nextCheck();
        });
        begin(
                new Plan(
                        "tasks.growth",
                        settings.ranks(),
                        settings.steps(),
                        edits.size() + 1,
                        "run.check",
                        pace(settings)),
                cancel -> backend.growth(experiment, settings, listener, follower(), cancel),
                done,
                failed);
    }

    /**
     * Runs every combination of switches. Those that are finished count, also when the rest is cancelled.
     *
     * @param others what is varied besides the switches that every matrix varies
     */
    public void matrix(
            Experiment experiment,
            RunSettings settings,
            List<Axis> others,
            Consumer<RunResult> each,
            Consumer<List<RunResult>> done,
            Consumer<LayergraftException> failed) {
        var listener = new Matrix.Progress() {
            @Override
            public void at(int count, int total, Switches now) {
                // The processes say where they are.
            }

            @Override
            public void finished(RunResult result) {
                tasks.soon(() -> {
                    times.finished(settings);
                    progress.nextCheck();
                    each.accept(result);
                });
            }
        };
        begin(
                new Plan(
                        "tasks.matrix",
                        settings.ranks(),
                        settings.steps(),
                        Matrix.combinations(settings.switches(), others).size(),
                        "run.combination",
                        pace(settings)),
                cancel -> backend.matrix(experiment, settings, others, listener, follower(), cancel),
                done,
                failed);
    }

    /** Times two ways to train in turns; pairs count as steps of the progress. */
    public void compare(
            Experiment experiment,
            RunSettings settings,
            Switches other,
            Consumer<Comparison> done,
            Consumer<LayergraftException> failed) {
        begin(
                new Plan("tasks.costs", settings.ranks(), PAIRS, 1, "run.check", Optional.empty()),
                cancel -> backend.compare(experiment, settings, other, PAIRS, follower(), cancel),
                done,
                failed);
    }

    @FunctionalInterface
    private interface Cancellable<T> {
        T run(Cancellation cancel) throws LayergraftException;
    }

    /**
     * What is about to run.
     *
     * @param title the key of what it is called
     * @param checks how many runs, one after the other
     * @param kind the key of what these are called
     * @param each about how long one takes, where that is known
     */
    private record Plan(String title, int ranks, int steps, int checks, String kind, Optional<Duration> each) {}

    private Optional<Duration> pace(RunSettings settings) {
        return times.paceProperty().get().flatMap(p -> p.of(settings));
    }

    private <T> void begin(
            Plan plan, Cancellable<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
        if (running.get()) {
            return;
        }
        var cancel = new Cancellation();
        cancellation = cancel;
        progress.begin(plan.ranks(), plan.steps(), plan.checks(), plan.kind());
        title.set(Problem.of("ui", plan.title()));
        expected.set(plan.each().map(each -> each.multipliedBy(plan.checks())));
        running.set(true);
        times.begin();
        trials.giveWay(() -> tasks.start(
                () -> work.run(cancel),
                result -> {
                    end();
                    done.accept(result);
                },
                problem -> {
                    end();
                    failed.accept(problem);
                }));
    }

    private StepRunner.Progress follower() {
        return (rank, iteration, phase) -> tasks.soon(() -> {
            if (running.get()) {
                times.heard(rank);
                progress.at(rank, iteration, phase);
            }
        });
    }

    private void end() {
        running.set(false);
        progress.end();
    }

    public void cancel() {
        if (running.get()) {
            progress.stopping();
            StopButton.press(cancellation, tasks);
        }
    }

    /** Shows an earlier run again. */
    public void show(FinishedRun finished) {
        if (!history.contains(finished)) {
            history.add(finished);
        }
        last.set(Optional.of(finished));
    }

    /** Runs that a file kept, oldest first; the last is shown. */
    void restore(List<FinishedRun> kept) {
        history.setAll(kept);
        last.set(kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast()));
    }

    /** Another model: nothing was run yet. */
    public void forget() {
        trials.cancel();
        history.clear();
        last.set(Optional.empty());
        times.forget();
    }

    /** The runs that nobody waits for. */
    public FixTrials trials() {
        return trials;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** What kind of run it is. */
    ReadOnlyObjectProperty<Problem> titleProperty() {
        return title.getReadOnlyProperty();
    }

    /** How long all of it should take, where one like it ran before. */
    ReadOnlyObjectProperty<Optional<Duration>> expectedProperty() {
        return expected.getReadOnlyProperty();
    }

    /** From 0 to 1; -1 while nothing is known yet. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.fractionProperty();
    }

    /** "Rank 1: backward of step 2 of 3". */
    public ReadOnlyStringProperty whereProperty() {
        return progress.whereProperty();
    }

    /** The run that is shown. */
    public ReadOnlyObjectProperty<Optional<FinishedRun>> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** How long a run of the open model on all ranks took, once there was one. */
    public ReadOnlyObjectProperty<Optional<Pace>> paceProperty() {
        return times.paceProperty();
    }

    /** Every run of the open model, oldest first. */
    public ObservableList<FinishedRun> history() {
        return history;
    }
}
