package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** class_embed on torchvision's Faster R-CNN, which takes lists and dictionaries and returns its losses inside a tuple. */
class DetectorTest {

    @TempDir
    static Path folder;

    private static String detector;
    private static String bare;

    @BeforeAll
    static void make() throws Exception {
        detector = DetectorArchive.make(folder).toString();
        bare = folder.resolve("bare.pt").toString();
    }

    @Test
    void declaredItIsUnusedAndInTheLossItTrains() throws Exception {
        String out = folder.resolve("declared.pt").toString();
        run(0, "graft", detector, "--out", out, "--edits", edits("""
            {"edits": [{"op": "declare", "layer": {"kind": "parameter", "name": "class_embed", "shape": [32, 512]}}]}
            """));
        String failed = run(1, "check", out);
        assertTrue(failed.contains("Fails on 2 ranks in the 2nd forward: class_embed gets no gradient."), failed);
        run(0, "graft", detector, "--out", out, "--edits", edits(IN_LOSS));
        String trains = run(0, "check", out);
        assertTrue(trains.contains("Trains on 1 device and on 2 ranks."), trains);
        assertTrue(trains.matches("(?s).*roi_heads.class_embed.weight\\s+8×32 .*nonzero.*"), trains);
    }

    private static final String IN_LOSS = """
        {"edits": [{"op": "branch", "after": "roi_heads.box_head", "use": "loss", "weight": 0.5,
                    "layer": {"kind": "linear", "name": "class_embed", "out_features": 8}}]}
        """;

    @Test
    void anArchiveWithoutSettingsIsGivenInputsByOptions() throws Exception {
        String out = folder.resolve("options.pt").toString();
        run(0, "graft", bare, "--out", out, "--edits", edits(IN_LOSS));
        String trains = run(
                0,
                "check",
                out,
                "--loss",
                "keys:loss",
                "--input",
                "images[0]:float32[3,48,48]",
                "--input",
                "targets[0].boxes:boxes[2,4]:0..48",
                "--input",
                "targets[0].labels:int64[2]:1..5");
        assertTrue(trains.contains("Trains on 1 device and on 2 ranks."), trains);
        assertTrue(trains.matches("(?s).*roi_heads.class_embed.weight\\s+8×32 .*nonzero.*"), trains);
    }

    @Test
    void aMissingListIsAskedFor() {
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(2, terminal.run("check", bare));
        assertTrue(terminal.err().contains("The model needs an input for images"), terminal.err());
    }

    private static String edits(String json) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "edits", ".json"), json)
                .toString();
    }

    private static String run(int exitCode, String... arguments) {
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(exitCode, terminal.run(arguments), terminal.err());
        return terminal.out();
    }
}
