package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Map;
import org.layergraft.step.GradientState;

/** How many parameters of a box got a gradient. Frozen ones want none and are left out of {@link #wanted}. */
record Cover(int nonzero, int zero, int none, int nonfinite, int frozen) {

    /** Told apart by shape as well as by colour. */
    enum Sign {
        /** Nothing measured. */
        UNKNOWN,
        /** Every parameter: a filled disc with a tick. */
        FULL,
        /** Some: a half disc. */
        PART,
        /** Some came and all are 0: an empty ring, as in the table. That is not the same as none, and DDP trains. */
        ZERO,
        /** None: an empty ring with a bar. */
        EMPTY,
        /** NaN or infinity somewhere: a triangle. */
        NONFINITE,
        /** All frozen: a small square. */
        FROZEN
    }

    static final Cover UNKNOWN = new Cover(0, 0, 0, 0, 0);

    static Cover of(List<String> parameters, Map<String, GradientState> worst) {
        var counts = new int[GradientState.values().length];
        boolean onlyFrozen = true;
        for (String name : parameters) {
            GradientState state = worst.get(name);
            if (state != null) {
                counts[state.ordinal()]++;
                onlyFrozen &= state == GradientState.FROZEN;
            }
        }
        // That something is frozen is known before any run, but it says nothing of a box where the rest is not.
        if (onlyFrozen && counts[GradientState.FROZEN.ordinal()] < parameters.size()) {
            return UNKNOWN;
        }
        return new Cover(
                counts[GradientState.NONZERO.ordinal()],
                counts[GradientState.ZERO.ordinal()],
                counts[GradientState.NONE.ordinal()],
                counts[GradientState.NONFINITE.ordinal()],
                counts[GradientState.FROZEN.ordinal()]);
    }

    int wanted() {
        return nonzero + zero + none + nonfinite;
    }

    double share() {
        return wanted() == 0 ? 0 : (double) nonzero / wanted();
    }

    Sign sign() {
        if (nonfinite > 0) {
            return Sign.NONFINITE;
        }
        if (wanted() == 0) {
            return frozen > 0 ? Sign.FROZEN : Sign.UNKNOWN;
        }
        if (zero == wanted()) {
            return Sign.ZERO;
        }
        return nonzero == wanted() ? Sign.FULL : nonzero == 0 ? Sign.EMPTY : Sign.PART;
    }
}
