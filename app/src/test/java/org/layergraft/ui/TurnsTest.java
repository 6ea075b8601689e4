package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.layergraft.text.Problem;

/** One thing at a time, and how it is dropped. */
class TurnsTest {

    private static final Problem WHAT = Problem.of("ui", "tasks.save");

    private final SlowTasks slow = new SlowTasks();
    private final AtomicLong now = new AtomicLong();
    private final Turns turns = new Turns(slow, now::get, WHAT);
    private final List<String> told = new ArrayList<>();

    private void start(boolean droppable, Turns.Work<String> work) {
        turns.start(WHAT, droppable, work, told::add, problem -> told.add(problem.getMessage()));
    }

    @Test
    void whatIsDroppedIsNotToldAndKnowsIt() {
        start(true, turn -> {
            assertTrue(turn.isDropped());
            assertFalse(turn.hold(), "too late to write anything");
            return "first";
        });
        start(true, _ -> "second, at the same time");
        assertTrue(turns.drop());
        assertFalse(turns.busyProperty().get());
        assertFalse(turns.drop(), "there is nothing left");
        start(true, _ -> "third");
        slow.finish();
        assertEquals(List.of("third"), told);
    }

    @Test
    void whatIsBeingWrittenIsNotDropped() {
        start(true, turn -> {
            assertTrue(turn.hold());
            assertFalse(turns.drop());
            assertTrue(turns.busyProperty().get());
            return "written";
        });
        slow.finish();
        start(false, _ -> {
            assertFalse(turns.drop());
            return "saved";
        });
        slow.finish();
        assertEquals(List.of("written", "saved"), told);
    }

    @Test
    void whatWasDoneBeforeIsExpectedToTakeAsLong() {
        assertEquals(Optional.empty(), turns.expected());
        start(true, _ -> "first");
        now.set(5_000);
        slow.finish();
        start(true, _ -> "the same");
        assertEquals(Optional.of(Duration.ofNanos(5_000)), turns.expected());
        now.set(6_000);
        turns.drop();
        slow.finish();
        start(true, _ -> "once more");
        assertEquals(
                Optional.of(Duration.ofNanos(5_000)), turns.expected(), "nobody knows how long what was dropped took");
        slow.finish();
        turns.start(Problem.of("ui", "tasks.open", "other.pt"), true, _ -> "other", told::add, _ -> {});
        assertEquals(Optional.empty(), turns.expected());
    }

    @Test
    void progressIsOfWhatIsUnderWay() {
        var seen = new ArrayList<Double>();
        turns.progressProperty().subscribe(p -> seen.add(p.doubleValue()));
        start(true, turn -> {
            turn.at(0.5);
            turn.at(0.501);
            turn.at(1);
            turn.at(-1);
            return "read";
        });
        slow.finish();
        assertEquals(List.of(-1.0, 0.5, 1.0, -1.0), seen);
        var late = new ArrayList<Turns.Turn>();
        start(true, turn -> {
            late.add(turn);
            return "";
        });
        slow.finish();
        start(true, _ -> "");
        late.getFirst().at(0.7);
        assertEquals(-1, turns.progressProperty().get(), "that was another");
    }
}
