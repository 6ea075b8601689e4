package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.TestBed;

/** One real PyTorch runs the probed copies of all models beside their originals. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbesTest {

    /** @param said {@code same}, and PyTorch's complaint */
    private record Run(ModelGraph graph, ShapeReport report, JsonNode said) {

        private Seen seen(String node) {
            return report.of(node)
                    .orElseThrow(() ->
                            new AssertionError(node + " of " + report.nodes().keySet()));
        }
    }

    private record Probed(String name, ModelGraph graph, ProbedModel copy) {}

    private final Map<String, Run> runs = new LinkedHashMap<>();
    private List<TestBed.Model> models;

    @BeforeAll
    void runAll(@TempDir Path folder) throws Exception {
        models = TestBed.models();
        var archives = new LinkedHashMap<Path, String>();
        models.forEach(m -> archives.put(m.archive(), m.inputs().toString()));
        for (var sample : List.of("mini_mlp.pt", "co_dino_head.pt", "co_dino_head_class_embed.pt")) {
            archives.put(Path.of(System.getProperty("layergraft.samples", "samples"), sample), "");
        }
        var lines = new StringBuilder();
        var probed = new ArrayList<Probed>();
        for (var archive : archives.entrySet()) {
            var name = archive.getKey().getFileName().toString().replaceFirst("\\.pt$", "");
            var target = folder.resolve(name + ".pt");
            var model = ScriptReader.read(archive.getKey());
            var copy = Probes.of(model);
            ScriptWriter.write(copy.model(), target);
            probed.add(new Probed(name, ModelGraphs.read(model), copy));
            lines.append(archive.getKey() + "\t" + archive.getValue() + "\t" + target + "\t" + copy.method() + "\n");
        }
        var questions = Files.writeString(folder.resolve("questions.txt"), lines);
        var script = Path.of(ProbesTest.class.getResource("probed.py").toURI());
        var answers = PythonTorch.run(script.toString(), questions).lines().toList();
        assertEquals(probed.size(), answers.size(), () -> String.join("\n", answers));
        for (int i = 0; i < probed.size(); i++) {
            var said = new ObjectMapper().readTree(answers.get(i));
            var log = new ArrayList<Long>();
            said.path("log").forEach(number -> log.add(number.asLong()));
            var one = probed.get(i);
            runs.put(one.name(), new Run(one.graph(), one.copy().read(log, "cpu", Optional.empty()), said));
        }
    }

    private Run run(String name) {
        return Optional.ofNullable(runs.get(name)).orElseThrow(() -> new AssertionError(name));
    }

    @Test
    void noModelComputesAnythingElse() {
        var wrong = new ArrayList<String>();
        for (var run : runs.entrySet()) {
            var said = run.getValue().said();
            if (!said.path("same").asBoolean()) {
                wrong.add(run.getKey() + ": " + said.path("error").asText("results differ"));
            }
            var shapes = run.getValue().report();
            run.getValue().graph().root().forward().nodes().stream()
                    .filter(n -> n.kind() == FlowNode.Kind.OUTPUT
                            && !shapes.of(n.id()).map(Seen::ran).orElse(false))
                    .forEach(n -> wrong.add(run.getKey() + ": the result was not seen"));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyValueIsWhatPyTorchItselfSaw() throws Exception {
        var wrong = new ArrayList<String>();
        int compared = 0;
        for (var model : models) {
            var run = run(model.toString());
            var truth = new SeenByPyTorch(run.graph(), run.report(), model.seen());
            truth.mismatches().forEach(m -> wrong.add(model + ": " + m));
            compared += truth.compared();
        }
        assertEquals(List.of(), wrong);
        assertTrue(compared > 10_000, "compared only " + compared);
    }

    @Test
    void whatDidNotRunIsKnown() {
        var run = run("flow.scripted");
        assertEquals(Shape.of(3, 4), run.report().shape("first").orElseThrow());
        assertTrue(run.report().didNotRun("/sub"), "rounds is 2");
        assertFalse(run.report().didNotRun("/if"), "one of its branches ran");
        assertEquals(1, run.seen("/add#2").times(), "the loop is left in its second round");
    }

    @Test
    void aModuleThatIsCalledTwiceTellsTheFirstTimeAndThatThereWereTwo() {
        var run = run("swin.scripted");
        assertEquals(1, run.seen("features.1.0.stochastic_depth").times());
        assertEquals(1, run.seen("features.1.0.stochastic_depth#2").times());
        var inside = run.seen("features.1.0.stochastic_depth/@input");
        assertEquals(new Seen(run.seen("features.1.0.stochastic_depth").tensors(), 1, 2, false), inside);
    }

    @Test
    void partsOfAValueKeepTheirNames() {
        var result = run("named_tuples.scripted").seen("/@return");
        assertEquals(
                List.of("scores"),
                result.tensors().stream().map(Seen.Tensor::name).toList());
        var top = run("broadcast.scripted");
        var names = top.seen("/topk").tensors().stream().map(Seen.Tensor::brief).toList();
        assertEquals(List.of("3×2", "3×2 int64"), names);
        var edge = top.graph().root().forward().edges().stream()
                .filter(e -> e.from().equals("/topk") && e.value().equals("index"))
                .findFirst()
                .orElseThrow();
        assertEquals("3×2 int64", top.report().of(edge).orElseThrow().brief());
    }
}
