package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.layergraft.text.LayergraftException;

/** What {@code graft} and its neighbours do not write, and what they say instead. */
class GraftRefusalsTest {

    private static final Engine.Source NO_ENGINE = () -> {
        throw LayergraftException.engine("cli", "bug", "an engine was started");
    };
    private static final String FREEZE = """
        {"edits": [{"op": "freeze", "module": "fc1"}]}
        """;

    @TempDir
    Path folder;

    private String refusal(Engine.Source engines, String... arguments) {
        var terminal = new Terminal(engines, Window.NONE, false);
        assertEquals(2, terminal.run(arguments), terminal.out() + terminal.err());
        assertEquals("", terminal.out());
        return terminal.err().strip();
    }

    private String edits(String json) throws Exception {
        return Files.writeString(folder.resolve("edits.json"), json).toString();
    }

    @Test
    void typedCodeThatDoesNotCompileIsNotSaved() throws Exception {
        String edits = edits("""
            {"edits": [{"op": "freeze", "module": "fc1"},
                       {"op": "insert", "after": "fc1", "layer": {"kind": "custom", "name": "typed",
                        "code": "w = Parameter(32, init=ones)\\nx = input * ww\\nreturn x"}}]}
            """);
        var out = folder.resolve("out.pt");
        assertEquals(
                "layergraft: " + edits + ": the code of edits[1] does not compile, line 2: undefined value ww."
                        + " Correct it; nothing was saved.",
                refusal(Engine::local, "graft", Terminal.SAMPLE.toString(), "--edits", edits, "--out", out.toString()));
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.pt", "link.pt", "../FOLDER/model.pt"})
    void theModelIsNotOverwritten(String name) throws Exception {
        var model = Files.copy(Terminal.SAMPLE, folder.resolve("model.pt"));
        Files.createSymbolicLink(folder.resolve("link.pt"), model);
        byte[] before = Files.readAllBytes(model);
        var out = folder.resolve(name.replace("FOLDER", folder.getFileName().toString()));
        assertEquals(
                "layergraft: " + out
                        + " is what the command reads, and --out would overwrite it. Give --out another file.",
                refusal(NO_ENGINE, "graft", model.toString(), "--edits", edits(FREEZE), "--out", out.toString()));
        assertArrayEquals(before, Files.readAllBytes(model));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "graft MODEL --edits EDITS --out OUT",
                "snapshot MODEL --out OUT",
                "graph MODEL --json OUT",
                "export MODEL --edits EDITS --python OUT",
            })
    void noFolderIsMadeForAResult(String line) throws Exception {
        var out = folder.resolve("nosuch").resolve("out");
        String edits = edits(FREEZE);
        String[] words = line.replace("MODEL", Terminal.SAMPLE.toString())
                .replace("EDITS", edits)
                .replace("OUT", out.toString())
                .split(" ");
        assertEquals(
                "layergraft: " + out + " cannot be written: its folder does not exist. Make the folder first, or choose"
                        + " another place.",
                refusal(NO_ENGINE, words));
        assertTrue(Files.notExists(out.getParent()));
    }
}
