package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.experiment.FileHash;
import org.layergraft.step.RankReport;

/** An experiment that the window saved, checked without it. */
class CheckExperimentTest {

    @TempDir
    Path folder;

    private Path experiment() throws Exception {
        var model = Files.copy(Terminal.SAMPLE, folder.resolve("m.pt"));
        return Files.writeString(folder.resolve("one.graft"), """
            {"layergraft": 1, "model": {"file": "m.pt", "sha256": "%s"},
             "edits": [{"op": "declare", "layer": {"kind": "parameter", "name": "extra", "shape": [2]}}],
             "settings": {"ranks": 2, "steps": 4, "seed": 7,
                          "switches": {"findUnusedParameters": true, "options": {"accumulate": 2}}}}
            """.formatted(FileHash.of(model)));
    }

    private static JsonNode check(String... arguments) throws Exception {
        var terminal = new Terminal(new FakeRunner(List.of(), new RankReport.End.Finished()));
        terminal.run(arguments);
        assertEquals("", terminal.err());
        return new ObjectMapper().readTree(terminal.out());
    }

    @Test
    void itIsCheckedAsItWasSaved() throws Exception {
        var json = check("check", experiment().toString(), "--json", "-");
        assertEquals(4, json.at("/run/steps").asInt(), json.toString());
        assertTrue(json.at("/switches/find_unused_parameters").asBoolean());
        assertEquals(2, json.at("/switches/accumulate").asInt());
        assertTrue(json.toString().contains("\"extra\""), "with its edits");
    }

    @Test
    void whatIsGivenCountsInstead() throws Exception {
        var json = check("check", experiment().toString(), "--steps", "3", "--static-graph", "--bf16", "--json", "-");
        assertEquals(3, json.at("/run/steps").asInt(), "also where it is what counts without an experiment");
        assertTrue(json.at("/switches/static_graph").asBoolean());
        assertTrue(json.at("/switches/find_unused_parameters").asBoolean());
        assertEquals(1, json.at("/switches/accumulate").asInt());
    }

    @Test
    void aModelThatChangedSinceIsToldOfWithWhatToDo() throws Exception {
        var file = experiment();
        Files.write(folder.resolve("m.pt"), Files.readAllBytes(Terminal.SAMPLE.resolveSibling("co_dino_head.pt")));
        var terminal = new Terminal(new FakeRunner(List.of(), new RankReport.End.Finished()));
        assertEquals(2, terminal.run("check", file.toString()));
        assertTrue(terminal.err().contains("its content is another"), terminal.err());
    }
}
