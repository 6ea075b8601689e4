package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A gradient, read after the first backward of a plain run.
 *
 * @param parameter state-dict name
 * @param norm L2 norm; absent for frozen, none and nonfinite
 * @param nonzero share of elements that are not 0, from 0 to 1
 * @param max largest absolute element; absent as {@code norm}
 * @param magnitudes how large its elements are; absent where all are 0
 * @param idle slices that got no gradient in that backward nor in any later step of the run; absent where all did, or where no
 *     gradient was there at all
 * @param weight L2 norm of the parameter itself, before the first step; absent where nobody asked
 * @param update L2 norm of what the optimizer's first step changed of the parameter, after minus before, under DDP where the run was; 0
 *     where it left the parameter alone. Absent for frozen ones, where the step was not reached or came to NaN or infinity, and where the
 *     run has that one step only: reading it would lengthen the step that is timed
 */
public record Gradient(
        String parameter,
        GradientState state,
        OptionalDouble norm,
        double nonzero,
        OptionalDouble max,
        Optional<Magnitudes> magnitudes,
        Optional<IdleRows> idle,
        OptionalDouble weight,
        OptionalDouble update) {

    @JsonCreator
    public Gradient {
        // Runs that were kept before these were measured lack them.
        magnitudes = magnitudes == null ? Optional.empty() : magnitudes;
        idle = idle == null ? Optional.empty() : idle;
        weight = weight == null ? OptionalDouble.empty() : weight;
        update = update == null ? OptionalDouble.empty() : update;
    }

    public Gradient(String parameter, GradientState state, OptionalDouble norm, double nonzero, OptionalDouble max) {
        this(
                parameter,
                state,
                norm,
                nonzero,
                max,
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    public static Gradient none(String parameter) {
        return new Gradient(parameter, GradientState.NONE, OptionalDouble.empty(), 0, OptionalDouble.empty());
    }

    public static Gradient frozen(String parameter) {
        return new Gradient(parameter, GradientState.FROZEN, OptionalDouble.empty(), 0, OptionalDouble.empty());
    }

    public Gradient with(Magnitudes measured) {
        return new Gradient(parameter, state, norm, nonzero, max, Optional.of(measured), idle, weight, update);
    }

    public Gradient with(Optional<IdleRows> rows) {
        return new Gradient(parameter, state, norm, nonzero, max, magnitudes, rows, weight, update);
    }

    public Gradient withWeight(double length) {
        return new Gradient(parameter, state, norm, nonzero, max, magnitudes, idle, OptionalDouble.of(length), update);
    }

    public Gradient withUpdate(OptionalDouble length) {
        return new Gradient(parameter, state, norm, nonzero, max, magnitudes, idle, weight, length);
    }
}
