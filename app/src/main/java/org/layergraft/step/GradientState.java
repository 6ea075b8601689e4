package org.layergraft.step;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What arrived at a parameter in one backward, on one rank, before any averaging. */
public enum GradientState {
    /** {@code .grad} is None. */
    NONE,
    /** A gradient exists and every element is exactly 0, or it has no elements. */
    ZERO,
    NONZERO,
    /** Some element is NaN or infinite. */
    NONFINITE,
    /** requires_grad is false. */
    FROZEN;

    /** How much attention it needs; lower is more urgent. */
    public int urgency() {
        return switch (this) {
            case NONE -> 0;
            case NONFINITE -> 1;
            case ZERO -> 2;
            case NONZERO -> 3;
            case FROZEN -> 4;
        };
    }

    /** The most urgent of the ranks' states; empty where there is none. */
    public static Optional<GradientState> worst(List<GradientState> states) {
        return states.stream().min(Comparator.comparingInt(GradientState::urgency));
    }
}
