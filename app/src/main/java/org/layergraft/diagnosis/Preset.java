package org.layergraft.diagnosis;

import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;

/** Switches that one finds set together. Which modules are checkpointed, once it is on, stays as it was. */
public enum Preset {
    /** {@code DistributedDataParallel(module)} and a plain loop (torch/nn/parallel/distributed.py). */
    PYTORCH,
    /**
     * What MMEngine's Runner wraps the model in where the configuration says nothing: find_unused_parameters=False and
     * broadcast_buffers=False (mmengine/runner/runner.py, wrap_model).
     */
    MMENGINE,
    /** What one is told when DDP complains: find_unused_parameters=True and no checkpointing. Everything else stays. */
    ADVICE;

    /** @param now the switches as they are */
    public Switches over(Switches now) {
        var off = now.checkpoint().with(Mode.OFF);
        return switch (this) {
            case PYTORCH -> Switches.DEFAULT.withCheckpoint(off);
            case MMENGINE ->
                Switches.DEFAULT.withCheckpoint(off).withOptions(DdpOptions.DEFAULT.withBroadcastBuffers(false));
            case ADVICE -> now.withFindUnusedParameters(true).withCheckpoint(off);
        };
    }

    /** Is this how they are? */
    public boolean is(Switches now) {
        return over(now).equals(now);
    }
}
