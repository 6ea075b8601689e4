package org.layergraft.step;

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
    FROZEN
}
