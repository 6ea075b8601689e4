package org.layergraft.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.DdpOptions;
import picocli.CommandLine.Option;

/** The options that stand for arguments of DistributedDataParallel besides the two switches, and for habits of training loops. */
final class DdpArguments {

    @Option(
            names = "--bucket-cap-mb",
            paramLabel = "MIB",
            description = "As in DistributedDataParallel; without it 25, and 1 for the first bucket.")
    private Optional<Double> bucketCapMb = Optional.empty();

    @Option(names = "--gradient-as-bucket-view", description = "As in DistributedDataParallel.")
    private boolean gradientAsBucketView;

    @Option(
            names = "--no-broadcast-buffers",
            description = "broadcast_buffers=False: every rank keeps its own buffers, BatchNorm statistics among them.")
    private boolean keepBuffers;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            defaultValue = "1",
            description = "Batches per optimizer step; all but the last run under no_sync(), and each counts 1/N in the"
                    + " loss (default ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(
            names = "--bf16",
            description = "The ranks' forward and loss run under torch.autocast with bfloat16; the run on one device"
                    + " stays in the model's own types.")
    private boolean bf16;

    /** Is any of them other than without them? */
    boolean isGiven() {
        return !options().equals(DdpOptions.DEFAULT);
    }

    DdpOptions options() {
        return new DdpOptions(
                bucketCapMb.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
                gradientAsBucketView,
                !keepBuffers,
                accumulate,
                bf16);
    }
}
