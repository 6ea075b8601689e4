package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;

/**
 * One row of the coverage table.
 *
 * @param bucket the Reducer's bucket, absent for frozen parameters and plain runs
 * @param ready place in the order of readiness on rank 0, from 0, absent if its hook never fired
 * @param ranks one per rank, or just one after a single-device run
 * @param reason why there is no gradient, or no full one
 */
public record Coverage(
        Parameter parameter, OptionalInt bucket, OptionalInt ready, List<Gradient> ranks, Optional<Why> reason) {
    public Coverage {
        ranks = List.copyOf(ranks);
    }

    Coverage with(Optional<Why> why) {
        return new Coverage(parameter, bucket, ready, ranks, why);
    }
}
