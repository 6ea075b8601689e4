package org.layergraft.diagnosis;

import java.util.List;

/**
 * A rank that stands in a backward, because a bucket that it launched is never launched by another rank (ddp-semantics R2.4, R5.4).
 *
 * @param rank who waits
 * @param bucket for which bucket, counted from 0 in the order of launching: the first that holds a parameter without a report
 * @param buckets how many there are
 * @param parameters those of this bucket whose gradient never came
 * @param missingOn the ranks on which it never came
 */
public record Wait(int rank, int bucket, int buckets, List<String> parameters, List<Integer> missingOn) {

    public Wait {
        parameters = List.copyOf(parameters);
        missingOn = List.copyOf(missingOn);
    }
}
