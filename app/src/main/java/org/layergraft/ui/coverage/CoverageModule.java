package org.layergraft.ui.coverage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;

/**
 * A module and what lies in it. The sums are those of all of its parameters, whichever are shown.
 *
 * @param name its path
 * @param label the path's end; several modules of which each only holds the next are one line
 * @param lines shown below it
 * @param sum what its parameters come to
 */
record CoverageModule(String name, String label, List<CoverageLine> lines, int place, Sum sum) implements CoverageLine {

    CoverageModule {
        lines = List.copyOf(lines);
    }

    /**
     * What parameters come to together.
     *
     * @param known has a run told about any of them?
     * @param trainable how many of them are, or were in the run; the others count only as frozen
     * @param frozen how many of them are not
     * @param covered how many of the trainable ones got a gradient on every rank
     * @param elements of those that are trainable
     * @param frozenElements of those that are not
     * @param coveredElements of those that are covered
     * @param states worst per rank
     * @param share of non-zero elements, over all of those that a run has told of, on the rank with the smallest
     * @param norm of all their gradients on a rank as one vector, on the rank with the largest: of two ranks that go different ways each has a
     *     part of its own, and no rank has both
     */
    record Sum(
            boolean known,
            int trainable,
            int frozen,
            int covered,
            long elements,
            long frozenElements,
            long coveredElements,
            List<GradientState> states,
            Optional<GradientState> worst,
            OptionalDouble share,
            OptionalDouble norm) {

        static Sum of(List<CoverageRow> rows) {
            var trainable = rows.stream().filter(CoverageRow::isTrained).toList();
            var frozen = rows.stream().filter(r -> !r.isTrained()).toList();
            var seen = rows.stream().filter(r -> !r.states().isEmpty()).toList();
            var told = seen.stream().filter(CoverageRow::isTrained).toList();
            var covered = told.stream().filter(CoverageRow::isCovered).toList();
            int ranks = seen.stream().mapToInt(r -> r.states().size()).max().orElse(0);
            return new Sum(
                    !told.isEmpty(),
                    trainable.size(),
                    frozen.size(),
                    covered.size(),
                    elements(trainable),
                    elements(frozen),
                    elements(covered),
                    IntStream.range(0, ranks).mapToObj(r -> worst(seen, r)).toList(),
                    rows.stream().flatMap(r -> r.worst().stream()).min(Comparator.comparingInt(GradientState::urgency)),
                    elements(told) == 0
                            ? OptionalDouble.empty()
                            : IntStream.range(0, ranks)
                                    .mapToDouble(r -> share(told, r))
                                    .min(),
                    IntStream.range(0, ranks)
                            .mapToObj(r -> norm(told, r))
                            .flatMapToDouble(OptionalDouble::stream)
                            .max());
        }

        private static GradientState worst(List<CoverageRow> seen, int rank) {
            return seen.stream()
                    .filter(r -> rank < r.states().size())
                    .map(r -> r.states().get(rank))
                    .min(Comparator.comparingInt(GradientState::urgency))
                    .orElse(GradientState.NONE);
        }

        private static long elements(List<CoverageRow> rows) {
            return rows.stream().mapToLong(CoverageRow::elements).sum();
        }

        private static double share(List<CoverageRow> told, int rank) {
            double nonzero = told.stream()
                    .mapToDouble(row -> row.on(rank).map(Gradient::nonzero).orElse(0.0) * row.elements())
                    .sum();
            return nonzero / elements(told);
        }

        private static OptionalDouble norm(List<CoverageRow> told, int rank) {
            var norms = told.stream()
                    .flatMap(row -> row.on(rank).stream())
                    .flatMapToDouble(g -> g.norm().stream())
                    .toArray();
            return norms.length == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            Math.sqrt(DoubleStream.of(norms).map(n -> n * n).sum()));
        }
    }

    @Override
    public Stream<CoverageRow> rows() {
        return lines.stream().flatMap(CoverageLine::rows);
    }

    @Override
    public long elements() {
        return sum.elements() + sum.frozenElements();
    }

    @Override
    public List<GradientState> states() {
        return sum.states();
    }

    @Override
    public Optional<GradientState> worst() {
        return sum.worst();
    }

    @Override
    public OptionalDouble share() {
        return sum.share();
    }

    @Override
    public OptionalDouble norm() {
        return sum.norm();
    }
}
