package org.layergraft.ui.canvas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;

/**
 * Lays drawings out in the background. The latest request wins: its result is the only one delivered. A layout that is not ready
 * in time is replaced by a faster one, the plain one in the end.
 */
final class LayoutJobs {

    private static final long COMPACT_MILLIS = 4_500;
    private static final long LAYERED_MILLIS = 5_000;
    /** For a picture, which should not depend on how busy the machine is. */
    private static final long PATIENT_MILLIS = 600_000;

    /** Going back to a forward, undo and redo come at once. */
    private static final int REMEMBERED = 24;

    private final Executor deliver;
    private final Map<Drawing, Layout> recent = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Drawing, Layout> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final LayoutTimes times = new LayoutTimes();
    private AtomicBoolean stop = new AtomicBoolean();
    private boolean patient;
    private boolean busy;

    /** @param deliver the FX thread's executor; {@link #request} is called on it too */
    LayoutJobs(Executor deliver) {
        this.deliver = deliver;
    }

    /** Loads ELK's classes, so that the first real layout does not wait for them. */
    static void warmUp() {
        Thread.ofPlatform()
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .name("layout warm-up")
                .start(() -> GraphLayout.of(tiny()));
    }

    private static Flow tiny() {
        var from =
                new FlowNode("a", FlowNode.Kind.INPUT, "a", "", Optional.empty(), Optional.empty(), Optional.empty());
        var to = new FlowNode("b", FlowNode.Kind.OUTPUT, "b", "", Optional.empty(), Optional.empty(), Optional.empty());
        return new Flow(List.of(from, to), List.of(new FlowEdge("a", "b", "a", "")));
    }

    void request(Drawing drawing, Consumer<Layout> done) {
        cancel();
        var mine = new AtomicBoolean();
        stop = mine;
        long start = System.nanoTime();
        Layout known = recent.get(drawing);
        busy = known == null;
        if (known != null) {
            done.accept(known);
            return;
        }
        CompletableFuture<Layout> compact = GraphLayout.isSmall(drawing)
                ? within(patient ? PATIENT_MILLIS : COMPACT_MILLIS, () -> GraphLayout.of(drawing, true, mine::get))
                : CompletableFuture.failedFuture(new TimeoutException());
        compact.exceptionallyCompose(_ -> within(
                        patient ? PATIENT_MILLIS : LAYERED_MILLIS, () -> GraphLayout.of(drawing, false, mine::get)))
                .exceptionallyAsync(_ -> GraphLayout.plain(drawing), LayoutJobs::start)
                .thenAcceptAsync(
                        layout -> {
                            if (stop == mine) {
                                boolean hurried = mine.getAndSet(true);
                                if (!hurried) {
                                    times.add(drawing, Duration.ofNanos(System.nanoTime() - start));
                                }
                                busy = false;
                                recent.put(drawing, layout);
                                done.accept(layout);
                            }
                        },
                        deliver);
    }

    private static CompletableFuture<Layout> within(long millis, Supplier<Layout> work) {
        return CompletableFuture.supplyAsync(work, LayoutJobs::start).orTimeout(millis, TimeUnit.MILLISECONDS);
    }

    /** From now on the best layout is waited for. */
    void waitForBest() {
        patient = true;
    }

    /** How long this should take; empty where nothing like it was laid out before. */
    Optional<Duration> expected(Drawing drawing) {
        return recent.containsKey(drawing) ? Optional.empty() : times.of(drawing);
    }

    /** Is something being laid out that is still wanted? */
    boolean isBusy() {
        return busy;
    }

    /** A simpler layout is wanted sooner. */
    void cancel() {
        stop.set(true);
    }

    /** Nothing is wanted any longer of what was asked for. */
    void drop() {
        cancel();
        stop = new AtomicBoolean();
        busy = false;
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("layout").start(work);
    }
}
