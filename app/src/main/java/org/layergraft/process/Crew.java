package org.layergraft.process;

import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;

/** The ranks of a run, wherever they are, and what is heard of them. Used by one thread. */
interface Crew {

    record Event(int rank, ChildEvent event) {}

    /** Returns when the ranks have met. */
    void awaitReady(Cancellation cancel) throws LayergraftException, CrewLost;

    /** To every rank. */
    void send(StepMessage message);

    /** The next event, or null after a moment without one; throws as soon as the user has cancelled. */
    Event next(Cancellation cancel) throws LayergraftException;

    /** Seconds since a rank was last heard. */
    double silence(int rank);

    /** The end of what a rank has printed besides its messages; "" where that is not known here. */
    default String words(int rank) {
        return "";
    }

    /**
     * Whether it cannot be told just now if this rank stands still or is gone; it will be told soon.
     *
     * @param still seconds since any rank moved
     */
    default boolean isDoubtful(int rank, double still) {
        return false;
    }
}
