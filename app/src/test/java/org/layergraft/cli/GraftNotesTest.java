package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** What {@code graft} says beside what it did. */
class GraftNotesTest {

    @TempDir
    Path folder;

    private List<String> graft(Path model, String edits, Path out) throws Exception {
        var script = Files.writeString(folder.resolve("edits.json"), "{\"edits\": [" + edits + "]}");
        // No engine: nothing here needs a run.
        var terminal = new Terminal(
                () -> {
                    throw new IllegalStateException("started");
                },
                Window.NONE,
                false);
        int code = terminal.run("graft", model.toString(), "--edits", script.toString(), "--out", out.toString());
        assertEquals(0, code, terminal.err());
        return terminal.out().lines().toList();
    }

    @Test
    void aReplacementThatDoesNotFitIsSaidBetweenWhatWasDoneAndWhereItWent() throws Exception {
        var out = folder.resolve("out.pt");
        var said = graft(Terminal.SAMPLE, """
            {"op": "replace", "module": "fc1", "layer": {"kind": "linear", "name": "", "out_features": 20}}
            """, out);
        assertEquals(
                List.of(
                        "Replaced fc1 by Linear (20): -204 parameters, -816 bytes, -3,168 FLOPs a forward.",
                        "Note: fc1 gave 8×32; the layer in its place gives 8×20.",
                        "Saved " + out + "."),
                said);
    }

    @Test
    void modulesThatAreLeftOutAreNamedWithTheReason() throws Exception {
        var out = folder.resolve("out.pt");
        var said = graft(Terminal.SAMPLE, """
            {"op": "wrap", "module": "*", "layer": {"kind": "lora", "name": "lora"}}
            """, out);
        assertEquals(3, said.size(), said.toString());
        assertEquals(
                "Note: LoRA can be wrapped around a Linear, a Conv1d, a Conv2d or a Conv3d; \"\" is a MiniMLP whose"
                        + " code does not show how it convolves.",
                said.get(1));
    }

    @Test
    void aLogThatCannotBeUsedIsSaid() throws Exception {
        var first = folder.resolve("first.pt");
        graft(Terminal.SAMPLE, """
            {"op": "freeze", "module": "fc1"}
            """, first);
        // Somebody changed the model after its log was written.
        ScriptModel model = ScriptReader.read(first);
        var code = new java.util.TreeMap<>(model.code());
        code.replaceAll((_, text) -> text.replace("torch.relu", "torch.tanh"));
        var changed = folder.resolve("changed.pt");
        ScriptWriter.write(model.with(code, model.module(), model.storages(), model.others()), changed);
        var said = graft(changed, """
            {"op": "freeze", "module": "fc2"}
            """, folder.resolve("out.pt"));
        assertEquals(
                "Note: changed.pt is opened as it is, because the edit log in it cannot be used: the model was"
                        + " changed after its log was written.",
                said.get(1));
    }
}
