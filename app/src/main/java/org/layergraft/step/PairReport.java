package org.layergraft.step;

import java.util.List;
import java.util.Optional;

/**
 * One rank's step times of two ways to train the same model on the same batches, taken in turns in the same process. Entry i of both
 * lists is one pair: two steps right after one another, the first way first in every other pair.
 *
 * @param firstMs milliseconds from the start of forward to the end of the optimizer's step
 * @param failure where a step failed, PyTorch's words
 */
public record PairReport(int rank, List<Double> firstMs, List<Double> secondMs, Optional<String> failure) {

    public PairReport {
        firstMs = List.copyOf(firstMs);
        secondMs = List.copyOf(secondMs);
    }
}
