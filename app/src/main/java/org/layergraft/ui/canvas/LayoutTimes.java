package org.layergraft.ui.canvas;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How long layouts took, to tell how long one like them will take. */
final class LayoutTimes {

    private static final int KEPT = 40;

    /** Whose boxes and lines are no more than so many times as many. */
    private static final double ALIKE = 1.2;

    private record Took(Drawing drawing, Duration time) {}

    private final Deque<Took> latest = new ArrayDeque<>();

    void add(Drawing drawing, Duration time) {
        latest.addFirst(new Took(drawing, time));
        if (latest.size() > KEPT) {
            latest.removeLast();
        }
    }

    /** As the last one of about that size; empty where there was none. */
    Optional<Duration> of(Drawing drawing) {
        return latest.stream()
                .filter(t -> alike(t.drawing().items().size(), drawing.items().size())
                        && alike(t.drawing().links().size(), drawing.links().size()))
                .map(Took::time)
                .findFirst();
    }

    private static boolean alike(int one, int other) {
        return Math.max(one, other) <= ALIKE * Math.min(one, other);
    }
}
