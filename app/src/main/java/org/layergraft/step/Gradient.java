package org.layergraft.step;

import java.util.OptionalDouble;

/**
 * A gradient, read after the first backward of a plain run.
 *
 * @param parameter state-dict name
 * @param norm L2 norm; absent for frozen, none and nonfinite
 * @param nonzero share of elements that are not 0, from 0 to 1
 * @param max largest absolute element; absent as {@code norm}
 */
public record Gradient(String parameter, GradientState state, OptionalDouble norm, double nonzero, OptionalDouble max) {

    public static Gradient none(String parameter) {
        return new Gradient(parameter, GradientState.NONE, OptionalDouble.empty(), 0, OptionalDouble.empty());
    }

    public static Gradient frozen(String parameter) {
        return new Gradient(parameter, GradientState.FROZEN, OptionalDouble.empty(), 0, OptionalDouble.empty());
    }
}
