package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.step.RankReport;
import org.layergraft.torchscript.PythonTorch;

/** Ranks whose batches have other shapes, more or fewer images, no boxes, or a target that lacks an entry. */
class InputsPerRankTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                Path.of(InputsPerRankTest.class.getResource("ranks.py").toURI()).toString(), folder);
    }

    @Test
    void shapesAndNumbersOfImagesMayDiffer() throws Exception {
        JsonNode run = check(0, "two-images", "one-image");
        assertEquals("ok", run.at("/verdict/outcome").asText());
    }

    /** On each side once: the run on one device has rank 0's batch. */
    @Test
    void aRankWithoutBoxesTrains() throws Exception {
        for (List<String> batches : List.of(List.of("one-image", "no-boxes"), List.of("no-boxes", "one-image"))) {
            JsonNode run = check(0, batches.get(0), batches.get(1));
            assertEquals("ok", run.at("/verdict/outcome").asText());
            int empty = batches.indexOf("no-boxes");
            assertEquals("zero", state(run, "box.weight", empty));
            assertEquals("nonzero", state(run, "box.weight", 1 - empty));
            assertTrue(run.at("/single/trains").asBoolean());
        }
    }

    @Test
    void aRankWhoseTargetsLackAnEntryLeavesTheOtherWaiting() throws Exception {
        JsonNode hang = check(1, "one-image", "no-mask");
        // Rank 0 waits, but the rank that raises names the parameters, so that is what is told.
        assertEquals("unused_parameters", hang.at("/verdict/outcome").asText());
        assertEquals("[1]", hang.at("/verdict/ranks").toString());
        assertEquals("none", state(hang, "mask.weight", 1));
        JsonNode found = check(0, "one-image", "no-mask", "--find-unused-parameters");
        assertEquals("ok", found.at("/verdict/outcome").asText());
    }

    @Test
    void aRankWithoutAnArgumentIsFoundBeforeAnythingStarts() {
        var terminal = new Terminal(new FakeRunner(List.of(), new RankReport.End.Finished()));
        assertEquals(2, terminal.run("check", model(), "--inputs", file("one-image") + "," + file("no-targets")));
        assertTrue(terminal.err().contains("no-targets.npz: there is no array for targets"), terminal.err());
    }

    /** They were counted, and said to be too few. */
    @Test
    void whatIsNoFileOfInputsIsNamed() {
        for (String wrong : List.of(folder.resolve("nowhere").toString(), model())) {
            var terminal = new Terminal(new FakeRunner(List.of(), new RankReport.End.Finished()));
            assertEquals(2, terminal.run("check", model(), "--inputs", wrong));
            assertTrue(terminal.err().startsWith("layergraft: " + wrong + ": there is no"), terminal.err());
        }
    }

    private static JsonNode check(int exitCode, String rank0, String rank1, String... more) throws Exception {
        var line = new ArrayList<>(List.of(
                "check", model(), "--loss", "keys:loss", "--inputs", file(rank0) + "," + file(rank1), "--json", "-"));
        line.addAll(List.of(more));
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(exitCode, terminal.run(line.toArray(String[]::new)), terminal.err() + terminal.out());
        return new JsonMapper().readTree(terminal.out());
    }

    private static String state(JsonNode run, String parameter, int rank) {
        for (JsonNode row : run.get("coverage")) {
            if (row.get("parameter").asText().equals(parameter)) {
                return row.at("/ranks/" + rank + "/state").asText();
            }
        }
        throw new AssertionError("no " + parameter);
    }

    private static String model() {
        return folder.resolve("detector.pt").toString();
    }

    private static String file(String name) {
        return folder.resolve(name + ".npz").toString();
    }
}
