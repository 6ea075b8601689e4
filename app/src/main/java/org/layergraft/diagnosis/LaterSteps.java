package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.layergraft.model.Parameter;
import org.layergraft.step.GradientState;
import org.layergraft.step.RankReport.Sums;

/**
 * Parameters whose gradients come and go: the table of gradients is of the first step, the fingerprints after every step
 * ({@link Sums}) tell of the others.
 */
final class LaterSteps {

    /** Fingerprint of a gradient that is 0 in every element. */
    private static final String ZERO = "zero";

    private final List<List<Sums>> ranks;

    /** @param ranks what is known after each step, by rank */
    LaterSteps(List<List<Sums>> ranks) {
        this.ranks = List.copyOf(ranks);
    }

    /**
     * @param with a step, from 1, that left a gradient
     * @param without one that left none
     * @param ranks those without, empty where every rank was
     */
    record Changed(Parameter parameter, int with, int without, List<Integer> ranks) {}

    /** Empty where the steps were alike, and where the ranks already differ in the first: that is told otherwise. */
    Optional<Changed> of(Coverage row) {
        boolean none = row.ranks().stream().allMatch(g -> g.state() == GradientState.NONE);
        boolean some = row.ranks().stream().noneMatch(g -> g.state() == GradientState.NONE);
        if (row.ranks().isEmpty() || !(none || some)) {
            return Optional.empty();
        }
        Parameter parameter = row.parameter();
        if (none) {
            return first(parameter, true).stream()
                    .mapToObj(step -> new Changed(parameter, step, 1, List.of()))
                    .findFirst();
        }
        OptionalInt with = first(parameter, true);
        // A gradient that never was there after a step is lost under DDP, which is another matter.
        return with.isEmpty()
                ? Optional.empty()
                : first(parameter, false).stream()
                        .filter(step -> step > with.getAsInt())
                        .mapToObj(step -> new Changed(parameter, with.getAsInt(), step, without(parameter, step)))
                        .findFirst();
    }

    private OptionalInt first(Parameter parameter, boolean arrived) {
        return ranks.stream()
                .flatMap(List::stream)
                .filter(s -> arrived(parameter, s).filter(a -> a == arrived).isPresent())
                .mapToInt(Sums::iteration)
                .min();
    }

    private List<Integer> without(Parameter parameter, int step) {
        List<Integer> found = IntStream.range(0, ranks.size())
                .filter(r -> ranks.get(r).stream()
                        .filter(s -> s.iteration() == step)
                        .anyMatch(s -> arrived(parameter, s).filter(a -> !a).isPresent()))
                .boxed()
                .toList();
        return found.size() == ranks.size() ? List.of() : found;
    }

    /** Empty where the step tells nothing of it: zeros are what DDP itself leaves where no rank used a parameter. */
    private static Optional<Boolean> arrived(Parameter parameter, Sums sums) {
        return Stream.concat(Stream.of(parameter.name()), parameter.aliases().stream())
                .filter(sums.gradients()::containsKey)
                .map(sums.gradients()::get)
                .filter(print -> !print.equals(ZERO))
                .map(print -> !print.equals(SilentFailures.NO_GRADIENT))
                .findFirst();
    }
}
