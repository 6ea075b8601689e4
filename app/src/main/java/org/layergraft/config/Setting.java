package org.layergraft.config;

import java.util.Optional;

/**
 * A switch that a config sets, where it sets it.
 *
 * @param counts whether the training program reads it there
 * @param checkpoint for activation checkpointing
 */
public record Setting(Kind kind, ConfigPath path, Entry entry, boolean counts, Optional<Checkpoint> checkpoint) {

    /** What it switches. */
    public enum Kind {
        FIND_UNUSED_PARAMETERS,
        MODEL_WRAPPER,
        STRATEGY,
        STATIC_GRAPH,
        BROADCAST_BUFFERS,
        DETECT_ANOMALOUS_PARAMS,
        CHECKPOINT,
        FROZEN_STAGES,
        NORM_EVAL,
        SYNC_BN,
        PARAMWISE,
        AMP,
        ACCUMULATION,
        BATCH_SIZE;

        /** Whether it is one of those that decide what DDP does. */
        boolean isSwitch() {
            return switch (this) {
                case FIND_UNUSED_PARAMETERS, STATIC_GRAPH, BROADCAST_BUFFERS, CHECKPOINT, ACCUMULATION -> true;
                case MODEL_WRAPPER,
                        STRATEGY,
                        DETECT_ANOMALOUS_PARAMS,
                        FROZEN_STAGES,
                        NORM_EVAL,
                        SYNC_BN,
                        PARAMWISE,
                        AMP,
                        BATCH_SIZE -> false;
            };
        }
    }

    /**
     * How activations are checkpointed there.
     *
     * @param layers how many layers, the first ones; empty where it is a yes or no
     */
    public record Checkpoint(Way way, boolean on, Optional<Integer> layers) {

        /** Which code does it; all of them are reentrant (torch/utils/checkpoint.py, use_reentrant defaults to True). */
        public enum Way {
            /** mmcv and mmdet blocks, only where their input needs a gradient: mmdet/models/backbones/resnet.py, Bottleneck.forward. */
            GUARDED,
            /** The call itself, whatever the input: Co-DETR's projects/models/swin_transformer.py, MMEngine's activation_checkpointing. */
            PLAIN,
            /** fairscale's checkpoint_wrapper: mmdet/models/layers/transformer/deformable_detr_layers.py, Co-DETR's transformer.py. */
            FAIRSCALE,
            /** As a class has it that nobody here knows: some take a number there, some a yes or no, and some nothing. */
            OTHER
        }
    }

    public String key() {
        return path.last();
    }

    /** Its value as Python writes it, shortened. */
    public String shown() {
        return shown(entry.value());
    }

    /** A value as Python writes it, shortened. */
    public static String shown(ConfigValue value) {
        return PythonWords.brief(value);
    }

    Optional<Boolean> isTrue() {
        return Operators.truth(entry.value());
    }
}
