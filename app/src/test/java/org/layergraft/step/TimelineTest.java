package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.layergraft.step.Timeline.Bucket;
import org.layergraft.step.Timeline.Moment;

class TimelineTest {

    @Test
    void whatRanBesideTheBackwardIsHidden() {
        Timeline timeline = of(Optional.of(Moment.measured(30)), bucket(10, 20), bucket(15, 25), bucket(25, 40));
        assertEquals(30, timeline.communication());
        assertEquals(20 / 30.0, timeline.hidden().orElseThrow(), 1e-12);
    }

    @Test
    void nothingIsHiddenInABackwardThatNeverWasComplete() {
        assertEquals(
                OptionalDouble.empty(), of(Optional.empty(), bucket(10, 20)).hidden());
        assertEquals(
                OptionalDouble.empty(), of(Optional.of(Moment.measured(30))).hidden());
    }

    @Test
    void aBucketThatWasLaunchedAndDidNotFinishIsWaitedIn() {
        Bucket done = bucket(10, 20);
        Bucket waits =
                new Bucket(1, 4, List.of("b"), Optional.of(Moment.derived(21)), Optional.empty(), Optional.empty());
        assertEquals(Optional.of(waits), of(Optional.empty(), done, waits).waitsIn());
        assertEquals(Optional.empty(), of(Optional.empty(), done).waitsIn());
    }

    @Property(tries = 300)
    void theHiddenShareIsAShare(
            @ForAll @Size(max = 12) List<@DoubleRange(max = 1000) Double> times,
            @ForAll @DoubleRange(max = 1000) double computed) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i + 1 < times.size(); i += 2) {
            double one = times.get(i);
            double two = times.get(i + 1);
            buckets.add(bucket(Math.min(one, two), Math.max(one, two)));
        }
        Timeline timeline = of(Optional.of(Moment.measured(computed)), buckets.toArray(Bucket[]::new));
        double longest = buckets.stream()
                .mapToDouble(b -> b.finished().orElseThrow().at()
                        - b.started().orElseThrow().at())
                .max()
                .orElse(0);
        assertTrue(timeline.communication() >= longest - 1e-9 && timeline.communication() <= 1000);
        timeline.hidden().ifPresent(share -> assertTrue(share >= 0 && share <= 1, "" + share));
    }

    private static Timeline of(Optional<Moment> computed, Bucket... buckets) {
        return new Timeline(1, 0, 1000, List.of(), List.of(), List.of(buckets), List.of(), computed);
    }

    private static Bucket bucket(double from, double to) {
        return new Bucket(
                0,
                4,
                List.of("a"),
                Optional.of(Moment.derived(from)),
                Optional.of(Moment.measured(from)),
                Optional.of(Moment.measured(to)));
    }
}
