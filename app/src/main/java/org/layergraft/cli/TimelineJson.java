package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Timeline;

/**
 * A rank's timeline in the JSON of {@code check}: microseconds since its iteration began; {@code origin_ns} places it on the
 * machine's monotonic clock.
 */
final class TimelineJson {

    private TimelineJson() {}

    static void write(ObjectNode node, int rank, Timeline times) {
        node.put("rank", rank);
        node.put("iteration", times.iteration());
        node.put("origin_ns", times.origin());
        node.put("until_us", times.until());
        ArrayNode phases = node.putArray("phases");
        for (Timeline.Span span : times.phases()) {
            ObjectNode phase = phases.addObject()
                    .put("phase", span.phase().name().toLowerCase(Locale.ROOT))
                    .put("from_us", span.from());
            time(phase, "to_us", span.to());
        }
        ArrayNode ready = node.putArray("ready");
        for (Timeline.Ready arrival : times.ready()) {
            ready.addObject().put("parameter", arrival.parameter()).put("at_us", arrival.at());
        }
        ArrayNode buckets = node.putArray("buckets");
        times.buckets().forEach(bucket -> bucket(buckets.addObject(), bucket));
        ArrayNode others = node.putArray("others");
        for (Timeline.Exchange exchange : times.others()) {
            ObjectNode other =
                    others.addObject().put("operation", exchange.operation()).put("started_us", exchange.started());
            time(other, "finished_us", exchange.finished());
        }
        moment(node, "computed", times.computed());
        node.put("communication_us", times.communication());
        time(node, "hidden", times.hidden());
    }

    private static void bucket(ObjectNode node, Timeline.Bucket bucket) {
        node.put("index", bucket.index());
        node.put("bytes", bucket.bytes());
        ArrayNode parameters = node.putArray("parameters");
        bucket.parameters().forEach(parameters::add);
        moment(node, "launched", bucket.launched());
        moment(node, "started", bucket.started());
        moment(node, "finished", bucket.finished());
    }

    private static void moment(ObjectNode node, String field, Optional<Timeline.Moment> moment) {
        moment.ifPresentOrElse(
                m -> node.putObject(field).put("us", m.at()).put("derived", m.derived()), () -> node.putNull(field));
    }

    private static void time(ObjectNode node, String field, OptionalDouble time) {
        time.ifPresentOrElse(t -> node.put(field, t), () -> node.putNull(field));
    }
}
