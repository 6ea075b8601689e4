package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TorchMessageTest {

    private static final List<String> BY_INDEX = List.of(".scale", "fc.weight", "fc.bias", ".lost");

    @Test
    void namesComeFromOurOwnTableWhereIndicesAreGiven() {
        TorchMessage message = TorchMessage.of(new RuntimeException(
                "Expected to have finished reduction in the prior iteration before starting a new one. …\n"
                    + "Parameters which did not receive grad for rank 1: .lost, fc.weight\n"
                    + "Parameter indices which did not receive grad for rank 1: 1 3\n"
                    + "Exception raised from ensure_prior_reduction_finished at /home/x/reducer.cpp:1822 (most recent"
                    + " call first):\n"
                    + "frame #0: c10::Error::Error + 0xac"));
        assertEquals(List.of("fc.weight", "lost"), message.parameters(BY_INDEX));
        assertEquals(TorchMessage.Kind.OWN, message.kind());
        assertEquals(
                "Parameter indices which did not receive grad for rank 1: 1 3",
                message.text().lines().reduce("", (_, l) -> l));
    }

    @Test
    void theParameterThatWasReadyTwiceIsNamed() {
        TorchMessage message = TorchMessage.of(new RuntimeException("Expected to mark a variable ready only once. … "
                + "Parameter at index 0 with name .scale has been marked as ready twice. This means …"));
        assertEquals(List.of("scale"), message.parameters(BY_INDEX));
    }

    @Test
    void aCollectiveWithoutAnswerIsWaitingAndAClosedConnectionIsAnothersFailure() {
        assertEquals(
                TorchMessage.Kind.WAITED,
                new TorchMessage("[unbound_buffer.cc:81] Timed out waiting 5000ms for recv operation to complete")
                        .kind());
        assertEquals(
                TorchMessage.Kind.LOST,
                new TorchMessage("[pair.cc:547] Connection closed by peer [127.0.0.1]:7423").kind());
    }

    @Test
    void aModelThatSpeaksOfTimeoutsFailsByItself() {
        assertEquals(TorchMessage.Kind.OWN, new TorchMessage("AssertionError: timeout must be positive").kind());
    }
}
