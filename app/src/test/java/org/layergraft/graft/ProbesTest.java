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
import org.junit.jupiter.api.Test;
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

/** A real PyTorch runs probed copies beside their originals. */
class ProbesTest {

    @TempDir
    Path folder;

    /** @param said {@code same}, and PyTorch's complaint */
    private record Run(ModelGraph graph, ShapeReport report, JsonNode said) {

        private Seen seen(String node) {
            return report.of(node)
                    .orElseThrow(() ->
                            new AssertionError(node + " of " + report.nodes().keySet()));
        }
    }

    private Map<String, Run> runs(List<TestBed.Model> models) throws Exception {
        var lines = new StringBuilder();
        var probed = new ArrayList<ProbedModel>();
        for (var model : models) {
            var copy = Probes.of(ScriptReader.read(model.archive()));
            var target = folder.resolve(model + ".pt");
            ScriptWriter.write(copy.model(), target);
            probed.add(copy);
            lines.append(model.archive() + "\t" + model.inputs() + "\t" + target + "\t" + copy.method() + "\n");
        }
        var questions = Files.writeString(folder.resolve("questions.txt"), lines);
        var script = Path.of(ProbesTest.class.getResource("probed.py").toURI());
        var answers = PythonTorch.run(script.toString(), questions).lines().toList();
        assertEquals(models.size(), answers.size(), () -> String.join("\n", answers));
        var runs = new LinkedHashMap<String, Run>();
        for (int i = 0; i < models.size(); i++) {
            var said = new ObjectMapper().readTree(answers.get(i));
            var log = new ArrayList<Long>();
            said.path("log").forEach(number -> log.add(number.asLong()));
            var graph = ModelGraphs.read(ScriptReader.read(models.get(i).archive()));
            runs.put(models.get(i).toString(), new Run(graph, probed.get(i).read(log, "cpu", Optional.empty()), said));
        }
        return runs;
    }

    private Run run(String name, TestBed.How how) throws Exception {
        return runs(List.of(TestBed.model(name, how))).values().iterator().next();
    }

    @Test
    void noModelOfTheTestBedComputesAnythingElse() throws Exception {
        var wrong = new ArrayList<String>();
        for (var run : runs(TestBed.models()).entrySet()) {
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
    void whatDidNotRunIsKnown() throws Exception {
        var run = run("flow", TestBed.How.SCRIPTED);
        assertEquals(Shape.of(3, 4), run.report().shape("first").orElseThrow());
        assertTrue(run.report().didNotRun("/sub"), "rounds is 2");
        assertFalse(run.report().didNotRun("/if"), "one of its branches ran");
        assertEquals(1, run.seen("/add#2").times(), "the loop is left in its second round");
    }

    @Test
    void aModuleThatIsCalledTwiceTellsTheFirstTimeAndThatThereWereTwo() throws Exception {
        var run = run("swin", TestBed.How.SCRIPTED);
        assertEquals(1, run.seen("features.1.0.stochastic_depth").times());
        assertEquals(1, run.seen("features.1.0.stochastic_depth#2").times());
        var inside = run.seen("features.1.0.stochastic_depth/@input");
        assertEquals(new Seen(run.seen("features.1.0.stochastic_depth").tensors(), 1, 2, false), inside);
    }

    @Test
    void partsOfAValueKeepTheirNames() throws Exception {
        var run = run("named_tuples", TestBed.How.SCRIPTED);
        var result = run.seen("/@return");
        assertEquals(
                List.of("scores"),
                result.tensors().stream().map(Seen.Tensor::name).toList());
        var top = run("broadcast", TestBed.How.SCRIPTED);
        var names = top.seen("/topk").tensors().stream().map(Seen.Tensor::brief).toList();
        assertEquals(List.of("3×2", "3×2 int64"), names);
        var edge = top.graph().root().forward().edges().stream()
                .filter(e -> e.from().equals("/topk") && e.value().equals("index"))
                .findFirst()
                .orElseThrow();
        assertEquals("3×2 int64", top.report().of(edge).orElseThrow().brief());
    }
}
