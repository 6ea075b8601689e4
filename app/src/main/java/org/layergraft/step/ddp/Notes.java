package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.layergraft.step.Phase;
import org.layergraft.step.Timeline;
import org.layergraft.step.Timeline.Moment;

/** What was noted of one iteration, in nanoseconds, and the {@link Timeline} made of it. Reused; guarded by its recorder. */
final class Notes {

    /** A work that ended this shortly before the run broke off did not finish: its wait was given up. */
    private static final long GIVEN_UP = 20_000_000;

    private static final int PHASES = 256;

    /** 0: nothing noted yet. */
    int iteration;

    List<Collectives.Heard> collectives = List.of();
    TimelineRecorder.ReducerTimes reducer;
    long brokeOff;

    private final Phase[] phases = new Phase[PHASES];
    private final long[] entered = new long[PHASES];
    private int phaseCount;

    /** A parameter used by several reentrant segments arrives more than once. */
    private final int[] parameters;

    private final long[] at;
    private int readyCount;

    private List<TimelineRecorder.BucketMemory> buckets = List.of();
    private boolean delayed;
    private long origin;
    private long end;
    private boolean over;
    private long clockOffset;

    Notes(int parameterCount) {
        parameters = new int[2 * parameterCount + 16];
        at = new long[parameters.length];
    }

    void begin(int newIteration, long offset) {
        iteration = newIteration;
        clockOffset = offset;
        buckets = List.of();
        collectives = List.of();
        reducer = null;
        brokeOff = 0;
        delayed = false;
        phaseCount = 0;
        readyCount = 0;
        over = false;
    }

    /** What arrived in micro-steps before stays on the rank. */
    void arm(List<TimelineRecorder.BucketMemory> memories, boolean late) {
        buckets = memories;
        delayed = late;
        readyCount = 0;
    }

    void enter(Phase phase, long time) {
        if (phaseCount == 0) {
            origin = time;
        }
        if (phaseCount < PHASES) {
            phases[phaseCount] = phase;
            entered[phaseCount++] = time;
        }
    }

    long ready(int parameter, long time) {
        if (readyCount < at.length) {
            parameters[readyCount] = parameter;
            at[readyCount++] = time;
        }
        return time;
    }

    void end(long time) {
        if (!over) {
            end = time;
            over = true;
        }
    }

    boolean entered(Phase phase) {
        return Arrays.asList(phases).subList(0, phaseCount).contains(phase);
    }

