package org.layergraft.ui;

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
                onRanks ? settings.ranks() : 1,
                settings.steps(),
                1,
                "run.check",
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
                settings.ranks(),
                settings.steps(),
                edits.size() + 1,
                "run.check",
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
                settings.ranks(),
                settings.steps(),
                Matrix.combinations(settings.switches(), others).size(),
                "run.combination",
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
                settings.ranks(),
                PAIRS,
                1,
                "run.check",
                cancel -> backend.compare(experiment, settings, other, PAIRS, follower(), cancel),
                done,
                failed);
    }

    @FunctionalInterface
    private interface Cancellable<T> {
        T run(Cancellation cancel) throws LayergraftException;
    }

    private <T> void begin(
            int ranks,
            int steps,
            int checks,
            String kind,
            Cancellable<T> work,
            Consumer<? super T> done,
            Consumer<LayergraftException> failed) {
        if (running.get()) {
            return;
        }
        var cancel = new Cancellation();
        cancellation = cancel;
        running.set(true);
        progress.begin(ranks, steps, checks, kind);
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
