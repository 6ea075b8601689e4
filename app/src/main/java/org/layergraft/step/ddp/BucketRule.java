package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.BoolVector;
import org.bytedeco.pytorch.LoggerOptional;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.SizeTVector;
import org.bytedeco.pytorch.SizeTVectorVector;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Switches;

/**
 * How DDP divides parameters into buckets before the first step: one unlimited bucket per type and device, unless unused parameters
 * are searched for, then 1 MiB and after it 25 MiB (ddp-semantics R2.1 and R2.2). Later the Reducer regroups by itself.
 */
final class BucketRule {

    static final long FIRST_BYTES = 1L << 20;
    static final long CAP_BYTES = 25L << 20;

    private BucketRule() {}

    /** Indices per bucket, in the order of reduction: the last parameters first. */
    static SizeTVectorVector assign(TensorVector parameters, BoolVector sparse, Switches switches) {
        SizeTVector limits = switches.findUnusedParameters() && !switches.staticGraph()
                ? new SizeTVector(new long[] {FIRST_BYTES, CAP_BYTES})
                : new SizeTVector(new long[] {Long.MAX_VALUE}); // a lone long would be a size
        SizeTVectorVector ascending = torch.compute_bucket_assignment_by_size(
                        parameters, limits, sparse, new LongVector(), new LoggerOptional())
                .get0();
        SizeTVectorVector descending = new SizeTVectorVector();
        for (long bucket = ascending.size() - 1; bucket >= 0; bucket--) {
            descending.push_back(ascending.get(bucket));
        }
        return descending;
    }

    /** The same as Java lists. */
    static List<List<Integer>> indices(SizeTVectorVector buckets) {
        List<List<Integer>> lists = new ArrayList<>();
        for (long bucket = 0; bucket < buckets.size(); bucket++) {
            List<Integer> indices = new ArrayList<>();
            for (long k = 0; k < buckets.get(bucket).size(); k++) {
                indices.add(Math.toIntExact(buckets.get(bucket).get(k)));
            }
            lists.add(Collections.unmodifiableList(indices));
        }
        return lists;
    }
}
