package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.model.ModelGraph;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Every combination of the switches, really run. The plain run knows no DDP switches, so it runs once. */
public final class Matrix {

    /** Told before each combination; {@code done} counts from 0. */
    @FunctionalInterface
    public interface Progress {
        Progress SILENT = (done, total, now) -> {};

        void at(int done, int total, Switches now);
    }

    private Matrix() {}

    /** find_unused_parameters × static_graph, in the order of counting in binary; checkpointing stays as the plan has it. */
    public static List<Switches> combinations(Switches base) {
        var all = new ArrayList<Switches>();
        for (boolean findUnused : new boolean[] {false, true}) {
            for (boolean staticGraph : new boolean[] {false, true}) {
                all.add(base.withFindUnusedParameters(findUnused).withStaticGraph(staticGraph));
            }
        }
        return List.copyOf(all);
    }

    /**
     * One result per combination, in their order; switches offered as fixes carry the cost measured here.
     *
     * @param alone of the plain run
     * @param plan of the ranks; its switches say whether and how to checkpoint
     */
    public static List<RunResult> run(
            StepRunner runner,
            ModelGraph graph,
            StepPlan alone,
            StepPlan plan,
            Progress progress,
            StepRunner.Progress steps,
            Cancellation cancel)
            throws LayergraftException {
        stopIfCancelled(cancel);
        SingleReport single = runner.single(alone, steps, cancel);
        List<Switches> combinations = combinations(plan.switches());
        var results = new ArrayList<RunResult>();
        for (Switches switches : combinations) {
            stopIfCancelled(cancel);
            progress.at(results.size(), combinations.size(), switches);
            StepPlan now = plan.with(switches);
            List<RankReport> ranks = runner.ranks(now, steps, cancel);
            results.add(Diagnosis.judge(graph, now, Optional.of(single), ranks));
        }
        return results.stream().map(r -> priced(r, results)).toList();
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

    /** A switch that was run and did not help is no fix; one that helped says what its step cost. */
    private static Verdict priced(Verdict verdict, Switches switches, List<RunResult> all) {
        var fixes = new ArrayList<Fix>();
        for (Fix fix : verdict.fixes()) {
            Optional<Switches> turned =
                    switch (fix.id()) {
                        case Fixes.FIND_UNUSED -> Optional.of(switches.withFindUnusedParameters(true));
                        case Fixes.STATIC_GRAPH -> Optional.of(switches.withStaticGraph(true));
                        default -> Optional.empty();
                    };
            Optional<RunResult> run = turned.flatMap(
                    s -> all.stream().filter(r -> r.plan().switches().equals(s)).findFirst());
            if (run.isEmpty()) {
                fixes.add(fix);
            } else if (run.get().verdict().filter(Verdict::trains).isPresent()) {
                OptionalDouble ms = stepMs(run.get());
                fixes.add(ms.isPresent() ? Fixes.measured(fix, ms.getAsDouble()) : fix);
            }
        }
        return verdict.withFixes(fixes);
    }

    private static OptionalDouble stepMs(RunResult result) {
        return result.ranks().stream()
                .flatMap(r -> r.timing().stream())
                .mapToDouble(t -> t.stepMs())
                .max();
    }
}
