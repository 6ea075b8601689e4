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
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.ui.common.Waiting;

/**
 * Lays drawings out in the background. The latest request wins: its result is the only one delivered. A layout that is not ready
 * in time is replaced by a faster one; the plain one is there meanwhile and, where all take too long, in the end.
 */
public final class LayoutJobs {

    /**
     * How long is waited, in milliseconds.
     *
     * @param compact for the compact layout
     * @param layered from then on, before the plain layout is shown
     * @param late for the layered one all the same
     */
    record Patience(long compact, long layered, long late) {}

    private static final Patience OF_PEOPLE = new Patience(4_500, 5_000, 60_000);
    /** It should not depend on how busy the machine is. */
    private static final Patience OF_A_PICTURE = new Patience(600_000, 600_000, 600_000);

    /** Going back to a forward, undo and redo come at once. */
    private static final int REMEMBERED = 24;

    private final Executor deliver;
    private final ReadOnlyBooleanWrapper going = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
    private final Map<Drawing, Layout> recent = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Drawing, Layout> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final LayoutTimes times = new LayoutTimes();
    private AtomicBoolean stop = new AtomicBoolean();
    private Patience patience;
    private Optional<Duration> expected = Optional.empty();

    /** @param deliver the FX thread's executor; {@link #request} is called on it too */
    LayoutJobs(Executor deliver) {
        this(deliver, OF_PEOPLE);
    }

    LayoutJobs(Executor deliver, Patience patience) {
        this.deliver = deliver;
        this.patience = patience;
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

    /** @param done told twice where the plain layout has to do for a while: the first time it is still {@link #goingProperty going} */
    void request(Drawing drawing, Consumer<Layout> done) {
        cancel();
        var mine = new AtomicBoolean();
        stop = mine;
        long start = System.nanoTime();
        Layout known = recent.get(drawing);
        // Of another layout that is under way nothing holds any longer.
        going.set(false);
        if (known != null) {
            done.accept(known);
            return;
        }
        progress.set(-1);
        expected = times.of(drawing);
        going.set(true);
        CompletableFuture<Layout> compact = GraphLayout.isSmall(drawing)
                ? attempt(drawing, true, patience.compact(), mine)
                : CompletableFuture.failedFuture(new TimeoutException());
        compact.exceptionallyCompose(_ -> layered(drawing, mine, done))
                .exceptionallyAsync(_ -> GraphLayout.plain(drawing), LayoutJobs::start)
                .thenAcceptAsync(
                        layout -> {
                            if (stop == mine) {
                                boolean hurried = mine.getAndSet(true);
                                if (!hurried) {
                                    times.add(drawing, Duration.ofNanos(System.nanoTime() - start));
                                }
                                going.set(false);
                                recent.put(drawing, layout);
                                done.accept(layout);
                            }
                        },
                        deliver);
    }

    private CompletableFuture<Layout> layered(Drawing drawing, AtomicBoolean mine, Consumer<Layout> meanwhile) {
        var layered = attempt(drawing, false, patience.late(), mine);
        layered.copy()
                .orTimeout(patience.layered(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (_, late) -> late == null || layered.isDone()
                                ? Optional.<Layout>empty()
                                : Optional.of(GraphLayout.plain(drawing)),
                        LayoutJobs::start)
                .thenAcceptAsync(
                        plain -> {
                            if (stop == mine && !mine.get()) {
                                plain.ifPresent(meanwhile);
                            }
                        },
                        deliver);
        return layered;
    }

    /** What is not there in time is not worked at any longer. */
    private CompletableFuture<Layout> attempt(Drawing drawing, boolean compact, long millis, AtomicBoolean dropped) {
        var over = new AtomicBoolean();
        var waiting = new Waiting() {
            @Override
            public boolean isDropped() {
                return dropped.get() || over.get();
            }

            @Override
            public void at(double done) {
                deliver.execute(() -> {
                    if (stop == dropped && !over.get()) {
                        progress.set(done);
                    }
                });
            }
        };
        return CompletableFuture.supplyAsync(() -> GraphLayout.of(drawing, compact, waiting), LayoutJobs::start)
                .orTimeout(millis, TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> over.set(true));
    }

    /** From now on the best layout is waited for. */
    void waitForBest() {
        patience = OF_A_PICTURE;
    }

    /** How long the layout should take that is being made; empty where nothing like it was laid out before. */
    public Optional<Duration> expected() {
        return expected;
    }

    /** Is something being laid out that is still wanted? */
    public ReadOnlyBooleanProperty goingProperty() {
        return going.getReadOnlyProperty();
    }

    /** From 0 to 1; negative while nothing is known. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** A simpler layout is wanted sooner. */
    public void cancel() {
        stop.set(true);
    }

    /** Nothing is wanted any longer of what was asked for. */
    void drop() {
        cancel();
        stop = new AtomicBoolean();
        going.set(false);
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("layout").start(work);
    }
}
