package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.layergraft.step.Phase;
import org.layergraft.step.Timeline;
import org.layergraft.step.Timeline.Moment;

/** What the Reducer's timers say is on another clock. */
class NotesTest {

    private static final long START = 1_000_000_000;
    private static final long OFFSET = 5_000_000_000L;

    private final Notes notes = new Notes(2);

    @BeforeEach
    void twoParametersInABucket() {
        notes.begin(1, OFFSET);
        notes.enter(Phase.BACKWARD, START);
        notes.arm(List.of(new TimelineRecorder.BucketMemory(List.of(0, 1), 8, 0)), false);
        notes.ready(0, START + 10_000);
        notes.ready(1, START + 20_000);
        notes.enter(Phase.STEP, START + 90_000);
        notes.end(START + 100_000);
    }

    @Test
    void theReducersTimesArePutOnOurClock() {
        Timeline times = timed(START + 25_000, START + 30_000);
        assertEquals(
                Optional.of(Moment.measured(25)), times.buckets().getFirst().launched());
        assertEquals(Optional.of(Moment.measured(30)), times.computed());
    }

    @Test
    void aTimeBeforeWhatItFollowsFromIsNotBelieved() {
        Timeline times = timed(START + 15_000, START + 19_000);
        assertEquals(Optional.of(Moment.derived(20)), times.buckets().getFirst().launched());
        assertEquals(Optional.of(Moment.derived(20)), times.computed());
    }

    private Timeline timed(long firstLaunch, long computed) {
        notes.reducer = new TimelineRecorder.ReducerTimes(firstLaunch + OFFSET, computed + OFFSET);
        return notes.timeline(List.of("a", "b"));
    }
}
