package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.layergraft.step.Phase;

class FailuresTest {

    @Test
    void aModelWithoutParametersHasNoneThatAreFrozen() {
        var refused = new Headline(
                "failed",
                OptionalInt.of(0),
                Optional.of(Phase.CONSTRUCT),
                List.of(0, 1),
                List.of(),
                Optional.of(
                        "DistributedDataParallel is not needed when a module doesn't have any parameter that requires"
                                + " a gradient."),
                OptionalInt.empty());
        assertEquals("no_parameters", Failures.why(refused, false, true, true));
        assertEquals("nothing_to_train", Failures.why(refused, false, true, false));
    }
}
