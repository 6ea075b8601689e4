package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

class TorchvisionOperatorsTest {

    @TempDir
    Path folder;

    @Test
    void theFunctionsGiveWhatTorchvisionsOperatorsGiveAndTheSameGradients() throws Exception {
        PythonTorch.assumePresent("torchvision");
        String script =
                Path.of(getClass().getResource("torchvision_calls.py").toURI()).toString();
        var calls = folder.resolve("calls.pt");
        var written = folder.resolve("written.pt");
        PythonTorch.run(script, "make", calls);
        var runnable = TorchvisionOperators.runnable(ScriptReader.read(calls));
        assertFalse(runnable.code().values().stream().anyMatch(t -> t.contains("ops.torchvision")));
        ScriptWriter.write(runnable, written);
        assertEquals("same", PythonTorch.run(script, "compare", calls, written).strip());
    }

    @Test
    void aModelThatCallsNoneIsRunAsItIs() throws Exception {
        var model = ScriptReader.read(Path.of(System.getProperty("layergraft.samples"), "mini_mlp.pt"));
        assertSame(model, TorchvisionOperators.runnable(model));
    }
}
