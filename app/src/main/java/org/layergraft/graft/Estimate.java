package org.layergraft.graft;

import java.util.OptionalLong;

/**
 * What a layer or an edit adds to a model.
 *
 * @param parameters elements of new parameters
 * @param bytes of new parameters and buffers
 * @param flops floating-point operations of one forward at the current input, counted as {@link LayerKind#flops} says; empty where
 *     the shape is unknown
 */
public record Estimate(long parameters, long bytes, OptionalLong flops) {

    public static final Estimate NOTHING = new Estimate(0, 0, OptionalLong.of(0));

    Estimate plus(Estimate other) {
        return new Estimate(
                parameters + other.parameters,
                bytes + other.bytes,
                flops.isPresent() && other.flops.isPresent()
                        ? OptionalLong.of(flops.getAsLong() + other.flops.getAsLong())
                        : OptionalLong.empty());
    }
}
