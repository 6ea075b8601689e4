package org.layergraft.process;

import java.util.Optional;
import org.layergraft.text.LayergraftException;

/**
 * Keeps at most one idle crew of rank processes ready, so that a run finds its ranks started and met. A crew whose last run ended
 * clean is kept; another is killed and replaced in the background. Thread-safe.
 */
final class RankPool implements AutoCloseable {

    private final ChildLauncher launcher;
    private final Natives natives;
    private Optional<RankCrew> idle = Optional.empty();
    private int lent;
    private boolean closed;

    RankPool(ChildLauncher launcher, Natives natives) {
        this.launcher = launcher;
        this.natives = natives;
    }

    /** A run on these seats may come: starts its crew in the background, unless one is idle or at work. */
    void expect(Seats seats) {
        if (isFree()) {
            start(seats, false);
        }
    }

    /** The crew at work will not be used again: starts its replacement in the background, while there is time. */
    void replace(Seats seats) {
        start(seats, true);
    }

    private synchronized boolean isFree() {
        return lent == 0 && !closed;
    }

    private void start(Seats seats, boolean besides) {
        Thread.ofVirtual().name("rank-pool").start(() -> {
            try {
                natives.prepare(new Cancellation());
                startIdle(seats, besides);
            } catch (LayergraftException _) {
                // Told when a run needs them.
            }
        });
    }

    private synchronized void startIdle(Seats seats, boolean besides) throws LayergraftException {
        boolean there = idle.filter(crew -> fits(crew, seats)).isPresent();
        if (!closed && !there && (besides || lent == 0)) {
            keep(RankCrew.start(launcher, seats));
        }
    }

    /** The idle crew, or a new one where it does not fit. Give it back. */
    RankCrew take(Seats seats, Cancellation cancel) throws LayergraftException {
        natives.prepare(cancel);
        synchronized (this) {
            if (closed) {
                throw Failures.cancelled();
            }
            RankCrew crew = idle.filter(c -> fits(c, seats)).isPresent() ? idle.get() : RankCrew.start(launcher, seats);
            if (idle.filter(c -> c != crew).isPresent()) {
                idle.get().close();
            }
            idle = Optional.empty();
            lent++;
            return crew;
        }
    }

    /** @param clean whether it may serve another run */
    void giveBack(RankCrew crew, boolean clean) {
        synchronized (this) {
            lent--;
            if (clean && !closed && crew.isAlive()) {
                keep(crew);
                return;
            }
        }
        crew.close();
        replace(crew.seats());
    }

    private void keep(RankCrew crew) {
        idle.ifPresent(RankCrew::close);
        idle = Optional.of(crew);
    }

    private static boolean fits(RankCrew crew, Seats seats) {
        return crew.seats().equals(seats) && crew.isAlive();
    }

    /** Ends the idle crew; the one at work ends with the launcher's other children. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.ifPresent(RankCrew::close);
        idle = Optional.empty();
    }
}
