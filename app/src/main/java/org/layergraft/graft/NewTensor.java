package org.layergraft.graft;

import org.layergraft.model.Shape;

/** A tensor a layer brings along: a parameter of the model's element type, or a buffer. */
public record NewTensor(String name, Shape shape, Initializer initializer, Role role) {

    public enum Role {
        PARAMETER,
        /** Of the model's element type, without a gradient. */
        BUFFER,
        /** A buffer of int64: {@code num_batches_tracked}. */
        COUNTER
    }

    /** A parameter. */
    public NewTensor(String name, Shape shape, Initializer initializer) {
        this(name, shape, initializer, Role.PARAMETER);
    }

    public boolean isParameter() {
        return role == Role.PARAMETER;
    }

    /** How fresh values are drawn; see torch/nn/init.py. */
    public sealed interface Initializer {

        record Constant(double value) implements Initializer {}

        /** Around 0 with this standard deviation. */
        record Normal(double deviation) implements Initializer {}

        /** Uniform in {@code -bound <= v < bound}. */
        record Uniform(double bound) implements Initializer {}
    }
}
