package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job by command line, with real child processes: the bug, its cause, the switch, and the model without the layer. */
class MainJobCommandsTest {

    @TempDir
    Path folder;

    @Test
    void theBugIsMadeSeenAndMendedByCommands() throws Exception {
        String head = Path.of(System.getProperty("layergraft.samples"), "co_dino_head.pt")
                .toString();
        String grafted = folder.resolve("grafted.pt").toString();
        String mended = folder.resolve("mended.pt").toString();

        run(0, "graft", head, "--edits", edits("declare.json", """
            {"edits": [{"op": "declare", "module": "",
                        "layer": {"kind": "parameter", "name": "class_embed", "shape": [32, 512]}}]}
            """), "--out", grafted);
        String failed = run(1, "check", grafted);
        assertTrue(
                failed.contains(
                        "Trains on 1 device. Fails on 2 ranks in the 2nd forward: class_embed gets no gradient."),
                failed);
        run(0, "check", grafted, "--find-unused-parameters");
        run(0, "graft", grafted, "--edits", edits("remove.json", """
            {"edits": [{"op": "remove", "module": "class_embed"}]}
            """), "--out", mended);
        String trains = run(0, "check", mended);
        assertTrue(trains.contains("Trains on 1 device and on 2 ranks."), trains);
    }

    private String edits(String name, String json) throws Exception {
        return Files.writeString(folder.resolve(name), json).toString();
    }

    private static String run(int exitCode, String... arguments) {
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(exitCode, terminal.run(arguments), terminal.err());
        return terminal.out();
    }
}
