package org.layergraft.step;

import java.util.OptionalDouble;

/** Medians over the iterations after the first, in milliseconds; communication is absent where nothing was exchanged. */
public record Timing(double stepMs, double forwardMs, double backwardMs, OptionalDouble communicationMs) {}
