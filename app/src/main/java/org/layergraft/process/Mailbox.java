package org.layergraft.process;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.process.Crew.Event;
import org.layergraft.text.LayergraftException;

/** What the processes of a crew say, in the order in which it came: put in by their threads, taken out by the crew's. */
final class Mailbox {

    private static final long POLL_MILLIS = 20;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    void put(int rank, ChildEvent event) {
        events.add(new Event(rank, event));
    }

    /** The next event, or null after a moment without one. */
    Event next() throws InterruptedException {
        return events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** As {@link #next()}; throws as soon as the user has cancelled. */
    Event next(Cancellation cancel) throws LayergraftException {
        if (cancel.isCancelled()) {
            throw Failures.cancelled();
        }
        try {
            return next();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }
}
