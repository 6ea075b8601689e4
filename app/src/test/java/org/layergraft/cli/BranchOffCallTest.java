package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.TestBed;

/** Branches of a model whose forward is one line: torchvision's ResNet returns what a method of its own gives. */
class BranchOffCallTest {

    @TempDir
    Path folder;

    @Test
    void whatABranchGivesReachesTheLossAndTheOutputs() throws Exception {
        String resnet = TestBed.model("resnet", TestBed.How.SCRIPTED).archive().toString();
        String loss = graft(resnet, "loss");
        String trained = run("check", loss, "--ranks", "1");
        assertTrue(trained.matches("(?s).*\naux.weight\\s+3×1024\\s.*?nonzero.*"), trained);
        assertTrue(!trained.matches("(?s).*\naux.weight[^\n]*none.*"), trained);

        String output = graft(resnet, "output");
        String shapes = run("graph", output, "--shapes");
        assertTrue(shapes.contains("2×3"), shapes);
    }

    private String graft(String model, String use) throws Exception {
        Path edits = Files.writeString(folder.resolve(use + ".json"), """
            {"edits": [{"op": "branch", "after": "layer3", "use": "%s", "layer": {"kind": "classificationhead", "name": "aux", "num_classes": 3}}]}
            """.formatted(use));
        Path out = folder.resolve(use + ".pt");
        run("graft", model, "--edits", edits.toString(), "--out", out.toString());
        return out.toString();
    }

    private static String run(String... arguments) {
        var terminal = new Terminal(Engine::local, Window.NONE, false);
        assertEquals(0, terminal.run(arguments), terminal.err());
        return terminal.out();
    }
}
