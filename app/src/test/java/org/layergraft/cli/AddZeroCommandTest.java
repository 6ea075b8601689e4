package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 0 times the sum from the command line, with real child processes. */
class AddZeroCommandTest {

    private static final Path UNUSED = Terminal.SAMPLE.resolveSibling("co_dino_head_class_embed.pt");

    @TempDir
    Path folder;

    @Test
    void whatCheckFoundToTrainTrainsWhenItIsGrafted() throws Exception {
        var check = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(1, check.run("check", UNUSED.toString(), "--ranks", "2"), check.err());
        String line = check.out()
                .lines()
                .filter(l -> l.contains("Add 0 * sum(p.sum())"))
                .findFirst()
                .orElseThrow()
                .strip();
        assertTrue(
                line.matches(
                        "\\d\\. Add 0 \\* sum\\(p\\.sum\\(\\)\\) of class_embed to the loss\\. Trains here: .* measured"
                                + " here; 0 times infinity or NaN spoils the loss, .*"),
                line);

        Path script = Files.writeString(
                folder.resolve("edits.json"), "{\"edits\": [{\"op\": \"add_zero\", \"parameters\": \"class_embed\"}]}");
        Path out = folder.resolve("zero.pt");
        var graft = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(
                0,
                graft.run("graft", UNUSED.toString(), "--edits", script.toString(), "--out", out.toString()),
                graft.err());
        assertEquals("Added 0 × the sum of class_embed to the loss\nSaved " + out + ".\n", graft.out());
        var again = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(0, again.run("check", out.toString(), "--ranks", "2"), again.out() + again.err());
        assertTrue(again.out().startsWith("Trains on 1 device and on 2 ranks.\n"), again.out());
        assertTrue(again.out().lines().anyMatch(l -> l.matches("class_embed .* zero +zero *")), again.out());
    }
}
