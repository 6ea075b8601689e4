package org.layergraft.step;

import java.util.List;

/** What a user of DistributedDataParallel can turn. Names as in torch/nn/parallel/distributed.py. */
public record Switches(boolean findUnusedParameters, boolean staticGraph, Checkpoint checkpoint) {

    public static final Switches DEFAULT = new Switches(false, false, Checkpoint.OFF);

    /** Activation checkpointing of chosen modules (torch/utils/checkpoint.py). */
    public record Checkpoint(Mode mode, List<String> modules) {
        public static final Checkpoint OFF = new Checkpoint(Mode.OFF, List.of());

        public Checkpoint {
            modules = List.copyOf(modules);
        }

        public enum Mode {
            OFF,
            REENTRANT,
            NONREENTRANT
        }
    }

    public Switches withFindUnusedParameters(boolean on) {
        return new Switches(on, staticGraph, checkpoint);
    }

    public Switches withStaticGraph(boolean on) {
        return new Switches(findUnusedParameters, on, checkpoint);
    }
}
