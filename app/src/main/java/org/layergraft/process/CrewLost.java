package org.layergraft.process;

import org.layergraft.text.LayergraftException;

/** A rank process ended before the run began: that says nothing about the model, and another crew may do better. */
final class CrewLost extends Exception {
    private static final long serialVersionUID = 1L;

    private final LayergraftException told;

    CrewLost(ChildEvent.Ended end) {
        told = Failures.ended(end.exitCode(), end.stderr());
    }

    /** What to say when there is no other crew. */
    LayergraftException told() {
        return told;
    }
}
