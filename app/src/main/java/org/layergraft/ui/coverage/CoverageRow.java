package org.layergraft.ui.coverage;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.Why;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.IdleRows;
import org.layergraft.text.Problem;

/**
 * One parameter as the table shows it.
 *
 * @param place in {@code named_parameters()}, from 0
 * @param states one per rank; empty while no run has told about it
 * @param share of elements with a gradient that is not 0, on the rank with the smallest; absent like {@code states}, and where it was frozen
 * @param norm largest over the ranks
 * @param bucket the Reducer's, and {@code ready} the place in the order of readiness, on rank 0
 * @param reason why there is no gradient, or no full one
 * @param gradients one per rank, as {@code states}
 */
public record CoverageRow(
        Parameter parameter,
        int place,
        List<GradientState> states,
        OptionalDouble share,
        OptionalDouble norm,
        OptionalInt bucket,
        OptionalInt ready,
        Optional<Problem> reason,
        List<Gradient> gradients)
        implements CoverageLine {

    /** What needs a look comes first; then PyTorch's order. */
    public static final Comparator<CoverageRow> UNCOVERED_FIRST = Comparator.<CoverageRow>comparingInt(r ->
                    GradientState.worst(r.states()).map(GradientState::urgency).orElse(9))
            .thenComparingInt(CoverageRow::place);

    public CoverageRow {
        states = List.copyOf(states);
        gradients = List.copyOf(gradients);
    }

    static CoverageRow unknown(Parameter parameter, int place) {
        return new CoverageRow(
                parameter,
                place,
                List.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                List.of());
    }

    static CoverageRow of(Parameter parameter, int place, Coverage coverage) {
        var ranks = coverage.ranks();
        return new CoverageRow(
                parameter,
                place,
                ranks.stream().map(Gradient::state).toList(),
                ranks.stream()
                        .filter(g -> g.state() != GradientState.FROZEN)
                        .mapToDouble(Gradient::nonzero)
                        .min(),
                ranks.stream().flatMapToDouble(g -> g.norm().stream()).max(),
                coverage.bucket(),
                coverage.ready(),
                coverage.reason().map(Why::text),
                ranks);
    }

    /** Empty where that rank told nothing of it. */
    Optional<Gradient> on(int rank) {
        return gradients.stream().skip(rank).findFirst();
    }

    /** Slices that got a gradient on no rank. */
    Optional<IdleRows> idle() {
        return IdleRows.onAll(gradients.stream().map(Gradient::idle).toList());
    }

    /** L2 norm of the parameter itself, on rank 0. */
    OptionalDouble weight() {
        return gradients.isEmpty()
                ? OptionalDouble.empty()
                : gradients.getFirst().weight();
    }

    /** L2 norm of what the optimizer's first step changed of it, the largest over the ranks. */
    OptionalDouble update() {
        return gradients.stream().flatMapToDouble(g -> g.update().stream()).max();
    }

    /** No rank had a gradient, so there is nothing to say about its parts. */
    static boolean isWithout(CoverageRow row) {
        return row.states().stream().allMatch(s -> s == GradientState.NONE || s == GradientState.FROZEN);
    }

    @Override
    public String name() {
        return parameter.name();
    }

    @Override
    public String label() {
        return parameter.localName();
    }

    @Override
    public Stream<CoverageRow> rows() {
        return Stream.of(this);
    }

    @Override
    public long elements() {
        return parameter.shape().elements();
    }

    /** Did it want a gradient in the run that is shown, or where none told of it, does it now? It may have been frozen or freed since. */
    boolean isTrained() {
        return states.isEmpty() ? parameter.trainable() : states.stream().anyMatch(s -> s != GradientState.FROZEN);
    }

    /** On every rank, by a run that told of it. */
    static boolean isCovered(CoverageRow row) {
        return !row.states().isEmpty()
                && row.states().stream().noneMatch(s -> s == GradientState.NONE || s == GradientState.FROZEN);
    }

    /** The state that needs most attention among the ranks. That it is frozen is known without any run. */
    @Override
    public Optional<GradientState> worst() {
        return parameter.trainable() ? GradientState.worst(states) : Optional.of(GradientState.FROZEN);
    }
}
