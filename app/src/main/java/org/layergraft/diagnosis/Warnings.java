package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport;
import org.layergraft.text.Problem;

/** What stops nothing and should still be known. */
final class Warnings {

    private Warnings() {}

    static List<Problem> of(Outcome outcome, List<Coverage> coverage, List<RankReport> ranks, List<Wait> waits) {
        var found = new ArrayList<Problem>();
        waits.forEach(w -> found.add(of(w)));
        if (outcome == Outcome.OK) {
            List<String> idle = SilentFailures.idle(coverage, ranks);
            about("idle", idle, found);
            about("zero", withState(coverage, s -> s == GradientState.ZERO), found);
        }
        if (outcome != Outcome.UNSYNCHRONISED) {
            drift(coverage, ranks).ifPresent(found::add);
        }
        losses(ranks).ifPresent(found::add);
        about("nonfinite", withState(coverage, s -> s == GradientState.NONFINITE), found);
        about("never_checkpointed", neverCheckpointed(ranks), found);
        ranks.stream()
                .flatMap(r -> r.warnings().stream())
                .filter(text ->
                        !text.startsWith(RankReport.UNFINISHED) && !text.startsWith(RankReport.NEVER_CHECKPOINTED))
                .map(Warnings::fromPyTorch)
                .distinct()
                .forEach(found::add);
        return List.copyOf(found);
    }

    /** Ranks that differed before their last step; after it they differ because it did not finish, and the verdict says that. */
    private static Optional<Problem> drift(List<Coverage> coverage, List<RankReport> ranks) {
        int last = ranks.stream()
                .flatMap(r -> r.sums().stream())
                .mapToInt(RankReport.Sums::iteration)
                .max()
                .orElse(0);
        return SilentFailures.drift(coverage, ranks)
                .filter(d -> d.iteration() < last)
                .map(d -> {
                    var named = Named.of(d.parameters());
                    return Problem.of(
                            Explanations.AREA,
                            "warning.drift",
                            named.shown(),
                            named.more(),
                            named.count(),
                            d.iteration());
                });
    }

    /** PyTorch trains on with such a loss and says nothing. Arguments: 0 the first step, 1 the ranks, 2 how many, 3 of how many. */
    private static Optional<Problem> losses(List<RankReport> ranks) {
        return ranks.stream()
                .flatMap(r -> notFinite(r).stream().boxed())
                .min(Integer::compare)
                .map(step -> {
                    List<String> where = ranks.stream()
                            .filter(r -> r.losses().size() >= step
                                    && !Double.isFinite(r.losses().get(step - 1)))
                            .map(r -> String.valueOf(r.rank()))
                            .toList();
                    return Problem.of(
                            Explanations.AREA,
                            "warning.loss",
                            step,
                            String.join(", ", where),
                            where.size(),
                            ranks.size());
                });
    }

    /** The first step whose loss is NaN or infinity. */
    private static OptionalInt notFinite(RankReport rank) {
        return IntStream.rangeClosed(1, rank.losses().size())
                .filter(step -> !Double.isFinite(rank.losses().get(step - 1)))
                .findFirst();
    }

    /** Where some rank called it, it was checkpointed there as it would be by PyTorch. */
    private static List<String> neverCheckpointed(List<RankReport> ranks) {
        return ranks.stream()
                .flatMap(r -> r.neverCheckpointed().stream())
                .distinct()
                .filter(module ->
                        ranks.stream().allMatch(r -> r.neverCheckpointed().contains(module)))
                .toList();
    }

    /** Arguments: 0 names, 1 how many more, 2 how many in all, 3 who waits, 4 bucket, 5 of how many, 6 for whom, 7 how many these are. */
    private static Problem of(Wait wait) {
        var named = Named.of(wait.parameters());
        return Problem.of(
                Explanations.AREA,
                "warning.waits",
                named.shown(),
                named.more(),
                named.count(),
                wait.rank(),
                wait.bucket(),
                wait.buckets(),
                String.join(", ", wait.missingOn().stream().map(String::valueOf).toList()),
                wait.missingOn().size());
    }

    private static void about(String key, List<String> names, List<Problem> found) {
        if (!names.isEmpty()) {
            var named = Named.of(names);
            found.add(Problem.of(Explanations.AREA, "warning." + key, named.shown(), named.more(), named.count()));
        }
    }

    private static List<String> withState(List<Coverage> coverage, Predicate<GradientState> wanted) {
        return coverage.stream()
                .filter(c -> !c.ranks().isEmpty() && c.ranks().stream().allMatch(g -> wanted.test(g.state())))
                .map(c -> c.parameter().name())
                .toList();
    }

    private static Problem fromPyTorch(String text) {
        if (text.contains(RaisedWords.NOTHING_UNUSED)) {
            return Problem.of(Explanations.AREA, "warning.nothing_unused");
        }
        if (text.contains(RaisedWords.BOTH_SWITCHES)) {
            return Problem.of(Explanations.AREA, "warning.both_switches");
        }
        return Problem.of(Explanations.AREA, "warning.pytorch", text.strip());
    }
}
