package org.layergraft.capture;

import java.util.Locale;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;

/** What was measured of a gradient, as the rest of the program tells gradients. */
final class CapturedGradient {

    private CapturedGradient() {}

    /** @param arrives whether one comes with the checkpoints that are asked about; what was measured with others is no longer true then */
    static Gradient of(Parameter parameter, Recorded.Arrived arrived, boolean arrives) {
        if (!parameter.trainable()) {
            return Gradient.frozen(parameter.name());
        }
        if (!arrives) {
            return Gradient.none(parameter.name());
        }
        GradientState state = state(arrived.state());
        return switch (state) {
            case NONE, FROZEN -> Gradient.none(parameter.name());
            case ZERO, NONZERO, NONFINITE ->
                new Gradient(parameter.name(), state, arrived.norm(), share(arrived.nonzero()), arrived.max());
        };
    }

    private static double share(double nonzero) {
        return Double.isFinite(nonzero) ? Math.clamp(nonzero, 0, 1) : 0;
    }

    private static GradientState state(String word) {
        try {
            return GradientState.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return GradientState.NONE;
        }
    }
}
