package org.layergraft.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.Edit;
import org.layergraft.process.Cancellation;
import org.layergraft.step.Phase;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** Starts runs, follows them, cancels them. One at a time. */
public final class RunsViewModel {

    /**
     * A run that came to an end.
     *
     * @param edits those of the model that was run
     */
    public record Finished(boolean onRanks, RunSettings settings, List<Edit> edits, RunResult result) {}

    private final Backend backend;
    private final Tasks tasks;
    private final Words words;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper where = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Finished>> last = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Cancellation cancellation = new Cancellation();

    public RunsViewModel(Backend backend, Tasks tasks, Words words) {
        this.backend = backend;
        this.tasks = tasks;
        this.words = words;
    }

    /** Does nothing while another run is under way. */
    public void start(
            boolean onRanks,
            Experiment experiment,
            RunSettings settings,
            Consumer<Finished> done,
            Consumer<LayergraftException> failed) {
        if (running.get()) {
            return;
        }
        var cancel = new Cancellation();
        var follower = new Follower(onRanks ? settings.ranks() : 1, settings.steps());
        cancellation = cancel;
        running.set(true);
        progress.set(-1);
        where.set(words.get("run.starting"));
        tasks.start(
                () -> onRanks
                        ? backend.check(experiment, settings, follower::at, cancel)
                        : backend.single(experiment, settings, follower::at, cancel),
                result -> {
                    end();
                    var finished =
                            new Finished(onRanks, settings, experiment.log().edits(), result);
                    last.set(Optional.of(finished));
                    done.accept(finished);
                },
                problem -> {
                    end();
                    failed.accept(problem);
                });
    }

    private void end() {
        running.set(false);
        progress.set(0);
        where.set("");
    }

    public void cancel() {
        if (running.get()) {
            where.set(words.get("run.stopping"));
            // It waits for children to go.
            var pressed = cancellation;
            tasks.start(
                    () -> {
                        pressed.cancel();
                        return pressed;
                    },
                    _ -> {},
                    _ -> {});
        }
    }

    /** Shows an earlier run again; empty to forget. */
    public void show(Optional<Finished> finished) {
        last.set(finished);
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** From 0 to 1; -1 while nothing is known yet. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** "Rank 1: backward of step 2 of 3". */
    public ReadOnlyStringProperty whereProperty() {
        return where.getReadOnlyProperty();
    }

    /** The run that is shown. */
    public ReadOnlyObjectProperty<Optional<Finished>> lastProperty() {
        return last.getReadOnlyProperty();
    }

    /** Turns what processes report into one number and one sentence. */
    private final class Follower {

        private final int ranks;
        private final int steps;
        private final Map<Integer, Double> done = new HashMap<>();

        Follower(int ranks, int steps) {
            this.ranks = ranks;
            this.steps = steps;
        }

        void at(int rank, int iteration, Phase phase) {
            tasks.soon(() -> {
                if (running.get()) {
                    double phases = Phase.values().length;
                    done.put(rank, (Math.max(0, iteration - 1) + phase.ordinal() / phases) / steps);
                    long expected = ranks + (done.containsKey(-1) ? 1 : 0);
                    progress.set(Math.min(
                            1, done.values().stream().mapToDouble(d -> d).sum() / Math.max(1, expected)));
                    String key = rank < 0 ? "run.at.single" : "run.at.rank";
                    where.set(words.get(
                            key,
                            rank,
                            iteration,
                            steps,
                            words.get("phase." + phase.name().toLowerCase(java.util.Locale.ROOT))));
                }
            });
        }
    }
}
