package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.SingleReport;

/** What can go wrong under DDP while nothing is raised (ddp-semantics 10.2): it is read off fingerprints and gradients. */
final class SilentFailures {

    /** Fingerprint of a gradient that is not there. */
    static final String NO_GRADIENT = "none";

    private static final Set<String> USED_AT_TIMES = Set.of("branch", "some_ranks", "some_steps");

    private SilentFailures() {}

    /** @param iteration the first after which ranks differ, from 1; @param parameters those that do */
    record Drift(int iteration, List<String> parameters) {}

    /** Gradients or values that differ between ranks after the same iteration. */
    static Optional<Drift> drift(List<Coverage> coverage, List<RankReport> ranks) {
        var iterations = new TreeMap<Integer, List<Sums>>();
        ranks.stream()
                .flatMap(r -> r.sums().stream())
                .forEach(s -> iterations
                        .computeIfAbsent(s.iteration(), _ -> new ArrayList<>())
                        .add(s));
        for (var entry : iterations.entrySet()) {
            Set<String> differing = new HashSet<>(differing(entry.getValue(), Sums::gradients));
            differing.addAll(differing(entry.getValue(), Sums::values));
            if (!differing.isEmpty()) {
                return Optional.of(new Drift(entry.getKey(), inModelOrder(differing, coverage)));
            }
        }
        return Optional.empty();
    }

    private static Set<String> differing(List<Sums> sums, Function<Sums, Map<String, String>> part) {
        Map<String, String> first = part.apply(sums.getFirst());
        var differing = new HashSet<String>();
        for (Sums other : sums) {
            var names = new HashSet<>(first.keySet());
            names.addAll(part.apply(other).keySet());
            names.removeIf(n -> Objects.equals(first.get(n), part.apply(other).get(n)));
            differing.addAll(names);
        }
        return differing;
    }

    private static List<String> inModelOrder(Set<String> names, List<Coverage> coverage) {
        List<String> known = coverage.stream()
                .map(c -> c.parameter().name())
                .filter(names::contains)
                .toList();
        return known.size() == names.size() ? known : names.stream().sorted().toList();
    }

    /** Parameters that train on one device and get nothing on any rank. */
    static List<String> lost(List<Coverage> coverage, Optional<SingleReport> single, List<RankReport> ranks) {
        Set<String> trained = new HashSet<>();
        single.ifPresent(s -> s.gradients().stream()
                .filter(g -> g.state() == GradientState.NONZERO || g.state() == GradientState.ZERO)
                .map(Gradient::parameter)
                .forEach(trained::add));
        return coverage.stream()
                .filter(c -> c.parameter().trainable())
                .filter(c -> trained.contains(c.parameter().name()))
                .filter(c -> noneOnEveryRank(c) || neverReduced(c.parameter(), ranks))
                .map(c -> c.parameter().name())
                .toList();
    }

    /** Parameters that get nothing anywhere and never move: they train nowhere and stop nothing. */
    static List<String> idle(List<Coverage> coverage, List<RankReport> ranks) {
        return coverage.stream()
                .filter(c -> c.parameter().trainable() && noneOnEveryRank(c))
                .filter(c -> neverReduced(c.parameter(), ranks) || neverMoves(c.parameter(), ranks))
                .map(c -> c.parameter().name())
                .toList();
    }

    static boolean noneOnEveryRank(Coverage row) {
        return !row.ranks().isEmpty() && row.ranks().stream().allMatch(g -> g.state() == GradientState.NONE);
    }

    /** It got a gradient on some rank or in some step, or is used in a branch: without it something is lost. */
    static boolean learns(Coverage row) {
        return row.ranks().stream().anyMatch(g -> g.state() == GradientState.NONZERO)
                || row.reason().map(Why::id).filter(USED_AT_TIMES::contains).isPresent();
    }

    /** Some rank has no gradient of its own for it, or some step has none. */
    static boolean comesAndGoes(Coverage row) {
        return row.parameter().trainable()
                && (row.ranks().stream().anyMatch(g -> g.state() == GradientState.NONE)
                        || row.reason()
                                .map(Why::id)
                                .filter(USED_AT_TIMES::contains)
                                .isPresent());
    }

    private static boolean neverReduced(Parameter parameter, List<RankReport> ranks) {
        List<String> seen = fingerprints(parameter, ranks, Sums::gradients);
        return !seen.isEmpty() && seen.stream().allMatch(NO_GRADIENT::equals);
    }

    private static boolean neverMoves(Parameter parameter, List<RankReport> ranks) {
        return fingerprints(parameter, ranks, Sums::values).stream().distinct().count() <= 1;
    }

    private static List<String> fingerprints(
            Parameter parameter, List<RankReport> ranks, Function<Sums, Map<String, String>> part) {
        return ranks.stream()
                .flatMap(r -> r.sums().stream())
                .map(s -> part.apply(s).get(parameter.name()))
                .filter(Objects::nonNull)
                .toList();
    }
}
