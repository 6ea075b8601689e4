package org.layergraft.graft;

import org.layergraft.model.Shape;

/** A parameter a layer brings along. */
public record NewTensor(String name, Shape shape, Initializer initializer) {

    /** How fresh values are drawn; see torch/nn/init.py. */
    public sealed interface Initializer {

        record Constant(double value) implements Initializer {}

        record Normal() implements Initializer {}

        /** Uniform in {@code -bound <= v < bound}. */
        record Uniform(double bound) implements Initializer {}
    }
}
