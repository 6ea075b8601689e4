package org.layergraft.step;

import java.util.List;
import java.util.Optional;

/**
 * What a plain run on one device, on rank 0's data, did.
 *
 * @param losses one per finished iteration
 * @param gradients after the first backward, in the order of {@code named_parameters()}; empty if it failed before
 * @param failure where and why it stopped, if it did
 * @param peakBytes largest resident set of the process
 */
public record SingleReport(
        Device device,
        List<Double> losses,
        List<Gradient> gradients,
        Optional<Failure> failure,
        Optional<Timing> timing,
        long peakBytes) {

    public SingleReport {
        losses = List.copyOf(losses);
        gradients = List.copyOf(gradients);
    }

    public boolean trains() {
        return failure.isEmpty();
    }

    /** @param message libtorch's own words */
    public record Failure(int iteration, Phase phase, String message) {}
}
