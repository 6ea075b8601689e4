package org.layergraft.ui.timeline;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.step.Timeline;
import org.layergraft.ui.common.Amounts;
import org.layergraft.ui.common.Words;

/** What is said of a timeline, in words. */
record TimeTexts(Words words) {

    private static final int NAMED = 3;

    /** {@code 812 µs}, {@code 23.7 ms}, {@code 1.72 s}. */
    static String time(double micros) {
        if (Math.abs(micros) < 1000) {
            return String.format(Locale.ROOT, "%.0f µs", micros);
        }
        return Math.abs(micros) < 1e6
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%.2f s", micros / 1e6);
    }

    String rank(Lane lane) {
        return words.get("timeline.rank", lane.rank());
    }

    /** The figure below a rank's name: what it waits in, or how much of its communication was hidden. */
    String figure(Lane lane) {
        Optional<Timeline.Bucket> waits = lane.times().waitsIn();
        if (waits.isPresent()) {
            return words.get("timeline.waits", waits.get().index());
        }
        var hidden = lane.times().hidden();
        return hidden.isPresent()
                ? words.get("timeline.hidden", Math.round(100 * hidden.getAsDouble()))
                : words.get("timeline.reduced.nothing");
    }

    /** One sentence for each rank, for those who cannot see the lanes. */
    String all(List<Lane> lanes) {
        return lanes.stream().map(this::lane).collect(Collectors.joining(" "));
    }

    private String lane(Lane lane) {
        String phases = lane.times().phases().stream()
                .map(span -> words.get("phase." + name(span))
                        + " "
                        + time(span.to().orElse(lane.times().until()) - span.from()))
                .collect(Collectors.joining(", "));
        return words.get("timeline.lane", lane.rank(), lane.times().iteration(), phases, figure(lane));
    }

    private static String name(Timeline.Span span) {
        return span.phase().name().toLowerCase(Locale.ROOT);
    }

    String item(Lane lane, Item item) {
        String what =
                switch (item.kind()) {
                    case PHASE -> phase(lane, lane.times().phases().get(item.index()));
                    case REST -> words.get("timeline.item.rest", time(item.to() - item.from()));
                    case READY -> ready(lane.times().ready().get(item.index()));
                    case BUCKET -> bucket(lane, lane.times().buckets().get(item.index()));
                    case EXCHANGE -> exchange(lane, lane.times().others().get(item.index()));
                };
        return words.get("timeline.item", lane.rank(), what);
    }

    private String phase(Lane lane, Timeline.Span span) {
        double to = span.to().orElse(lane.times().until());
        return words.get(
                span.to().isPresent() ? "timeline.item.phase" : "timeline.item.lasting",
                words.get("phase." + name(span)),
                time(span.from()),
                time(to),
                time(to - span.from()));
    }

    private String ready(Timeline.Ready ready) {
        return words.get("timeline.item.ready", ready.parameter(), time(ready.at()));
    }

    private String bucket(Lane lane, Timeline.Bucket bucket) {
        String what = words.get(
                "timeline.item.bucket",
                bucket.index(),
                Amounts.bytes(bucket.bytes()),
                bucket.parameters().size(),
                bucket.parameters().stream().limit(NAMED).collect(Collectors.joining(", ")),
                bucket.parameters().size() > NAMED ? 1 : 0);
        String launched = moment(bucket.launched());
        String taken = moment(bucket.started());
        return what
                + " "
                + (bucket.waits()
                        ? words.get(
                                "timeline.item.waits",
                                launched,
                                taken,
                                time(lane.times().until()))
                        : words.get("timeline.item.reduced", launched, taken, moment(bucket.finished())));
    }

    /** What was derived is told from what was measured. */
    private String moment(Optional<Timeline.Moment> moment) {
        return moment.map(m -> m.derived() ? words.get("timeline.derived", time(m.at())) : time(m.at()))
                .orElse("–");
    }

    private String exchange(Lane lane, Timeline.Exchange other) {
        boolean used = other.operation().equals("all_reduce");
        return words.get(
                used ? "timeline.item.used" : "timeline.item.exchange",
                other.operation(),
                time(other.started()),
                time(other.finished().orElse(lane.times().until())));
    }
}
