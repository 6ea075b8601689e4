package org.layergraft.ui.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Device;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.Timeline;
import org.layergraft.step.Timeline.Moment;

/** Timelines as ranks report them. */
public final class Made {

    private Made() {}

    /** Forward to 2 ms, loss to 2.1, backward to 9, step to 10; two buckets, the second still reduced after the last gradient. */
    public static Timeline finished(long origin) {
        return new Timeline(
                3,
                origin,
                10_000,
                phases(OptionalDouble.of(9_000), OptionalDouble.of(10_000)),
                List.of(new Timeline.Ready("head.weight", 3_000), new Timeline.Ready("body.weight", 7_000)),
                List.of(
                        bucket(0, List.of("head.weight"), Moment.measured(3_010), 3_050, OptionalDouble.of(5_000)),
                        bucket(1, List.of("body.weight"), Moment.derived(7_000), 7_040, OptionalDouble.of(8_900))),
                List.of(new Timeline.Exchange("broadcast", 20, OptionalDouble.of(300))),
                Optional.of(Moment.measured(7_100)));
    }

    /** In the backward of its first step it waits for another. */
    public static Timeline waiting(long origin) {
        return new Timeline(
                1,
                origin,
                1_700_000,
                List.of(
                        new Timeline.Span(Phase.FORWARD, 0, OptionalDouble.of(20_000)),
                        new Timeline.Span(Phase.LOSS, 20_000, OptionalDouble.of(21_000)),
                        new Timeline.Span(Phase.BACKWARD, 21_000, OptionalDouble.empty())),
                List.of(new Timeline.Ready("extra.weight", 28_000)),
                List.of(bucket(0, List.of("extra.weight"), Moment.derived(28_000), 28_200, OptionalDouble.empty())),
                List.of(),
                Optional.of(Moment.derived(28_000)));
    }

    /** As large as it gets. */
    public static Timeline large(long origin, int parameters) {
        List<Timeline.Ready> ready = new ArrayList<>();
        List<Timeline.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            double at = 3_000 + 6_000.0 * i / parameters;
            ready.add(new Timeline.Ready("layers." + i + ".weight", at));
            if (i % 40 == 39) {
                buckets.add(bucket(
                        buckets.size(),
                        List.of("layers." + i + ".weight"),
                        Moment.derived(at),
                        at + 10,
                        OptionalDouble.of(Math.min(8_990, at + 400))));
            }
        }
        return new Timeline(
                3,
                origin,
                10_000,
                phases(OptionalDouble.of(9_000), OptionalDouble.of(10_000)),
                ready,
                buckets,
                List.of(),
                Optional.of(Moment.measured(8_995)));
    }

    public static RankReport rank(int rank, RankReport.End end, Optional<Timeline> times) {
        return new RankReport(
                rank,
                Device.CPU,
                end,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                times,
                0);
    }

    public static RankReport finishedRank(int rank, Timeline times) {
        return rank(rank, new RankReport.End.Finished(), Optional.of(times));
    }

    private static List<Timeline.Span> phases(OptionalDouble backward, OptionalDouble step) {
        return List.of(
                new Timeline.Span(Phase.FORWARD, 0, OptionalDouble.of(2_000)),
                new Timeline.Span(Phase.LOSS, 2_000, OptionalDouble.of(2_100)),
                new Timeline.Span(Phase.BACKWARD, 2_100, backward),
                new Timeline.Span(Phase.STEP, backward.orElse(0), step));
    }

    private static Timeline.Bucket bucket(
            int index, List<String> parameters, Moment launched, double started, OptionalDouble finished) {
        return new Timeline.Bucket(
                index,
                1 << 20,
                parameters,
                Optional.of(launched),
                Optional.of(Moment.measured(started)),
                finished.isPresent() ? Optional.of(Moment.measured(finished.getAsDouble())) : Optional.empty());
    }
}
