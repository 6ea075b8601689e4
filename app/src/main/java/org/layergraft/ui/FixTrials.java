package org.layergraft.ui;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Trials;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.runs.FinishedRun;

/** Runs the fixes of a check that failed, behind whatever the person does, and gives way to every run the person starts. */
public final class FixTrials {

    private final Backend backend;
    private final Tasks tasks;
    private final BiConsumer<FinishedRun, FinishedRun> replace;
    private final ReadOnlyBooleanWrapper trying = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Problem> where = new ReadOnlyObjectWrapper<>(starting());
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
    private Cancellation cancellation = new Cancellation();
    private Optional<Runnable> waiting = Optional.empty();

    /** @param replace told which run is known better now, and what is known of it */
    FixTrials(Backend backend, Tasks tasks, BiConsumer<FinishedRun, FinishedRun> replace) {
        this.backend = backend;
        this.tasks = tasks;
        this.replace = replace;
    }

    private static Problem starting() {
        return Problem.of("ui", "trials.starting");
    }

    /** Is there anything to try? */
    static boolean worth(FinishedRun run) {
        return run.onRanks() && Trials.pending(run.result());
    }

    /**
     * @param ended however they ended, but not told where something else runs now
     * @param broken what keeps them from being made; not told that they gave way
     */
    void begin(FinishedRun failed, Experiment experiment, Runnable ended, Consumer<LayergraftException> broken) {
        if (trying.get()) {
            return;
        }
        var cancel = new Cancellation();
        cancellation = cancel;
        where.set(starting());
        progress.set(-1);
        trying.set(true);
        tasks.start(
                () -> backend.verify(
                        experiment, failed.settings(), failed.result(), listener(), StepRunner.Progress.SILENT, cancel),
                result -> {
                    replace.accept(
                            failed, new FinishedRun(failed.onRanks(), failed.settings(), failed.edits(), result));
                    end(ended);
                },
                problem -> {
                    if (waiting.isEmpty()) {
                        broken.accept(problem);
                    }
                    end(ended);
                });
    }

    private Trials.Listener listener() {
        return (done, total, _) -> tasks.soon(() -> {
            where.set(Problem.of("ui", "trials.at", done + 1, total));
            progress.set((double) done / total);
        });
    }

    private void end(Runnable ended) {
        trying.set(false);
        var next = waiting;
        waiting = Optional.empty();
        next.orElse(ended).run();
    }

    /** Does this as soon as no trial runs any more. What was not tried by then is not tried. */
    void giveWay(Runnable next) {
        if (trying.get()) {
            waiting = Optional.of(next);
            cancel();
        } else {
            next.run();
        }
    }

    /** What was found so far is not kept. */
    void cancel() {
        if (trying.get()) {
            where.set(Problem.of("ui", "run.stopping"));
            StopButton.press(cancellation, tasks);
        }
    }

    public ReadOnlyBooleanProperty tryingProperty() {
        return trying.getReadOnlyProperty();
    }

    /** Which fix, of how many. */
    public ReadOnlyObjectProperty<Problem> whereProperty() {
        return where.getReadOnlyProperty();
    }

    /** From 0 to 1; -1 while nothing is known yet. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
