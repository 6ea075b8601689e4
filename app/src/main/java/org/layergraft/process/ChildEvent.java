package org.layergraft.process;

import org.layergraft.step.StepMessage;

/** What a parent hears of a child. */
sealed interface ChildEvent {

    /** Never a {@link StepMessage.Beat}. */
    record Said(StepMessage message) implements ChildEvent {}

    /** The process is gone. @param stderr its last lines */
    record Ended(int exitCode, String stderr) implements ChildEvent {}
}
