package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.model.ModelGraph;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Every combination of the switches, really run. The plain run knows no DDP switches, so it runs once. */
public final class Matrix {

    /** Told where the matrix is; {@code done} counts from 0. */
    @FunctionalInterface
    public interface Progress {
        Progress SILENT = (done, total, now) -> {};

        /** Before each combination. */
        void at(int done, int total, Switches now);

        /** After each, before what it costs is known beside the others. */
        default void finished(RunResult result) {}
    }

    private Matrix() {}

    /**
     * {@link Axis#standard} and others: the last one changes fastest, and what everyone asks first comes first.
     *
     * @param base what is not varied stays as it is here
     */
    public static List<Switches> combinations(Switches base, List<Axis> others) {
        List<Switches> all = List.of(base);
        var axes = new ArrayList<>(others);
        axes.addAll(Axis.standard(base));
        for (Axis axis : axes) {
            all = all.stream().flatMap(s -> axis.spread(s).stream()).toList();
        }
        return all.stream().distinct().toList();
    }

    /** How many {@link #combinations} there will be when every one of the others is of another option. */
    public static long count(Switches base, List<Axis> others) {
        return Stream.concat(others.stream(), Axis.standard(base).stream())
                .mapToLong(axis -> axis.spread(base).size())
                .reduce(1, (all, each) -> all * each);
    }

    /**
     * One result per combination, in their order; switches offered as fixes carry the cost measured here.
     *
     * @param alone of the plain run
     * @param plan of the ranks; its switches are where the combinations start from
     */
    public static List<RunResult> run(
            StepRunner runner,
            ModelGraph graph,
            StepPlan alone,
            StepPlan plan,
            List<Axis> others,
            Progress progress,
            StepRunner.Progress steps,
            Cancellation cancel)
            throws LayergraftException {
        stopIfCancelled(cancel);
        SingleReport single = runner.single(alone, steps, cancel);
        List<Switches> combinations = combinations(plan.switches(), others);
        var results = new ArrayList<RunResult>();
        for (Switches switches : combinations) {
            stopIfCancelled(cancel);
            progress.at(results.size(), combinations.size(), switches);
            StepPlan now = plan.with(switches);
            List<RankReport> ranks = runner.ranks(now, steps, cancel);
            RunResult result = Diagnosis.judge(graph, now, Optional.of(single), ranks);
            results.add(result);
            progress.finished(result);
        }
        return results.stream().map(r -> priced(r, results)).toList();
    }

    private static Switches checkpointed(Switches switches, Checkpoint.Mode mode) {
        return switches.withCheckpoint(switches.checkpoint().with(mode));
    }

    private static void stopIfCancelled(Cancellation cancel) throws LayergraftException {
        if (cancel.isCancelled()) {
            throw new LayergraftException(
                    LayergraftException.Fault.CANCELLED, Problem.of(Explanations.AREA, "cancelled"));
        }
    }

    private static RunResult priced(RunResult result, List<RunResult> all) {
        return result.verdict()
                .map(v -> result.with(priced(v, result.plan().switches(), all)))
                .orElse(result);
    }

    /** The switches with a fix applied that is nothing but a switch; empty for one that changes the model. */
    public static Optional<Switches> turned(Fix fix, Switches switches) {
        return switch (fix.id()) {
            case Fixes.FIND_UNUSED -> Optional.of(switches.withFindUnusedParameters(true));
            case Fixes.STATIC_GRAPH -> Optional.of(switches.withStaticGraph(true));
            case "find_unused_instead" ->
                Optional.of(switches.withStaticGraph(false).withFindUnusedParameters(true));
            case "drop_find_unused" -> Optional.of(switches.withFindUnusedParameters(false));
            case "drop_static_graph" -> Optional.of(switches.withStaticGraph(false));
            case "nonreentrant" -> Optional.of(checkpointed(switches, Checkpoint.Mode.NONREENTRANT));
            case "checkpoint_off" -> Optional.of(checkpointed(switches, Checkpoint.Mode.OFF));
            default -> Optional.empty();
        };
    }

    /** A switch that was run and did not help is no fix; one that helped says what its step cost. */
    private static Verdict priced(Verdict verdict, Switches switches, List<RunResult> all) {
        var fixes = new ArrayList<Fix>();
        for (Fix fix : verdict.fixes()) {
            Optional<Switches> turned = turned(fix, switches);
            Optional<RunResult> run = turned.flatMap(
                    s -> all.stream().filter(r -> r.plan().switches().equals(s)).findFirst());
            if (run.isEmpty()) {
                fixes.add(fix);
            } else if (run.get().verdict().filter(Verdict::trains).isPresent()) {
                fixes.add(Verdict.Measured.of(run.get()).map(fix::with).orElse(fix));
            }
        }
        return verdict.withFixes(fixes);
    }
}
