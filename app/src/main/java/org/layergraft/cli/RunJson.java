package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.layergraft.diagnosis.CoverageJson;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.diagnosis.Wait;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.Switches;
import org.layergraft.step.Timing;
import org.layergraft.text.Texts;

/** The JSON of {@code check}, and of each of {@code matrix}'s runs. Names and order are a promise to other programs. */
final class RunJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Texts texts;

    RunJson(Texts texts) {
        this.texts = texts;
    }

    /** @param file as the user named it */
    ObjectNode of(String file, ModelGraph graph, RunResult result) {
        ObjectNode root = JSON.objectNode();
        root.putObject("model")
                .put("file", file)
                .put("parameters", graph.parameters().size())
                .put("elements", graph.elements());
        result.predicted().ifPresent(basis -> root.put("predicted", true).put("basis", texts.get(basis)));
        run(root.putObject("run"), result);
        switches(root.putObject("switches"), result.plan().switches());
        result.single().ifPresentOrElse(s -> single(root.putObject("single"), s), () -> root.putNull("single"));
        result.verdict()
                .ifPresentOrElse(
                        v -> verdict(root.putObject("verdict"), v, result.waits()), () -> root.putNull("verdict"));
        root.set("coverage", CoverageJson.of(result.coverage(), texts));
        cost(root.putObject("cost"), result);
        ArrayNode timelines = root.putArray("timeline");
        result.ranks()
                .forEach(rank -> rank.timeline()
                        .ifPresentOrElse(
                                times -> TimelineJson.write(timelines.addObject(), rank.rank(), times),
                                timelines::addNull));
        return root;
    }

    private static void run(ObjectNode node, RunResult result) {
        List<Device> devices = result.plan().devices();
        node.put("ranks", devices.size());
        ArrayNode names = node.putArray("devices");
        devices.forEach(d -> names.add(d.torchName()));
        node.put("backend", devices.stream().allMatch(d -> d.kind() == Device.Kind.CUDA) ? "nccl" : "gloo");
        node.put("steps", result.plan().steps());
    }

    static void switches(ObjectNode node, Switches switches) {
        node.put("find_unused_parameters", switches.findUnusedParameters());
        node.put("static_graph", switches.staticGraph());
        ObjectNode checkpoint = node.putObject("checkpoint");
        checkpoint.put("mode", switches.checkpoint().mode().name().toLowerCase(Locale.ROOT));
        ArrayNode modules = checkpoint.putArray("modules");
        switches.checkpoint().modules().forEach(modules::add);
        DdpOptions options = switches.options();
        real(node, "bucket_cap_mb", options.bucketCapMb());
        node.put("gradient_as_bucket_view", options.gradientAsBucketView());
        node.put("broadcast_buffers", options.broadcastBuffers());
        node.put("accumulate", options.accumulate());
        node.put("bf16", options.bf16());
    }

    private static void single(ObjectNode node, SingleReport single) {
        node.put("trains", single.trains());
        ArrayNode losses = node.putArray("loss");
        single.losses().forEach(losses::add);
    }

    private static void waiting(ObjectNode node, Wait wait) {
        node.put("rank", wait.rank());
        node.put("bucket", wait.bucket());
        ArrayNode parameters = node.putArray("parameters");
        wait.parameters().forEach(parameters::add);
        ArrayNode ranks = node.putArray("of_ranks");
        wait.missingOn().forEach(ranks::add);
    }

    private void verdict(ObjectNode node, Verdict verdict, List<Wait> waits) {
        node.put("outcome", verdict.outcome().id());
        node.put("raised", verdict.raised());
        number(node, "iteration", verdict.iteration());
        verdict.phase()
                .ifPresentOrElse(
                        p -> node.put("phase", p.name().toLowerCase(Locale.ROOT)), () -> node.putNull("phase"));
        ArrayNode ranks = node.putArray("ranks");
        verdict.ranks().forEach(ranks::add);
        ArrayNode parameters = node.putArray("parameters");
        verdict.parameters().forEach(parameters::add);
        verdict.message().ifPresentOrElse(m -> node.put("message", m), () -> node.putNull("message"));
        ArrayNode warnings = node.putArray("warnings");
        verdict.warnings().forEach(w -> warnings.add(texts.get(w)));
        node.put("explanation", texts.get(verdict.explanation()));
        ArrayNode waiting = node.putArray("waiting");
        waits.forEach(w -> waiting(waiting.addObject(), w));
        ArrayNode fixes = node.putArray("fixes");
        verdict.fixes().forEach(f -> fix(fixes.addObject(), f));
    }

    private void fix(ObjectNode node, Verdict.Fix fix) {
        node.put("id", fix.id())
                .put("text", texts.get(fix.text()))
                .put("cost", texts.get(fix.cost()))
                .put("verified", fix.verified());
        fix.measured().ifPresent(m -> node.put("step_ms", m.stepMs()).put("peak_bytes", m.peakBytes()));
    }

    /** The slowest rank decides how long a step takes; memory is the largest process's. */
    private static void cost(ObjectNode node, RunResult result) {
        List<Timing> timings = result.ranks().isEmpty()
                ? result.single().flatMap(SingleReport::timing).stream().toList()
                : result.ranks().stream().flatMap(r -> r.timing().stream()).toList();
        real(node, "step_ms", largest(timings, Timing::stepMs));
        real(node, "forward_ms", largest(timings, Timing::forwardMs));
        real(node, "backward_ms", largest(timings, Timing::backwardMs));
        real(
                node,
                "communication_ms",
                timings.stream()
                        .map(Timing::communicationMs)
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .max());
        Optional<Long> peak = result.ranks().isEmpty()
                ? result.single().map(SingleReport::peakBytes)
                : result.ranks().stream().map(RankReport::peakBytes).max(Long::compare);
        peak.ifPresentOrElse(bytes -> node.put("peak_bytes", bytes), () -> node.putNull("peak_bytes"));
    }

    private static OptionalDouble largest(List<Timing> timings, ToDoubleFunction<Timing> part) {
        return timings.stream().mapToDouble(part).max();
    }

    private static void number(ObjectNode node, String field, OptionalInt value) {
        value.ifPresentOrElse(v -> node.put(field, v), () -> node.putNull(field));
    }

    private static void real(ObjectNode node, String field, OptionalDouble value) {
        value.ifPresentOrElse(v -> node.put(field, v), () -> node.putNull(field));
    }
}
