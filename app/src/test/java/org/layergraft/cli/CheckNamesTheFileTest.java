package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grafted models run as copies; what goes wrong there is told of the file that the person has. */
class CheckNamesTheFileTest {

    @TempDir
    Path folder;

    @Test
    void anErrorInTheCopyNamesTheUsersFile() throws Exception {
        Path edits = Files.writeString(folder.resolve("edits.json"), """
            {"edits": [{"op": "declare", "layer": {"kind": "parameter", "name": "spare", "shape": [3]}}]}
            """);
        Path grafted = folder.resolve("grafted.pt");
        var graft = new Terminal(Engine::local, Window.NONE, false);
        String sample = Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt")
                .toString();
        assertEquals(0, graft.run("graft", sample, "--edits", edits.toString(), "--out", grafted.toString()));

        var check = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(2, check.run("check", grafted.toString(), "--input", "x:float32[8,15]"));
        assertTrue(check.err().contains(grafted.toString()), check.err());
        assertFalse(check.err().contains("model-1.pt"), check.err());
    }
}
