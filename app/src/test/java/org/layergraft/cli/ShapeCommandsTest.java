package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;

/** Shapes by command line, measured by a real engine process; and no engine where nobody asked for a run. */
class ShapeCommandsTest {

    private static final Engine.Source NO_ENGINE = () -> {
        throw LayergraftException.engine("cli", "bug", "an engine was started");
    };

    @TempDir
    Path folder;

    private String sample(String name) {
        return Path.of(System.getProperty("layergraft.samples"), name).toString();
    }

    private Terminal run(int exitCode, Engine.Source engines, String... arguments) {
        var terminal = new Terminal(engines, new JavaFxWindow(), false);
        assertEquals(exitCode, terminal.run(arguments), terminal.err());
        return terminal;
    }

    private static JsonNode find(JsonNode array, String field, String value) {
        for (var one : array) {
            if (one.path(field).asText().equals(value)) {
                return one;
            }
        }
        throw new AssertionError("no " + value);
    }

    @Test
    void nodesAndEdgesSayWhatTheyLookedLike() throws Exception {
        String svg = folder.resolve("graph.svg").toString();
        String pdf = folder.resolve("graph.pdf").toString();
        var terminal = run(
                0,
                Engine::local,
                "graph",
                sample("mini_mlp.pt"),
                "--shapes",
                "--json",
                "-",
                "--svg",
                svg,
                "--pdf",
                pdf,
                "--whole");
        var json = new ObjectMapper().readTree(terminal.out());
        var fc = find(json.path("nodes"), "id", "fc1");
        assertEquals(1, fc.path("times").asInt());
        var tensor = fc.path("tensors").path(0);
        assertEquals("float32", tensor.path("dtype").asText());
        assertEquals("cpu", tensor.path("device").asText());
        assertEquals(
                tensor.path("shape"),
                find(json.path("edges"), "from", "fc1").path("tensors").path(0).path("shape"));
        assertEquals("cpu", json.path("shapes").path("device").asText());
        assertTrue(fc.path("milliseconds").asDouble() > 0);
        assertTrue(json.path("shapes").path("milliseconds").asDouble()
                > fc.path("milliseconds").asDouble());
        assertTrue(json.path("shapes").path("failure").isNull());
        String sizes = tensor.path("shape").get(0).asText() + "×"
                + tensor.path("shape").get(1).asText();
        assertTrue(Files.readString(Path.of(svg)).contains(">" + sizes + "</text>"));
        assertTrue(Files.readString(Path.of(svg)).contains("fc1/linear"), "the whole model");
        assertTrue(Files.size(Path.of(pdf)) > 1000);
    }

    @Test
    void inputsThatDoNotFitAreTold() {
        var terminal = run(
                2,
                Engine::local,
                "graph",
                sample("mini_mlp.pt"),
                "--shapes",
                "--input",
                "x:float32[2,3]",
                "--input",
                "y:float32[1]");
        assertTrue(terminal.err().contains("2 inputs were given"), terminal.err());
    }

    @Test
    void withoutShapesNothingRuns() throws Exception {
        var json = new ObjectMapper()
                .readTree(run(0, NO_ENGINE, "graph", sample("mini_mlp.pt"), "--json", "-")
                        .out());
        assertTrue(json.path("shapes").isMissingNode());
        assertTrue(json.path("nodes").path(0).path("times").isMissingNode());
    }

    @Test
    void layersWithoutSizesAreGivenThoseThatAreMeasured() throws Exception {
        PythonTorch.assumePresent();
        String model = folder.resolve("shuffled.pt").toString();
        PythonTorch.run(
                Path.of(ShapeCommandsTest.class.getResource("shuffled.py").toURI())
                        .toString(),
                model);
        String out = folder.resolve("out.pt").toString();
        String edits = Files.writeString(folder.resolve("edits.json"), """
            {"edits": [
              {"op": "insert", "after": "/pixel_shuffle", "layer": {"kind": "conv2d", "name": "mix"}},
              {"op": "insert", "after": "/pixel_shuffle", "layer": {"kind": "seblock", "name": "gate", "squeeze_channels": 2}},
              {"op": "insert", "after": "/pixel_shuffle",
               "layer": {"kind": "groupnorm", "name": "norm", "num_groups": 2}},
              {"op": "freeze", "module": "conv"}]}
            """).toString();
        var lines = run(0, Engine::local, "graft", model, "--edits", edits, "--out", out)
                .out()
                .lines()
                .toList();
        // 3×3 weights and a bias for each of 8 channels; on 2 images of 10×10, 2 for every weight and 1 for every bias.
        assertTrue(
                lines.get(0)
                        .endsWith(": +584 parameters, +2,336 bytes, " + "+" + grouped(200 * 8 * (2 * 72 + 1))
                                + " FLOPs a forward."),
                lines.get(0));
        assertTrue(lines.get(1).contains(": +42 parameters, +168 bytes, "), lines.get(1));
        assertTrue(lines.get(2).contains(": +16 parameters, +64 bytes, "), lines.get(2));
        assertEquals("Froze conv", lines.get(3));
        var saved = new ObjectMapper()
                .readTree(run(0, Engine::local, "graph", out, "--shapes", "--json", "-")
                        .out());
        for (String layer : List.of("mix", "gate", "norm")) {
            assertEquals(
                    "[2,8,10,10]",
                    find(saved.path("nodes"), "id", layer)
                            .path("tensors")
                            .path(0)
                            .path("shape")
                            .toString());
        }
    }

    private static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    @Test
    void whatIsNotMeasuredIsNotCounted() throws Exception {
        String edits = Files.writeString(folder.resolve("edits.json"), """
            {"edits": [{"op": "wrap", "module": "fc2", "layer": {"kind": "layernorm", "name": "norm",
                                                                 "normalized_shape": [32]}}]}
            """).toString();
        String out = folder.resolve("out.pt").toString();
        var said = run(0, NO_ENGINE, "graft", sample("mini_mlp.pt"), "--edits", edits, "--out", out)
                .out();
        assertTrue(said.contains(": +64 parameters, +256 bytes"), said);
    }
}
