package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.capture.SmallCapture;
import org.layergraft.text.LayergraftException;

/** What commands make of a capture: predictions that say so, and no process is ever started. */
class CapturedCommandsTest {

    private static final Engine.Source NO_ENGINE = () -> {
        throw LayergraftException.engine("cli", "bug", "an engine was started");
    };

    @TempDir
    Path folder;

    private final Terminal terminal = new Terminal(NO_ENGINE, Window.NONE, false);
    private String file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve("head.capture.json"), SmallCapture.TEXT)
                .toString();
    }

    @Test
    void checkPredictsAndSaysSo() throws Exception {
        assertEquals(1, terminal.run("check", file, "--json", "-"), terminal.err());
        JsonNode json = new ObjectMapper().readTree(terminal.out());
        assertTrue(json.get("predicted").asBoolean());
        assertEquals("unused_parameters", json.at("/verdict/outcome").asText());
        assertEquals("embed", json.at("/verdict/parameters/0").asText());
        assertEquals(2, json.at("/verdict/iteration").asInt());
        assertEquals("nonzero", json.at("/coverage/1/ranks/0/state").asText());
    }

    @Test
    void wordsBeginWithWhatTheyRestOn() {
        assertEquals(0, terminal.run("check", file, "--find-unused-parameters"), terminal.err());
        assertTrue(
                terminal.out()
                        .startsWith("Predicted from what capture.py recorded on 2026-11-26 11:28 with PyTorch 2.13.0;"
                                + " nothing was run here."),
                terminal.out());
        assertTrue(terminal.out().contains("only 0 was captured"), terminal.out());
    }

    @Test
    void matrixPredictsEveryCombination() throws Exception {
        assertEquals(0, terminal.run("matrix", file, "--json", "-"), terminal.err());
        JsonNode json = new ObjectMapper().readTree(terminal.out());
        assertEquals(4, json.get("runs").size());
        json.get("runs").forEach(run -> assertTrue(run.get("predicted").asBoolean()));
        assertTrue(
                json.get("advice").asText().contains("predicted to train"),
                json.get("advice").asText());
    }

    @Test
    void checkpointsOfAnyModuleCanBeAskedFor() throws Exception {
        assertEquals(1, terminal.run("check", file, "--checkpoint", "reentrant:fc", "--json", "-"), terminal.err());
        JsonNode json = new ObjectMapper().readTree(terminal.out());
        // Its input needs no gradient, so the whole loss is cut off.
        assertTrue(json.at("/verdict/message").asText().contains("does not require grad"), json.toPrettyString());
    }

    @Test
    void graphReadsIt() {
        assertEquals(0, terminal.run("graph", file), terminal.err());
        assertTrue(terminal.out().contains("fc: Linear  weight 4×4"), terminal.out());
    }

    @Test
    void whatNeedsARunIsRefused() {
        assertEquals(2, terminal.run("check", file, "--loss", "sum"));
        assertTrue(terminal.err().contains("--loss needs a run"), terminal.err());
        assertEquals(
                2,
                terminal.run("torchrun", file, "--out", folder.resolve("x.py").toString()));
        assertTrue(terminal.err().contains("is a capture"), terminal.err());
    }
}
