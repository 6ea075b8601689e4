package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.LossSpec;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptReader;

/** Reasons for gradients that PyTorch itself recorded, in archives that it wrote. */
class ReasonsTest {

    private static final Path SCRIPT = Path.of("app/src/test/resources/org/layergraft/diagnosis/reasons.py");
    private static final Path CASES = Path.of("../shared/ddp-cases");
    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    @TempDir
    private Path folder;

    /** What is told of each parameter: the reason, and the label of the node it points at. */
    private static Map<String, String> told(
            ModelGraph graph, StepPlan plan, Map<String, List<Gradient>> gradients, List<RankReport> ranks) {
        var explanations = new Explanations(graph, plan.loss(), new Reasons(graph, plan, ranks, List.of()), false);
        var told = new LinkedHashMap<String, String>();
        for (Parameter parameter : graph.parameters()) {
            var row = new Coverage(
                    parameter,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    gradients.get(parameter.name()),
                    Optional.empty());
            Optional<Why> why = explanations.why(row);
            why.ifPresent(w -> assertTrue(ENGLISH.get(w.text()).contains(parameter.name()), w::toString));
            told.put(
                    parameter.name(),
                    why.map(w -> w.id()
                                    + w.node()
                                            .flatMap(graph::node)
                                            .map(n -> " " + n.label())
                                            .orElse(""))
                            .orElse("full"));
        }
        return told;
    }

    private static Gradient gradient(String name, String state, double nonzero) {
        return new Gradient(
                name,
                GradientState.valueOf(state.toUpperCase(Locale.ROOT)),
                OptionalDouble.empty(),
                nonzero,
                OptionalDouble.empty());
    }

