package org.layergraft.step;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a user of DistributedDataParallel can turn. Names as in torch/nn/parallel/distributed.py. */
public record Switches(boolean findUnusedParameters, boolean staticGraph, Checkpoint checkpoint, DdpOptions options) {

    public static final Switches DEFAULT = new Switches(false, false, Checkpoint.OFF, DdpOptions.DEFAULT);

    /**
     * Activation checkpointing of chosen modules (torch/utils/checkpoint.py): each call of their forward is a segment.
     *
     * @param modules paths as PyTorch prints them; they may be kept while the mode is off
     */
    public record Checkpoint(Mode mode, List<String> modules) {
        public static final Checkpoint OFF = new Checkpoint(Mode.OFF, List.of());

        public Checkpoint {
            modules = List.copyOf(modules);
        }

        public Checkpoint with(Mode other) {
            return new Checkpoint(other, modules);
        }

        public boolean on() {
            return mode != Mode.OFF;
        }

        /** Whether this module is checkpointed. */
        public boolean counts(String module) {
            return on() && modules.contains(module);
        }

        public enum Mode {
            OFF,
            REENTRANT,
            NONREENTRANT
        }
    }

    /** What differs from {@link #DEFAULT}, as Python would write it. */
    public List<String> changed() {
        var changed = new ArrayList<String>();
        if (findUnusedParameters) {
            changed.add("find_unused_parameters=True");
        }
        if (staticGraph) {
            changed.add("static_graph=True");
        }
        if (checkpoint.on()) {
            changed.add("use_reentrant=" + (checkpoint.mode() == Checkpoint.Mode.REENTRANT ? "True" : "False") + " ("
                    + String.join(", ", checkpoint.modules()) + ")");
        }
        options.bucketCapMb()
                .ifPresent(cap -> changed.add("bucket_cap_mb="
                        + BigDecimal.valueOf(cap).stripTrailingZeros().toPlainString()));
        if (options.gradientAsBucketView()) {
            changed.add("gradient_as_bucket_view=True");
        }
        if (!options.broadcastBuffers()) {
            changed.add("broadcast_buffers=False");
        }
        if (options.accumulate() > 1) {
            changed.add("accumulate=" + options.accumulate());
        }
        if (options.bf16()) {
            changed.add("bf16=True");
        }
        return List.copyOf(changed);
    }

    public Switches withFindUnusedParameters(boolean on) {
        return new Switches(on, staticGraph, checkpoint, options);
    }

    public Switches withStaticGraph(boolean on) {
        return new Switches(findUnusedParameters, on, checkpoint, options);
    }

    public Switches withCheckpoint(Checkpoint other) {
        return new Switches(findUnusedParameters, staticGraph, other, options);
    }

    public Switches withOptions(DdpOptions other) {
        return new Switches(findUnusedParameters, staticGraph, checkpoint, other);
    }
}
