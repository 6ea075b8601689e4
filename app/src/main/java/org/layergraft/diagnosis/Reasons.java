package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches.Checkpoint.Mode;

/** Why each parameter has the gradients it has: what the run saw, explained by the graph. Where they disagree the run is right. */
final class Reasons {

    private final GraphReasons graph;
    private final StepPlan plan;
    private final List<RankReport> ranks;
    private final LaterSteps steps;

    /** @param steps what is known of every step, by rank */
    Reasons(ModelGraph graph, StepPlan plan, List<RankReport> ranks, List<List<Sums>> steps) {
        this.graph = new GraphReasons(graph, plan.loss());
        this.plan = plan;
        this.ranks = List.copyOf(ranks);
        this.steps = new LaterSteps(steps);
    }

    /** Empty for a full gradient that nothing speaks against, and where no gradient was read at all. */
    Optional<Reason> of(Coverage row) {
        if (!row.parameter().trainable()) {
            return Optional.of(new Reason.Frozen());
        }
        if (row.ranks().isEmpty()) {
            return Optional.empty();
        }
        if (has(row, GradientState.NONFINITE)) {
            return Optional.of(new Reason.NonFinite(graph.delicate(row.parameter())));
        }
        if (has(row, GradientState.NONE)) {
            return Optional.of(none(row));
        }
        Optional<Reason> later = steps.of(row).map(this::inSomeSteps);
        if (later.isPresent()) {
            return later;
        }
        if (row.ranks().stream().allMatch(g -> g.state() == GradientState.ZERO)) {
            return Optional.of(graph.zero(row.parameter()));
        }
        if (!graph.showsAWay(row.parameter())) {
            return Optional.of(new Reason.CameAnyway());
        }
        double share = row.ranks().stream().mapToDouble(Gradient::nonzero).max().orElse(1);
        return share < 1 ? Optional.of(new Reason.Partly(share, graph.partly(row.parameter()))) : Optional.empty();
    }

    private static boolean has(Coverage row, GradientState state) {
        return row.ranks().stream().anyMatch(g -> g.state() == state);
    }

    private Reason none(Coverage row) {
        String without = places(row.ranks(), s -> s == GradientState.NONE);
        String with = places(row.ranks(), s -> s != GradientState.NONE && s != GradientState.FROZEN);
        if (!with.isEmpty()) {
            return new Reason.OnlyOnSomeRanks(with, without, graph.branch(row.parameter()));
        }
        Optional<Reason> later = steps.of(row).map(this::inSomeSteps);
        if (later.isPresent()) {
            return later.get();
        }
        Reason read = graph.none(row.parameter());
        boolean wayThere = read instanceof Reason.Unknown || read instanceof Reason.OnlyInBranch;
        return wayThere ? checkpoint(row).orElse(read) : read;
    }

    private Reason inSomeSteps(LaterSteps.Changed changed) {
        return new Reason.OnlyInSomeSteps(
                changed.with(), changed.without(), changed.ranks(), graph.branch(changed.parameter()));
    }

    private Optional<Reason> checkpoint(Coverage row) {
        if (plan.switches().checkpoint().mode() != Mode.REENTRANT) {
            return Optional.empty();
        }
        String name = row.parameter().name();
        return ranks.stream()
                .flatMap(r -> r.segments().stream())
                .filter(s -> s.detached() > 0)
                .filter(s -> name.startsWith(s.module() + "."))
                .<Reason>map(s -> new Reason.BehindCheckpoint(s.module(), s.calls(), s.detached()))
                .findFirst();
    }

    private static String places(List<Gradient> ranks, Predicate<GradientState> wanted) {
        return IntStream.range(0, ranks.size())
                .filter(r -> wanted.test(ranks.get(r).state()))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }
}
