package org.layergraft.step;

import java.util.OptionalDouble;

/**
 * What else decides how gradients are exchanged: arguments of {@code DistributedDataParallel}
 * (torch/nn/parallel/distributed.py) and the two habits of training loops that change what it sees.
 *
 * @param bucketCapMb {@code bucket_cap_mb}, in MiB; absent means DDP's default, 25 with a first bucket of 1
 * @param gradientAsBucketView {@code gradient_as_bucket_view}: gradients are views into the buckets
 * @param broadcastBuffers {@code broadcast_buffers}: rank 0's buffers overwrite everyone's before each forward
 * @param accumulate micro-steps per optimizer step, at least 1; each has a batch of its own and a share of 1/n in the loss, and all
 *     but the last run under {@code no_sync()}
 * @param bf16 the ranks' forward and loss run under {@code torch.autocast} with bfloat16
 */
public record DdpOptions(
        OptionalDouble bucketCapMb,
        boolean gradientAsBucketView,
        boolean broadcastBuffers,
        int accumulate,
        boolean bf16) {

    /** As DistributedDataParallel has it, one backward per optimizer step, in the model's own types. */
    public static final DdpOptions DEFAULT = new DdpOptions(OptionalDouble.empty(), false, true, 1, false);

    /** What a run may be asked for; libtorch itself sets no bounds worth having. */
    public static final int MOST_MICRO_STEPS = 1000;

    public static final int LARGEST_BUCKET_MB = 1 << 20;

    public DdpOptions withBucketCapMb(OptionalDouble other) {
        return new DdpOptions(other, gradientAsBucketView, broadcastBuffers, accumulate, bf16);
    }

    public DdpOptions withGradientAsBucketView(boolean on) {
        return new DdpOptions(bucketCapMb, on, broadcastBuffers, accumulate, bf16);
    }

    public DdpOptions withBroadcastBuffers(boolean on) {
        return new DdpOptions(bucketCapMb, gradientAsBucketView, on, accumulate, bf16);
    }

    public DdpOptions withAccumulate(int microSteps) {
        return new DdpOptions(bucketCapMb, gradientAsBucketView, broadcastBuffers, microSteps, bf16);
    }

    public DdpOptions withBf16(boolean on) {
        return new DdpOptions(bucketCapMb, gradientAsBucketView, broadcastBuffers, accumulate, on);
    }
}
