package org.layergraft.ui.tasks;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How long something will still take: as the last one like it at first, then as fast as this one has been. */
final class TimeLeft {

    /** Before that much is done and that much time is gone, a speed says little. */
    private static final double ENOUGH = 0.05;

    private static final long ENOUGH_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier clock;
    private final Optional<Duration> expected;
    private final long begin;
    private double fraction;
    private long heard;

    /**
     * @param clock in nanoseconds
     * @param expected how long all of it should take
     */
    TimeLeft(LongSupplier clock, Optional<Duration> expected) {
        this.clock = clock;
        this.expected = expected;
        begin = clock.getAsLong();
        heard = begin;
    }

    /** @param done from 0 to 1; negative while nothing is known */
    void at(double done) {
        fraction = done;
        heard = clock.getAsLong();
    }

    /** Never negative; empty where nobody can tell. */
    Optional<Duration> left() {
        long now = clock.getAsLong();
        if (fraction >= ENOUGH && heard - begin >= ENOUGH_NANOS) {
            long atThisSpeed = (long) ((heard - begin) * (1 - fraction) / fraction);
            return Optional.of(Duration.ofNanos(Math.max(0, atThisSpeed - (now - heard))));
        }
        return expected.map(all -> all.minusNanos(now - begin)).filter(left -> !left.isNegative());
    }
}
