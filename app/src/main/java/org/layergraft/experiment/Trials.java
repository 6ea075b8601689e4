package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.layergraft.diagnosis.Concerned;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.diagnosis.Verdict.Measured;
import org.layergraft.diagnosis.Why;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Hyper;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.LayergraftException;

/**
 * Tries what a verdict offers: each fix that can be made without a person's choice is really made, on a copy, and run on all ranks.
 * What trains is offered with what it was measured to cost; what does not is not offered any more.
 */
public final class Trials {

    /** What a fix does, exactly. */
    public sealed interface Change {
        record Turn(Switches switches) implements Change {}

        record Do(List<Edit> edits) implements Change {
            public Do {
                edits = List.copyOf(edits);
            }
        }

        record Take(LossSpec loss) implements Change {}
    }

    /** Told before each trial; {@code done} counts from 0. */
    @FunctionalInterface
    public interface Listener {
        Listener SILENT = (done, total, now) -> {};

        void at(int done, int total, Fix now);
    }

    /** The layer that leads a value into the loss as it is: a dropout that drops nothing. */
    private static final String CONNECTION = "connected";

    private Trials() {}

    /** Does the verdict name fixes that could be run and were not? */
    public static boolean pending(RunResult run) {
        return run.verdict().filter(v -> !v.trains()).stream()
                .flatMap(v -> v.fixes().stream())
                .anyMatch(f -> !f.verified() && change(f, run).isPresent());
    }

    /** Empty for what needs a person: code to be written, or a choice to be made. */
    public static Optional<Change> change(Fix fix, RunResult run) {
        Switches now = run.plan().switches();
        Checkpoint checkpoint = now.checkpoint();
        return switch (fix.id()) {
            case "find_unused_parameters" -> turn(now, s -> s.withFindUnusedParameters(true));
            case "find_unused_instead" ->
                turn(now, s -> s.withFindUnusedParameters(true).withStaticGraph(false));
            case "static_graph" -> turn(now, s -> s.withStaticGraph(true));
            case "drop_find_unused" -> turn(now, s -> s.withFindUnusedParameters(false));
            case "drop_static_graph" -> turn(now, s -> s.withStaticGraph(false));
            case "nonreentrant" ->
                checkpoint.mode() == Mode.REENTRANT
                        ? turn(now, s -> s.withCheckpoint(checkpoint.with(Mode.NONREENTRANT)))
                        : Optional.empty();
            case "checkpoint_off" -> turn(now, s -> s.withCheckpoint(checkpoint.with(Mode.OFF)));
            case "freeze" -> edited(Concerned.of(run), Edit.Freeze::new);
            case "add_zero" -> edited(Concerned.of(run), Edit.AddZero::new);
            case "remove" -> removed(Concerned.of(run));
            case "connect" -> connected(Concerned.of(run), run.plan().loss());
            default -> Optional.empty();
        };
    }

    private static Optional<Change> turn(Switches now, UnaryOperator<Switches> how) {
        Switches turned = how.apply(now);
        return turned.equals(now) ? Optional.empty() : Optional.of(new Change.Turn(turned));
    }

    /** The parameters that fixes of a run's verdict are about. */
    public static List<String> parameters(RunResult run) {
        return Concerned.of(run).stream().map(c -> c.parameter().name()).toList();
    }

