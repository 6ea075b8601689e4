package org.layergraft.step;

import java.util.List;
import java.util.Optional;

/**
 * What one forward of a model that takes notes gave.
 *
 * @param device where it ran
 * @param log the notes; what ran before a failure is in them
 * @param refused libtorch's whole message, where it could not compile the archive's code
 * @param failure libtorch's words, where the forward stopped with an error
 * @param forwardMs how long the forward took
 * @param laps the notes after further forwards, one list after each; they go on counting. None on a GPU, which works behind the back of
 *     whoever looks at a clock
 */
public record Measurement(
        Device device,
        List<Long> log,
        Optional<String> refused,
        Optional<String> failure,
        double forwardMs,
        List<List<Long>> laps) {

    public Measurement {
        log = List.copyOf(log);
        laps = List.copyOf(laps);
    }
}
