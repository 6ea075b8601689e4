package org.layergraft.ui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

    private final AtomicLong now = new AtomicLong(7);

    private void pass(double seconds) {
        now.addAndGet((long) (seconds * 1e9));
    }

    private static Optional<Duration> seconds(long count) {
        return Optional.of(Duration.ofSeconds(count));
    }

    @Test
    void nobodyKnowsAtFirst() {
        var time = new TimeLeft(now::get, Optional.empty());
        assertEquals(Optional.empty(), time.left());
        time.at(-1);
        pass(3);
        assertEquals(Optional.empty(), time.left());
        time.at(0.01);
        assertEquals(Optional.empty(), time.left(), "that little says nothing");
    }

    @Test
    void theLastOneLikeItIsAGuessThatRunsOut() {
        var time = new TimeLeft(now::get, seconds(10));
        assertEquals(seconds(10), time.left());
        pass(4);
        assertEquals(seconds(6), time.left());
        pass(7);
        assertEquals(Optional.empty(), time.left(), "it took longer, and nobody knows how much");
    }

    @Test
    void itsOwnSpeedCountsOnceThereIsOne() {
        var time = new TimeLeft(now::get, seconds(100));
        pass(5);
        time.at(0.25);
        assertEquals(seconds(15), time.left());
        pass(3);
        assertEquals(seconds(12), time.left(), "also between two messages");
        pass(60);
        assertEquals(seconds(0), time.left(), "never less than nothing");
        time.at(0.5);
        assertEquals(seconds(68), time.left());
    }
}
