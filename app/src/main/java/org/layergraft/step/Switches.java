package org.layergraft.step;

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

        public enum Mode {
            OFF,
            REENTRANT,
            NONREENTRANT
        }
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
