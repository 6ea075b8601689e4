package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Growing a model edit by edit, with real child processes. */
class GrowthCommandTest {

    private static final String EDITS = """
        {"edits": [
          {"op": "insert", "module": "", "after": "/relu", "layer": {"kind": "linear", "name": "extra"}},
          {"op": "declare", "module": "", "layer": {"kind": "parameter", "name": "class_embed", "shape": [4, 4]}},
          {"op": "freeze", "module": "class_embed"}]}
        """;

    @TempDir
    Path folder;

    @Test
    void theFirstEditThatBreaksTrainingOnRanksIsMarkedAndTheNextOneMendsIt() throws Exception {
        String edits = Files.writeString(folder.resolve("edits.json"), EDITS).toString();
        Path json = folder.resolve("growth.json");
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(
                0,
                terminal.run("growth", Terminal.SAMPLE.toString(), "--edits", edits, "--json", json.toString()),
                terminal.err());
        var lines = terminal.out().lines().toList();
        assertEquals(5, lines.size(), terminal.out());
        assertTrue(lines.get(0).startsWith("0. As opened. Trains"), terminal.out());
        assertTrue(lines.get(1).startsWith("1. Inserted Linear extra"), terminal.out());
        assertTrue(lines.get(1).contains("Trains on 1 device and on 2 ranks."), terminal.out());
        assertTrue(lines.get(2).contains("class_embed gets no gradient"), terminal.out());
        assertTrue(lines.get(3).contains("Trains on 1 device and on 2 ranks."), terminal.out());
        assertEquals(
                "Edit 2 is the first that breaks training on ranks: Declared parameter class_embed (4×4) in the root"
                        + " module.",
                lines.get(4));

        var written = JsonMapper.builder().build().readTree(Files.readString(json));
        assertEquals(2, written.get("first_breaking").asInt());
        assertEquals(4, written.get("steps").size());
        assertTrue(written.at("/steps/0/edit").isNull());
        assertEquals(
                "unused_parameters", written.at("/steps/2/run/verdict/outcome").asText());
        assertEquals(
                "class_embed", written.at("/steps/2/run/verdict/parameters/0").asText());
    }
}
