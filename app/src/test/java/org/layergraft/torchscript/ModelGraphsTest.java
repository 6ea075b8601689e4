package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.text.LayergraftException;

class ModelGraphsTest {

    private static final Path CASES = Path.of("../shared/ddp-cases");
    private static final Path SAMPLES = Path.of(System.getProperty("layergraft.samples", "samples"));

    @TempDir
    Path folder;

    private static List<Path> samples() throws IOException {
        try (var files = Files.list(SAMPLES)) {
            var found = files.filter(f -> f.toString().endsWith(".pt")).sorted().toList();
            assertFalse(found.isEmpty(), "no samples in " + SAMPLES);
            return found;
        }
    }

    private static List<Path> cases() throws IOException {
        if (!Files.isDirectory(CASES)) {
            return List.of();
        }
        try (var files = Files.list(CASES)) {
            return files.map(f -> f.resolve("model.pt"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> everyModel() throws IOException {
        return Stream.concat(samples().stream(), cases().stream()).toList();
    }

    @Test
    void everyReferenceCaseHasTheParametersAndBuffersThatPyTorchSaw() throws Exception {
        Assumptions.assumeTrue(!cases().isEmpty(), "skipped: no " + CASES);
        for (var file : cases()) {
            var expected = new ObjectMapper()
                    .readTree(file.resolveSibling("expected.json").toFile());
            var graph = ModelGraphs.read(ScriptReader.read(file));
            var wanted = list(expected.get("parameters")).stream()
                    .map(p -> p.get("name").asText()
                            + strings(p.get("aliases"))
                            + numbers(p.get("shape"))
                            + p.get("dtype").asText()
                            + p.get("requires_grad").asBoolean())
                    .toList();
            assertEquals(
                    wanted,
                    graph.parameters().stream().map(ModelGraphsTest::line).toList(),
                    file.toString());
            var buffers = list(expected.get("buffers")).stream()
                    .map(b -> b.get("name").asText()
                            + numbers(b.get("shape"))
                            + b.get("dtype").asText())
                    .toList();
            var found = graph.root()
                    .walk()
                    .flatMap(m -> m.buffers().stream())
                    .map(b -> b.name() + b.shape().sizes() + b.dtype().torchName())
                    .toList();
            assertEquals(buffers, found, file.toString());
        }
    }

    private static String line(Parameter p) {
        return p.name() + p.aliases() + p.shape().sizes() + p.dtype().torchName() + p.trainable();
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> strings(JsonNode array) {
        return list(array).stream().map(JsonNode::asText).toList();
    }

    private static List<Long> numbers(JsonNode array) {
        return list(array).stream().map(JsonNode::asLong).toList();
    }

    @Test
    void namesAndOrderAreThoseOfNamedParametersInPython() throws Exception {
        PythonTorch.assumePresent();
        var script = Files.writeString(
                folder.resolve("names.py"),
                "import sys, torch\nfor f in sys.argv[1:]:\n  for n, p in torch.jit.load(f).named_parameters():\n"
                        + "    print(n, list(p.shape), p.requires_grad)\n");
        var read = new ArrayList<String>();
        for (var file : everyModel()) {
            for (var p : ModelGraphs.read(ScriptReader.read(file)).parameters()) {
                read.add(p.name() + " " + p.shape().sizes() + " " + (p.trainable() ? "True" : "False"));
            }
        }
        var printed = PythonTorch.run(script.toString(), everyModel().toArray());
        assertEquals(printed.lines().toList(), read);
    }

    @Test
    void everyModelIsReadWithoutWarningsAndWithIdsThatNameOneThing() throws Exception {
        for (var file : everyModel()) {
            var graph = ModelGraphs.read(ScriptReader.read(file));
            assertEquals(List.of(), graph.warnings(), file.toString());
            var ids = new HashSet<String>();
            graph.root().walk().forEach(module -> {
                var here = new HashSet<String>();
                for (var node : module.forward().nodes()) {
                    assertTrue(ids.add(node.id()), file + " has " + node.id() + " twice");
                    here.add(node.id());
                }
                for (var edge : module.forward().edges()) {
                    assertTrue(here.contains(edge.from()) && here.contains(edge.to()), edge.toString());
                }
                for (var node : module.forward().nodes()) {
                    assertTrue(node.block().map(here::contains).orElse(true), node.toString());
                    assertTrue(
                            node.module().map(p -> graph.module(p).isPresent()).orElse(true), node.toString());
                }
            });
        }
    }

    @Test
    void everyPlaceHoldsAnExpressionInAStatementOfItsOwn() throws Exception {
        for (var file : everyModel()) {
            var model = ScriptReader.read(file);
            var graph = ModelGraphs.read(model);
            var expressions = new TreeMap<String, String>();
            graph.root().walk().flatMap(m -> m.forward().nodes().stream()).forEach(node -> {
                var place = node.place().orElseThrow();
                var text = model.code().get(place.unit());
                var expression = text.substring(place.start(), place.end());
                var lineStart = text.lastIndexOf('\n', place.statementStart() - 1) + 1;
                assertTrue(text.substring(lineStart, place.statementStart()).isBlank(), node.toString());
                assertTrue(place.statementStart() <= place.start(), node.toString());
                assertEquals(
                        text.substring(0, place.start())
                                        .chars()
                                        .filter(c -> c == '\n')
                                        .count()
                                + 1,
                        place.line());
                if (node.kind() != FlowNode.Kind.BLOCK) {
                    expressions.put("__torch__/e" + expressions.size() + ".py", "x = (\n" + expression + ")\n");
                }
                switch (node.kind()) {
                    case CALL -> assertTrue(expression.matches("(?s)\\(\\w+\\)\\.\\w+\\(.*\\)"), expression);
                    case OPERATOR -> assertTrue(expression.endsWith(")"), expression);
                    case PARAMETER -> assertTrue(expression.endsWith("." + node.label()), expression);
                    case INPUT -> assertEquals(node.label(), expression);
                    case OUTPUT, BLOCK -> assertFalse(expression.isBlank());
                }
            });
            ScriptCode.parse(expressions);
        }
    }

    @Test
    void everyModuleThatTheRootReachesCanBeFoundByItsPath() throws Exception {
        for (var file : everyModel()) {
            var model = ScriptReader.read(file);
            for (var module : ModelGraphs.read(model).root().walk().toList()) {
                assertEquals(
                        module.className(),
                        ScriptModules.at(model, module.path()).orElseThrow().className());
            }
            assertTrue(ScriptModules.at(model, "no.such.module").isEmpty());
        }
    }

    @Test
    void everyTrainableParameterOfTheCoDinoHeadReachesAResultAndClassEmbedDoesNot() throws Exception {
        var read = read("co_dino_head_class_embed.pt");
        assertTrue(read.parameters().stream().anyMatch(p -> p.name().equals("class_embed")));
        assertTrue(read.node("/.class_embed").isEmpty());
        for (var parameter : read.parameters()) {
            var id = parameter.module() + "/." + parameter.localName();
            assertEquals(!parameter.name().equals("class_embed"), read.node(id).isPresent(), id);
        }
    }

    private static ModelGraph read(String sample) throws LayergraftException {
        return ModelGraphs.read(ScriptReader.read(SAMPLES.resolve(sample)));
    }

    @Test
    void aModelWithoutItsOwnClassIsRefusedByName() throws Exception {
        var model = ScriptReader.read(SAMPLES.resolve("mini_mlp.pt"));
        var broken = model.with(new TreeMap<>(Map.of()), model.module(), model.storages(), model.others());
        var failure = org.junit.jupiter.api.Assertions.assertThrows(
                LayergraftException.class, () -> ModelGraphs.read(broken));
        assertTrue(failure.getMessage().contains(model.module().className()), failure.getMessage());
    }
}
