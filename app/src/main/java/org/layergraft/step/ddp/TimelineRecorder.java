package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Phase;
import org.layergraft.step.Timeline;

/**
 * Notes when things happen in the DDP run itself. What is called during a backward writes a number into an array and allocates
 * nothing; timelines are made from the numbers when somebody asks. Thread-safe: a rank that waits is asked from another thread.
 */
final class TimelineRecorder implements AutoCloseable {

    /** What the Reducer's own timers say of a step, on the clock of {@code c10::getTime}; 0 where they say nothing. */
    record ReducerTimes(long firstLaunch, long computed) {}

    /** A bucket as the Reducer has it now. {@code memory}: where its flat gradient lies, 0 when unknown. */
    record BucketMemory(List<Integer> parameters, long bytes, long memory) {}

    private static final int CLOCK_READINGS = 5;

    private final List<String> names;
    private final Collectives collectives;
    private Notes now;
    private Notes before;
    private List<BucketMemory> buckets = List.of();
    private long lastEvent = System.nanoTime();

    /** Native code points at the hooks; the accumulators live only as long as somebody holds them. */
    private final List<FunctionPostHook> hooks = new ArrayList<>();

    private final List<Node> accumulators = new ArrayList<>();

    /** Make it before the Reducer: hooks are called in the order they were added, and a gradient is there before it is copied. */
    TimelineRecorder(LoadedModel model) {
        List<Named> trainable = model.trainable();
        names = trainable.stream().map(Named::name).toList();
        collectives = Collectives.listen();
        now = new Notes(names.size());
        before = new Notes(names.size());
        for (int i = 0; i < trainable.size(); i++) {
            listenAt(trainable.get(i), i);
        }
    }

    private void listenAt(Named parameter, int index) {
        Node accumulator = parameter
                .tensor()
                .expand_as(parameter.tensor())
                .grad_fn()
                .next_edge(0)
                .function();
        FunctionPostHook hook = new FunctionPostHook() {
            @Override
            public TensorVector apply(TensorVector outputs, TensorVector inputs) {
                ready(index);
                return outputs;
            }
        };
        hooks.add(hook);
        accumulators.add(accumulator);
        accumulator.add_post_hook(hook);
        // The accumulator owns it now; nobody else may free it.
        hook.deallocate(false);
    }

    private synchronized void ready(int index) {
        lastEvent = now.ready(index, System.nanoTime());
    }

    /** The rank entered a phase; a new iteration begins with its first forward. */
    synchronized void enter(int iteration, Phase phase) {
        long time = System.nanoTime();
        lastEvent = time;
        if (iteration != now.iteration) {
            Notes free = before;
            now.end(time);
            now.collectives = collectives.heard();
            collectives.forget();
            before = now;
            now = free;
            now.begin(iteration, clockOffset());
        }
        now.enter(phase, time);
    }

    /** The Reducer made its buckets, or made them anew. */
    synchronized void buckets(List<BucketMemory> latest) {
        buckets = latest;
    }

    /**
     * The buckets hold for the backward that comes, the one of this iteration that is not under {@code no_sync()}.
     *
     * @param delayed whether they all go at its end, whatever is ready when
     */
    synchronized void armed(boolean delayed) {
        now.arm(buckets, delayed);
    }

    /** What the Reducer measured in an iteration. */
    synchronized void reducer(int iteration, ReducerTimes times) {
        for (Notes notes : List.of(now, before)) {
            if (notes.iteration == iteration) {
                notes.reducer = times;
            }
        }
    }

    /** The optimizer has stepped: the iteration is over. */
    synchronized void stop() {
        now.end(System.nanoTime());
    }

    /** Nanoseconds since anything happened. */
    synchronized long still() {
        return System.nanoTime() - lastEvent;
    }

    /**
     * The latest iteration that came as far as its backward, or the first. One that failed before says nothing about gradients, the
     * one before it does.
     */
    synchronized Optional<Timeline> timeline() {
        if (now.iteration == 0) {
            return Optional.empty();
        }
        boolean old = before.iteration > 0 && !now.entered(Phase.BACKWARD);
        if (!old) {
            now.collectives = collectives.heard();
        }
        return Optional.of((old ? before : now).timeline(names));
    }

    /** The run ended inside a collective: what ended just now did so because the wait was given up. */
    synchronized void brokeOff() {
        now.brokeOff = System.nanoTime();
    }

    @Override
    public void close() {
        collectives.close();
    }

    /** The Reducer times by the wall clock. A thread that is put aside between two readings would misplace it by milliseconds. */
    private static long clockOffset() {
        long offset = 0;
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long earlier = System.nanoTime();
            long other = torch.getTime(false);
            long later = System.nanoTime();
            if (later - earlier < narrowest) {
                narrowest = later - earlier;
                offset = other - (earlier + narrowest / 2);
            }
        }
        return offset;
    }
}