    /** One edit of all these parameters. */
    private static Optional<Change> edited(List<Coverage> rows, Function<String, Edit> edit) {
        List<String> names = rows.stream().map(c -> c.parameter().name()).toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Do(List.of(
                        edit.apply(names.size() == 1 ? names.getFirst() : "{" + String.join(",", names) + "}"))));
    }

    /** Only what nothing reads or calls can be taken out without writing code. */
    private static Optional<Change> removed(List<Coverage> rows) {
        var targets = new LinkedHashSet<String>();
        for (Coverage row : rows) {
            Optional<String> target = row.reason().flatMap(why -> switch (why.id()) {
                case "never_read" -> Optional.of(row.parameter().name());
                case "never_called" -> Optional.of(why.module());
                default -> Optional.empty();
            });
            if (target.isEmpty()) {
                return Optional.empty();
            }
            targets.add(target.get());
        }
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Do(
                        targets.stream().<Edit>map(Edit.Remove::new).toList()));
    }

    /** An output is taken into the loss; a value that nothing uses, or that stands in no loss entry, is added to it. */
    private static Optional<Change> connected(List<Coverage> rows, LossSpec loss) {
        var outputs = new LinkedHashSet<Integer>();
        var nodes = new LinkedHashSet<String>();
        for (Coverage row : rows) {
            Optional<Why> why = row.reason();
            if (why.isPresent() && why.get().output().isPresent() && loss instanceof LossSpec.Outputs) {
                outputs.add(why.get().output().getAsInt());
            } else if (why.flatMap(Why::node).isPresent()
                    && List.of("unused_result", "no_output", "not_in_loss")
                            .contains(why.get().id())) {
                nodes.add(why.get().node().get());
            } else {
                return Optional.empty();
            }
        }
        if (nodes.isEmpty()
                && !outputs.isEmpty()
                && loss instanceof LossSpec.Outputs(List<Integer> use, LossSpec.Reduce by)) {
            var more = new ArrayList<>(use);
            more.addAll(outputs);
            return Optional.of(new Change.Take(new LossSpec.Outputs(more, by)));
        }
        var edits = new ArrayList<Edit>();
        for (String node : nodes) {
            String name = edits.isEmpty() ? CONNECTION : CONNECTION + edits.size();
            edits.add(new Edit.Branch(
                    owner(rows, node),
                    node,
                    new LayerSpec("dropout", name, new LinkedHashMap<>(Map.of("p", new Hyper.Real(0)))),
                    Edit.Use.LOSS,
                    1,
                    Edit.Scope.THIS));
        }
        return edits.isEmpty() || !outputs.isEmpty() ? Optional.empty() : Optional.of(new Change.Do(edits));
    }

    private static String owner(List<Coverage> rows, String node) {
        return rows.stream()
                .flatMap(r -> r.reason().stream())
                .filter(w -> w.node().filter(node::equals).isPresent())
                .map(Why::forward)
                .findFirst()
                .orElse("");
    }

    /**
     * The same result with the fixes that were tried: those that train first and with their measured cost, then those that nobody can
     * try. Fixes that were tried and do not train are gone.
     *
     * @param failed of a check of this experiment with these settings
     * @throws LayergraftException CANCELLED, or what keeps every run from being made
     */
    public static RunResult verify(
            RunService runs,
            Experiment experiment,
            RunSettings settings,
            RunResult failed,
            Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        Optional<Verdict> verdict = failed.verdict();
        if (verdict.isEmpty() || verdict.get().trains()) {
            return failed;
        }
        List<Fix> fixes = verdict.get().fixes();
        int total =
                (int) fixes.stream().filter(f -> change(f, failed).isPresent()).count();
        var verified = new ArrayList<Fix>();
        var untried = new ArrayList<Fix>();
        int done = 0;
        for (Fix fix : fixes) {
            Optional<Change> change = change(fix, failed);
            if (change.isEmpty()) {
                untried.add(fix);
                continue;
            }
            listener.at(done++, total, fix);
            measured(runs, experiment, settings, change.get(), progress, cancel)
                    .ifPresent(m -> verified.add(fix.with(m)));
        }
        var offered = new ArrayList<>(verified);
        offered.addAll(untried);
        return failed.with(verdict.get().withFixes(offered));
    }

    private static Optional<Measured> measured(
            RunService runs,
            Experiment experiment,
            RunSettings settings,
            Change change,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        try {
            // With the plain run: gradients that only one device has are missed by nobody else.
            RunResult run = runs.check(applied(experiment, change), settings(settings, change), progress, cancel);
            return run.verdict().filter(Verdict::trains).flatMap(_ -> Measured.of(run));
        } catch (LayergraftException refused) {
            if (refused.fault() == LayergraftException.Fault.CANCELLED) {
                throw refused;
            }
            // A fix that cannot be made here is none.
            return Optional.empty();
        }
    }

    /** The experiment with the fix. */
    public static Experiment applied(Experiment experiment, Change change) throws LayergraftException {
        Experiment now = experiment;
        if (change instanceof Change.Do(List<Edit> edits)) {
            for (Edit edit : edits) {
                now = Experiments.apply(now, edit);
            }
        }
        return now;
    }

    /** The settings with the fix. */
    public static RunSettings settings(RunSettings settings, Change change) {
        return switch (change) {
            case Change.Turn(Switches switches) -> settings.with(switches);
            case Change.Take(LossSpec loss) -> settings.with(loss);
            case Change.Do _ -> settings;
        };
    }
}
