package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;

/**
 * Lays drawings out in the background. The latest request wins: its result is the only one delivered. A layout that is not ready
 * in time is replaced by the plain one.
 */
final class LayoutJobs {

    private static final long MOST_MILLIS = 5_000;

    private final Executor deliver;
    private AtomicBoolean stop = new AtomicBoolean();

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
        var from = new FlowNode("a", FlowNode.Kind.INPUT, "a", "", Optional.empty(), Optional.empty(), Optional.empty());
        var to = new FlowNode("b", FlowNode.Kind.OUTPUT, "b", "", Optional.empty(), Optional.empty(), Optional.empty());
        return new Flow(List.of(from, to), List.of(new FlowEdge("a", "b", "a", "")));
    }

    void request(Drawing drawing, Consumer<Layout> done) {
        cancel();
        var mine = new AtomicBoolean();
        stop = mine;
        CompletableFuture.supplyAsync(() -> GraphLayout.of(drawing, mine::get), LayoutJobs::start)
                .orTimeout(MOST_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionallyAsync(_ -> GraphLayout.plain(drawing), LayoutJobs::start)
                .thenAcceptAsync(
                        layout -> {
                            if (stop == mine) {
                                mine.set(true);
                                done.accept(layout);
                            }
                        },
                        deliver);
    }

    void cancel() {
        stop.set(true);
    }

    private static void start(Runnable work) {
        Thread.ofPlatform().daemon().name("layout").start(work);
    }
}
