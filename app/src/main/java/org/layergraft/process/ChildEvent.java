package org.layergraft.process;

import org.layergraft.step.StepMessage;

/** What a parent hears from a child. */
sealed interface ChildEvent {

    record Said(StepMessage message) implements ChildEvent {}

    /** The process is gone. On Linux an exit code above 128 means killed by signal {@code exitCode - 128}. */
    record Ended(int exitCode) implements ChildEvent {}
}
