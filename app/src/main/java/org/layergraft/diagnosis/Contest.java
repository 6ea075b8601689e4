package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.step.Switches;

/**
 * The best way to train that a matrix found against the usual advice, where both train and are not the same. One run of each tells
 * little about time: other work on the machine makes one of them the faster. Steps in pairs settle it.
 */
public record Contest(Switches best, Switches usual) {

    /** Nothing to settle where nothing ran, or nothing is better than the usual advice. */
    public static Optional<Contest> of(List<RunResult> matrix) {
        List<MatrixTable.Row> rows = MatrixTable.of(matrix).rows();
        Optional<MatrixTable.Row> best =
                rows.stream().filter(MatrixTable.Row::best).findFirst();
        Optional<MatrixTable.Row> usual = rows.stream()
                .filter(r -> r.usual() && r.trains() && !r.best())
                .filter(r -> !r.result().isPredicted())
                .findFirst();
        return best.flatMap(b -> usual.map(u -> new Contest(b.switches(), u.switches())));
    }

    /**
     * What cannot be called faster, for {@link MatrixTable#of(List, Set)}.
     *
     * @param pairs the best first; empty until there are any
     */
    public Set<Switches> unsettled(Optional<Comparison> pairs) {
        boolean slower = pairs.flatMap(Comparison::times)
                .filter(t -> t.effect() == PairedTimes.Effect.SLOWER)
                .isPresent();
        return slower ? Set.of() : Set.of(best);
    }
}