    @Test
    void everyParameterOfAModelThatLacksThemAllHasItsOwnReason() throws Exception {
        PythonTorch.assumePresent();
        JsonNode states = StepJson.mapper().readTree(PythonTorch.run(SCRIPT.toString(), folder));
        var gradients = new LinkedHashMap<String, List<Gradient>>();
        states.properties()
                .forEach(e -> gradients.put(
                        e.getKey(),
                        List.of(gradient(
                                e.getKey(),
                                e.getValue().get(0).asText(),
                                e.getValue().get(1).asDouble()))));
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(folder.resolve("reasons.pt")));
        var expected = new LinkedHashMap<String, String>();
        expected.put("never_read", "never_read");
        expected.put("root", "nonfinite sqrt");
        expected.put("used.weight", "full");
        expected.put("never_called.weight", "never_called");
        expected.put("unused_result.weight", "unused_result unused_result");
        expected.put("detached.weight", "detached detach");
        expected.put("no_grad.weight", "no_grad with");
        expected.put("topk.weight", "index topk");
        expected.put("argmax.weight", "index argmax");
        expected.put("picks.weight", "index argsort");
        expected.put("compared.weight", "cut gt");
        expected.put("not_in_loss.weight", "not_in_loss not_in_loss");
        expected.put("branch.weight", "branch if");
        expected.put("loop.weight", "unknown");
        expected.put("frozen.weight", "frozen");
        expected.put("times_zero.weight", "times_zero mul");
        expected.put("relu_in.weight", "dead_relu relu");
        expected.put("relu_out.weight", "dead_relu relu");
        expected.put("lora_a.weight", "zero");
        expected.put("table.weight", "partly embedding");
        expected.put("inner.taken.weight", "full");
        expected.put("inner.left.weight", "unused_result inner");
        Map<String, String> told = told(graph, Made.plan(new LossSpec.Keys("loss")), gradients, List.of());
        told.keySet().retainAll(expected.keySet());
        assertEquals(
                new ArrayList<>(expected.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .toList()),
                told.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList());
    }

    @Test
    void anEntryThatIsNotInTheLossIsNamedByKeyAndOneThatIsByPosition() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(SCRIPT.toString(), folder);
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(folder.resolve("reasons.pt")));
        Parameter aux = graph.parameters().stream()
                .filter(p -> p.name().equals("not_in_loss.weight"))
                .findFirst()
                .orElseThrow();
        for (LossSpec loss :
                List.of(new LossSpec.Keys("loss"), new LossSpec.Outputs(List.of(0), LossSpec.Reduce.SUM))) {
            var reason = (Reason.NotInLoss) new GraphReasons(graph, loss).none(aux);
            assertEquals("aux_score", reason.output());
        }
        assertTrue(new GraphReasons(graph, new LossSpec.Outputs(List.of(1), LossSpec.Reduce.SUM)).showsAWay(aux));
    }

    @ParameterizedTest
    @CsvSource({
        "aux-head-last-unused, heads.3.weight, off, never_called",
        "topk-indices-only, scorer.weight, off, index topk",
        "times-zero, side.weight, off, times_zero mul",
        "relu-dead, side_in.weight, off, dead_relu relu",
        "relu-dead, side_out.weight, off, dead_relu relu",
        "loss-keys, aux.weight, off, not_in_loss aux",
        "branch-rank0-only, extra.weight, off, some_ranks if",
        "detr-class-embed-unused, class_embed, off, never_read",
        "detr-class-embed-unused, class_embed, reentrant, never_read",
        "frozen-stem-checkpoint, stage1.fc1.weight, reentrant, checkpoint",
        "frozen-stem-checkpoint, stage1.fc1.weight, nonreentrant, full",
        "lora-linear, fc1.lora_a, off, zero",
    })
    void theReferenceCasesAreExplained(String id, String parameter, String mode, String reason) throws Exception {
        assumeTrue(Files.isDirectory(CASES), "no reference cases beside this project");
        Path from = CASES.resolve(id);
        JsonNode expected =
                StepJson.mapper().readTree(from.resolve("expected.json").toFile());
        LossSpec loss = StepJson.mapper().treeToValue(expected.get("loss"), LossSpec.class);
        var gradients = new LinkedHashMap<String, List<Gradient>>();
        for (JsonNode p : expected.get("parameters")) {
            String name = p.get("name").asText();
            var row = new ArrayList<Gradient>();
            for (String rank : List.of("rank0", "rank1")) {
                String state = expected.at("/local/" + mode + "/" + rank + "/params")
                        .get(name)
                        .get("state")
                        .asText();
                row.add(gradient(name, state, state.equals("nonzero") ? 1 : 0));
            }
            gradients.put(name, row);
        }
        var segments = new ArrayList<RankReport.Segment>();
        for (JsonNode module : expected.get("checkpoint_segments")) {
            segments.add(new RankReport.Segment(module.asText(), 1, id.equals("frozen-stem-checkpoint") ? 1 : 0));
        }
        var checkpoint = new Checkpoint(Checkpoint.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), List.of());
        StepPlan plan = Made.plan(loss).with(Switches.DEFAULT.withCheckpoint(checkpoint));
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(from.resolve("model.pt")));
        Map<String, String> told = told(graph, plan, gradients, List.of(Made.checkpointed(segments)));
        assertEquals(reason, told.get(parameter));
        // Whatever trains fully and lies on a way that the graph shows has nothing to be told.
        told.values().forEach(t -> assertTrue(!t.equals("came_anyway"), told::toString));
    }

    @Test
    void aGradientThatComesWhereTheGraphShowsNoWayIsBelieved() {
        ModelGraph graph = Made.graph();
        var gradients = Map.of(
                "weight", List.of(gradient("weight", "nonzero", 1)),
                "class_embed", List.of(gradient("class_embed", "nonzero", 1)));
        assertEquals(
                Map.of("weight", "full", "class_embed", "came_anyway"),
                told(graph, Made.plan(Switches.DEFAULT), gradients, List.of()));
    }

    @Test
    void theFieldsOfANamedTupleAreOutputsOfTheirOwn() throws Exception {
        Path model =
                Path.of("app/src/test/resources/org/layergraft/step/ddp/cases/named-tuple-aux-outside-loss/model.pt");
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(model));
        var plan = Made.plan(new LossSpec.Outputs(List.of(0), LossSpec.Reduce.SUM));
        Parameter aux = graph.parameters().stream()
                .filter(p -> p.name().equals("aux.weight"))
                .findFirst()
                .orElseThrow();
        var row = new Coverage(
                aux,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(Gradient.none("aux.weight"), Gradient.none("aux.weight")),
                Optional.empty());
        var reason = (Reason.NotInLoss)
                new Reasons(graph, plan, List.of(), List.of()).of(row).orElseThrow();
        assertEquals(OptionalInt.of(1), reason.position());
    }

    /** Its losses have keys with dots, put together from parts: all but one of them used to be outside the loss. */
    @Test
    void theGraphOfTheSampleShowsTheWayOfEveryParameterThatGetsAGradient() throws Exception {
        ModelGraph graph = ModelGraphs.read(ScriptReader.read(Path.of("samples", "co_dino_head_class_embed.pt")));
        var reasons = new GraphReasons(graph, new LossSpec.Keys("loss"));
        assertEquals(
                List.of("class_embed"),
                graph.parameters().stream()
                        .filter(p -> !reasons.showsAWay(p))
                        .map(Parameter::name)
                        .toList());
        Parameter decoder = graph.parameters().stream()
                .filter(p -> p.name().equals("transformer.decoder.norm.weight"))
                .findFirst()
                .orElseThrow();
        assertTrue(reasons.path(decoder).ends().stream().anyMatch(e -> e.kind() == GradientPath.Kind.LOSS));
    }

    @Test
    void aKeyThatIsNotKnownMayBeInTheLoss() {
        var loss = new LossPick(Made.graph(), new LossSpec.Keys("loss"));
        assertEquals(LossPick.Answer.YES, loss.takes("d0\u2024loss_cls"));
        assertEquals(LossPick.Answer.NO, loss.takes("enc_outputs\u20243"));
        assertEquals(LossPick.Answer.UNKNOWN, loss.takes("+3"));
        assertEquals(LossPick.Answer.NO, loss.takes("aux.loss"), "MMEngine looks at the outermost keys");
    }
}