    Timeline timeline(List<String> names) {
        long until = over ? end : System.nanoTime();
        List<Timeline.Ready> ready = IntStream.range(0, readyCount)
                .mapToObj(i -> new Timeline.Ready(names.get(parameters[i]), micros(at[i])))
                .toList();
        List<Timeline.Bucket> all = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            all.add(bucket(i, names, all));
        }
        return new Timeline(
                iteration,
                origin,
                micros(until),
                spans(),
                ready,
                all,
                collectives.stream()
                        .filter(work -> work.started() - origin >= 0)
                        .filter(work -> buckets.stream().noneMatch(bucket -> is(bucket, work)))
                        .map(work -> new Timeline.Exchange(
                                work.operation(),
                                micros(work.started()),
                                finished(work) ? OptionalDouble.of(micros(work.finished())) : OptionalDouble.empty()))
                        .toList(),
                computed(all));
    }

    private List<Timeline.Span> spans() {
        List<Timeline.Span> spans = new ArrayList<>();
        for (int i = 0; i < phaseCount; i++) {
            OptionalDouble to = i + 1 < phaseCount
                    ? OptionalDouble.of(micros(entered[i + 1]))
                    : over ? OptionalDouble.of(micros(end)) : OptionalDouble.empty();
            spans.add(new Timeline.Span(phases[i], micros(entered[i]), to));
        }
        return spans;
    }

    private Timeline.Bucket bucket(int index, List<String> names, List<Timeline.Bucket> earlier) {
        TimelineRecorder.BucketMemory bucket = buckets.get(index);
        Optional<Collectives.Heard> work = collectives.stream()
                .filter(heard -> is(bucket, heard) && heard.started() - origin >= 0)
                .findFirst();
        Optional<Moment> started = work.map(heard -> Moment.measured(micros(heard.started())));
        Optional<Moment> launched = launched(index, bucket, earlier, started);
        Optional<Moment> finished = work.isPresent()
                ? work.filter(this::finished).map(heard -> Moment.measured(micros(heard.finished())))
                : launched.isPresent() && over ? reductionsEnded() : Optional.empty();
        return new Timeline.Bucket(
                index,
                bucket.bytes(),
                bucket.parameters().stream().map(names::get).toList(),
                launched,
                started,
                finished);
    }

    /**
     * The Reducer times the first launch, by the wall clock: where that moved, it may lie outside of what it must lie between, and is
     * not believed. The others follow from R2.4 of ddp-semantics: a bucket goes when the last of its
     * parameters is ready and the bucket before it has gone. Under static_graph the first reduction is not launched by parameters
     * but at the end, and then only what the process group says is known.
     */
    private Optional<Moment> launched(
            int index, TimelineRecorder.BucketMemory bucket, List<Timeline.Bucket> earlier, Optional<Moment> started) {
        OptionalDouble first =
                index == 0 && reducer != null ? onOurClock(reducer.firstLaunch()) : OptionalDouble.empty();
        if (first.isPresent()
                && started.stream().allMatch(moment -> moment.at() >= first.getAsDouble())
                && bucket.parameters().stream().allMatch(parameter -> lastHeard(parameter) <= first.getAsDouble())) {
            return Optional.of(Moment.measured(first.getAsDouble()));
        }
        boolean heardAll = bucket.parameters().stream().allMatch(this::heardOf);
        boolean earlierGone =
                earlier.stream().allMatch(other -> other.launched().isPresent());
        if (delayed || (started.isEmpty() && !(heardAll && earlierGone))) {
            return started.map(moment -> Moment.derived(moment.at()));
        }
        // Parameters without a place in the graph were marked when the first one fired.
        double last = readyCount > 0 ? micros(at[0]) : 0;
        for (int parameter : bucket.parameters()) {
            last = Math.max(last, lastHeard(parameter));
        }
        for (Timeline.Bucket other : earlier) {
            last = Math.max(last, other.launched().map(Moment::at).orElse(0.0));
        }
        return Optional.of(Moment.derived(Math.min(last, started.map(Moment::at).orElse(Double.MAX_VALUE))));
    }

    private Optional<Moment> computed(List<Timeline.Bucket> all) {
        OptionalDouble measured = reducer == null ? OptionalDouble.empty() : onOurClock(reducer.computed());
        if (measured.isPresent() && (readyCount == 0 || micros(at[readyCount - 1]) <= measured.getAsDouble())) {
            return Optional.of(Moment.measured(measured.getAsDouble()));
        }
        boolean complete = !all.isEmpty()
                && all.stream().allMatch(bucket -> bucket.launched().isPresent());
        return complete ? all.getLast().launched().map(moment -> Moment.derived(moment.at())) : Optional.empty();
    }

    /** A backward that returned has waited for every bucket. */
    private Optional<Moment> reductionsEnded() {
        for (int i = phaseCount - 1; i > 0; i--) {
            if (phases[i - 1] == Phase.BACKWARD) {
                return Optional.of(Moment.derived(micros(entered[i])));
            }
        }
        return Optional.empty();
    }

    /** Only if it lies in this iteration: the timers keep what an earlier one left there. */
    private OptionalDouble onOurClock(long reducerTime) {
        double time = micros(reducerTime - clockOffset);
        long until = over ? end : System.nanoTime();
        return reducerTime > 0 && time >= 0 && time <= micros(until) ? OptionalDouble.of(time) : OptionalDouble.empty();
    }

    private boolean heardOf(int parameter) {
        return lastHeard(parameter) >= 0;
    }

    private double lastHeard(int parameter) {
        for (int i = readyCount - 1; i >= 0; i--) {
            if (parameters[i] == parameter) {
                return micros(at[i]);
            }
        }
        return -1;
    }

    private static boolean is(TimelineRecorder.BucketMemory bucket, Collectives.Heard work) {
        return bucket.memory() != 0 && bucket.memory() == work.memory();
    }

    private boolean finished(Collectives.Heard work) {
        return work.ended() && (brokeOff == 0 || brokeOff - work.finished() > GIVEN_UP);
    }

    private double micros(long nanoTime) {
        return (nanoTime - origin) / 1000.0;
    }
}
