package org.layergraft.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One iteration of one rank, as it passed. All times are microseconds since the iteration began.
 *
 * @param iteration from 1
 * @param origin when it began on the machine's monotonic clock ({@code System.nanoTime}), in nanoseconds: on Linux the ranks of one
 *     machine read the same clock, so their timelines are aligned by it; between machines it means nothing
 * @param until how far this timeline reaches: the end of the iteration, or when the rank was last heard of
 * @param phases in the order they were entered
 * @param ready when each parameter's gradient arrived at its accumulator, just before the Reducer heard of it; with accumulation, in
 *     the micro-step that synchronises
 * @param buckets in the order of reduction
 * @param others what was exchanged besides the buckets: buffers, which parameters were used
 * @param computed when the Reducer knew of every gradient, and only waited for its buckets from then on
 */
public record Timeline(
        int iteration,
        long origin,
        double until,
        List<Span> phases,
        List<Ready> ready,
        List<Bucket> buckets,
        List<Exchange> others,
        Optional<Moment> computed) {

    public Timeline {
        phases = List.copyOf(phases);
        ready = List.copyOf(ready);
        buckets = List.copyOf(buckets);
        others = List.copyOf(others);
    }

    /**
     * A time and where it comes from.
     *
     * @param derived whether it was not measured itself but follows from what was, by the Reducer's rules
     */
    public record Moment(double at, boolean derived) {

        public static Moment measured(double at) {
            return new Moment(at, false);
        }

        public static Moment derived(double at) {
            return new Moment(at, true);
        }
    }

    /** @param to absent while it lasts */
    public record Span(Phase phase, double from, OptionalDouble to) {}

    public record Ready(String parameter, double at) {}

    /**
     * The all-reduce of one bucket.
     *
     * @param index place in the order of reduction, from 0
     * @param launched when the Reducer handed it to the process group
     * @param started when a thread of the process group took it up
     * @param finished when its result was there on this rank
     */
    public record Bucket(
            int index,
            long bytes,
            List<String> parameters,
            Optional<Moment> launched,
            Optional<Moment> started,
            Optional<Moment> finished) {

        public Bucket {
            parameters = List.copyOf(parameters);
        }

        /** Whether this rank waits in it for another. */
        public boolean waits() {
            return launched.isPresent() && finished.isEmpty();
        }
    }

    /**
     * Another collective.
     *
     * @param operation as the process group calls it, {@code broadcast} say
     * @param finished absent while it lasts
     */
    public record Exchange(String operation, double started, OptionalDouble finished) {}

    /** The bucket it waits in, if it does. */
    public Optional<Bucket> waitsIn() {
        return buckets.stream().filter(Bucket::waits).findFirst();
    }

    /** The same, still lasting at a later moment. */
    public Timeline lasting(double later) {
        return new Timeline(iteration, origin, Math.max(until, later), phases, ready, buckets, others, computed);
    }

    /** Microseconds in which at least one bucket was being reduced. */
    public double communication() {
        return length(exchanges(), Double.MAX_VALUE);
    }

    /**
     * The share of {@link #communication} that was hidden behind the backward's own computation, 0 to 1; absent where no bucket was
     * reduced or the backward never was complete.
     */
    public OptionalDouble hidden() {
        double all = communication();
        return all > 0 && computed.isPresent()
                ? OptionalDouble.of(length(exchanges(), computed.get().at()) / all)
                : OptionalDouble.empty();
    }

    private record Stretch(double from, double to) {}

    private List<Stretch> exchanges() {
        List<Stretch> stretches = new ArrayList<>();
        for (Bucket bucket : buckets) {
            Optional<Moment> from = bucket.started().or(bucket::launched);
            if (from.isPresent() && bucket.finished().isPresent()) {
                stretches.add(
                        new Stretch(from.get().at(), bucket.finished().get().at()));
            }
        }
        stretches.sort(Comparator.comparingDouble(Stretch::from));
        return stretches;
    }

    /** Of sorted stretches that may overlap, what lies before the limit. */
    private static double length(List<Stretch> stretches, double limit) {
        double sum = 0;
        double reached = Double.NEGATIVE_INFINITY;
        for (Stretch stretch : stretches) {
            double from = Math.max(stretch.from(), reached);
            double to = Math.min(stretch.to(), limit);
            sum += Math.max(0, to - from);
            reached = Math.max(reached, to);
        }
        return sum;
    }
}
