package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepPlan;

/**
 * The parameters that a verdict's advice has to cover. They can be more than those it names: where ranks take different ways, each
 * rank's error names what that rank lacks ({@code Reducer::ensure_prior_reduction_finished}, torch/csrc/distributed/c10d/reducer.cpp),
 * and to use one rank's parameters everywhere does not help the others.
 */
public final class Concerned {

    private Concerned() {}

    /** Those named first, then the others, each in the order of the model. */
    public static List<Coverage> of(RunResult run) {
        return run.verdict()
                .map(verdict -> of(verdict.outcome(), verdict.parameters(), run.plan(), run.ranks(), run.coverage()))
                .orElse(List.of());
    }

    static List<Coverage> of(
            Outcome outcome, List<String> named, StepPlan plan, List<RankReport> ranks, List<Coverage> coverage) {
        return switch (outcome) {
            case UNUSED_PARAMETERS -> unused(named, plan, ranks, coverage);
            case HANG -> named.isEmpty() ? uneven(coverage) : rows(named, coverage);
            case OK, READY_TWICE, STATIC_GRAPH_CHANGED, NO_GRADIENT, UNSYNCHRONISED, OUT_OF_MEMORY, FAILED ->
                rows(named, coverage);
        };
    }

    /** In the order of the model, whatever order PyTorch's hash map had; a shared tensor is found under any of its names. */
    static List<Coverage> rows(List<String> names, List<Coverage> coverage) {
        return coverage.stream()
                .filter(c -> names.contains(c.parameter().name())
                        || c.parameter().aliases().stream().anyMatch(names::contains))
                .toList();
    }

    private static List<Coverage> unused(
            List<String> named, StepPlan plan, List<RankReport> ranks, List<Coverage> coverage) {
        List<Coverage> first = rows(named, coverage);
        List<String> everywhere =
                ranks.stream().flatMap(r -> saidUnused(r).stream()).toList();
        List<Coverage> told = rows(everywhere, coverage);
        // A rank that only waited said nothing, but its own first backward tells.
        boolean marked =
                plan.switches().findUnusedParameters() || plan.switches().staticGraph();
        List<Coverage> seen = marked || plan.microSteps() > 1 ? List.of() : uneven(coverage);
        List<Coverage> others = coverage.stream()
                .filter(c -> !first.contains(c) && (told.contains(c) || seen.contains(c)))
                .toList();
        return Stream.concat(first.stream(), others.stream()).toList();
    }

    private static List<String> saidUnused(RankReport report) {
        return Optional.of(report.end())
                .filter(End.Raised.class::isInstance)
                .map(End.Raised.class::cast)
                .filter(raised -> RaisedWords.of(raised.message()).equals(RaisedWords.UNUSED))
                .map(End.Raised::parameters)
                .orElse(List.of());
    }

    private static List<Coverage> uneven(List<Coverage> coverage) {
        return coverage.stream().filter(Concerned::isUneven).toList();
    }

    /** Some ranks have a gradient for it and others have none. */
    private static boolean isUneven(Coverage row) {
        return row.ranks().stream()
                        .map(g -> g.state() == GradientState.NONE)
                        .distinct()
                        .count()
                == 2;
    }
}
