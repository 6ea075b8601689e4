package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.layergraft.step.GradientState;

class CoverTest {

    private static Cover.Sign sign(GradientState first, GradientState second) {
        return Cover.of(List.of("a", "b"), Map.of("a", first, "b", second)).sign();
    }

    @Test
    void gradientsThatAreZeroAreNotTheSameAsNone() {
        assertEquals(Cover.Sign.ZERO, sign(GradientState.ZERO, GradientState.ZERO));
        assertEquals(Cover.Sign.ZERO, sign(GradientState.ZERO, GradientState.FROZEN));
        assertEquals(Cover.Sign.EMPTY, sign(GradientState.ZERO, GradientState.NONE));
        assertEquals(Cover.Sign.PART, sign(GradientState.ZERO, GradientState.NONZERO));
    }
}
