package org.layergraft.ui;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Tasks;

/**
 * What the values of the open model look like. A report counts for one version of the model; after an edit the next version is measured
 * by itself, but only once the person has run this file or had it measured: opening executes nothing.
 *
 * <p>Runs come first: what is being measured when one starts is stopped, and measured after it.
 */
public final class ShapesViewModel {

    /** Undo and redo come back to these without another forward. */
    private static final int MOST_KEPT = 12;

    /** What is known about the version that is open. */
    public sealed interface State {
        record Unknown() implements State {}

        record Measuring() implements State {}

        record Measured(ShapeReport report) implements State {}

        record Failed(Problem why) implements State {}
    }

    /**
     * What there is to see.
     *
     * @param stale it is about the version before the last edit
     */
    public record Shown(ShapeReport report, boolean stale) {
        public static final Shown NOTHING = new Shown(ShapeReport.EMPTY, false);
    }

    /** Told how measurements end, but not of those that are stopped because something else is more urgent. */
    interface Listener {
        /** @param asked the person wanted it; else it came by itself */
        void measured(ShapeReport report, boolean asked);

        /** @param problem also when the person stopped it */
        void failed(LayergraftException problem, boolean asked);
    }

    /** A version that was measured, and how. */
    private record Known(ScriptModel model, RunSettings settings, ShapeReport report) {
        boolean isOf(ScriptModel other) {
            return model == other;
        }
    }

    /** What is being measured. */
    private record Going(ScriptModel model, boolean asked, Cancellation cancel) {}

    private final Backend backend;
    private final Tasks tasks;
    private final Listener listener;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Unknown());
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(Shown.NOTHING);
    private final ReadOnlyBooleanWrapper stopping = new ReadOnlyBooleanWrapper();
    private final List<Known> known = new ArrayList<>();
    private Optional<Going> going = Optional.empty();
    private Optional<ScriptModel> base = Optional.empty();
    private Optional<Duration> took = Optional.empty();
    private boolean allowed;
    private boolean paused;

    ShapesViewModel(Backend backend, Tasks tasks, Listener listener) {
        this.backend = backend;
        this.tasks = tasks;
        this.listener = listener;
    }

    /** Another version is open. If it is of another file, nothing is known of it and nothing of it may be executed yet. */
    void show(Experiment experiment, RunSettings settings) {
        stop();
        if (base.filter(b -> b == experiment.base()).isEmpty()) {
            base = Optional.of(experiment.base());
            known.clear();
            took = Optional.empty();
            allowed = false;
            shown.set(Shown.NOTHING);
        }
        if (experiment.captured().isPresent()) {
            // What was seen where it trained.
            tell(experiment.captured().get().shapes());
            return;
        }
        var report = known(experiment.model());
        if (report.isPresent()) {
            tell(report.get());
            return;
        }
        if (!shown.get().equals(Shown.NOTHING)) {
            shown.set(new Shown(shown.get().report(), true));
        }
        state.set(new State.Unknown());
        if (allowed && !paused) {
            start(experiment, settings, false);
        }
    }

    /** The person wants to know. */
    void measure(Experiment experiment, RunSettings settings) {
        if (experiment.captured().isPresent()) {
            return;
        }
        allowed = true;
        if (!paused) {
            stop();
            start(experiment, settings, true);
        }
    }

    /** A run begins, so the model may be executed; nothing is measured meanwhile. */
    void pause() {
        allowed = true;
        paused = true;
        stop();
    }

    /** The run is over, however it ended. */
    void resume() {
        paused = false;
    }

    /** Measures what is not known yet, or was measured with another device or other inputs. */
    void renew(Experiment experiment, RunSettings settings) {
        boolean asBefore = experiment.captured().isPresent()
                || known.stream()
                        .filter(k -> k.isOf(experiment.model()))
                        .anyMatch(k -> sameForward(k.settings(), settings));
        if (!asBefore && going.isEmpty()) {
            start(experiment, settings, false);
        }
    }

    /** Would one forward be the same with these settings? */
    private static boolean sameForward(RunSettings a, RunSettings b) {
        return a.device().equals(b.device()) && a.inputs().equals(b.inputs()) && a.seed() == b.seed();
    }

    private void start(Experiment experiment, RunSettings settings, boolean asked) {
        var cancel = new Cancellation();
        var mine = new Going(experiment.model(), asked, cancel);
        going = Optional.of(mine);
        stopping.set(false);
        long begin = System.nanoTime();
        state.set(new State.Measuring());
        tasks.start(
                () -> backend.shapes(experiment, settings, StepRunner.Progress.SILENT, cancel),
                report -> {
                    if (isGoing(mine)) {
                        going = Optional.empty();
                        took = Optional.of(Duration.ofNanos(System.nanoTime() - begin));
                        keep(new Known(mine.model(), settings, report));
                        tell(report);
                        listener.measured(report, asked);
                    }
                },
                problem -> {
                    if (isGoing(mine)) {
                        going = Optional.empty();
                        boolean stopped = problem.fault() == LayergraftException.Fault.CANCELLED;
                        state.set(stopped ? new State.Unknown() : new State.Failed(problem.problem()));
                        listener.failed(problem, asked);
                    }
                });
    }

    private boolean isGoing(Going mine) {
        return going.filter(g -> g == mine).isPresent();
    }

    private void keep(Known fresh) {
        known.removeIf(k -> k.isOf(fresh.model()));
        known.add(fresh);
        if (known.size() > MOST_KEPT) {
            known.removeFirst();
        }
    }

    private void tell(ShapeReport report) {
        shown.set(new Shown(report, false));
        state.set(new State.Measured(report));
    }

    /** Without a word: whoever stops it knows why. */
    private void stop() {
        going.ifPresent(g -> g.cancel().cancel());
        going = Optional.empty();
        if (state.get() instanceof State.Measuring) {
            state.set(new State.Unknown());
        }
    }

    /** The person does not want to wait. This version is measured again only when asked for, or after the next run. */
    void cancel() {
        going.ifPresent(g -> {
            stopping.set(true);
            g.cancel().cancel();
        });
    }

    private Optional<ShapeReport> known(ScriptModel model) {
        return known.stream().filter(k -> k.isOf(model)).map(Known::report).findFirst();
    }

    /** What is known of this version; runs nothing. */
    ShapeSource source(ScriptModel version) {
        return known(version)
                .map(report -> (ShapeSource) (model, node) -> model == version ? report.shape(node) : Optional.empty())
                .orElse(ShapeSource.NONE);
    }

    /** How long this model took when it was measured last; a forward says nothing of how far it is. */
    Optional<Duration> expected() {
        return took;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    public BooleanBinding measuringProperty() {
        return Bindings.createBooleanBinding(() -> state.get() instanceof State.Measuring, state);
    }

    /** It was asked to stop and has not yet. */
    public ReadOnlyBooleanProperty stoppingProperty() {
        return stopping.getReadOnlyProperty();
    }
}
