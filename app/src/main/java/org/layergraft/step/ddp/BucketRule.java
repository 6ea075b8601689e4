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
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;

/**
 * How DDP divides parameters into buckets. Before the first step: one unlimited bucket per type and device, unless unused parameters
 * are searched for, then one of {@code first} bytes and after it those of {@code cap} bytes (ddp-semantics R2.1 and R2.2). Later the
 * Reducer regroups by itself, with the same two limits.
 *
 * @param first 1 MiB, but {@code cap} where bucket_cap_mb was given: so since PyTorch 2.5 or thereabouts (R2.3)
 * @param cap bucket_cap_mb in bytes, 25 MiB unless given
 */
record BucketRule(long first, long cap) {

    private static final BucketRule DEFAULT = new BucketRule(1L << 20, 25L << 20);

    /** torch/nn/parallel/distributed.py, {@code __init__}: {@code int(bucket_cap_mb * 1024 * 1024)}. */
    static BucketRule of(DdpOptions options) {
        if (options.bucketCapMb().isEmpty()) {
            return DEFAULT;
        }
        long bytes = (long) (options.bucketCapMb().getAsDouble() * 1024 * 1024);
        return new BucketRule(bytes, bytes);
    }

    /** Indices per bucket, in the order of reduction: the last parameters first. */
    SizeTVectorVector assign(TensorVector parameters, BoolVector sparse, Switches switches) {
        // Two equal limits are one; and a lone long would be a size.
        SizeTVector limits = switches.findUnusedParameters() && !switches.staticGraph()
                ? new SizeTVector(new long[] {first, cap})
                : new SizeTVector(new long[] {Long.MAX_VALUE});
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
