package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.TorchvisionOperators;
import org.layergraft.model.Parameter;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.TestBed;

/** DJL's libtorch loads what we write of every model of the test bed, and has the last word on its parameters. */
class BedInEngineTest {

    @TempDir
    Path folder;

    @Test
    void libtorchLoadsEveryModelThatWeWriteAndNamesTheSameParameters() throws Exception {
        var models = TestBed.models();
        assertTrue(models.size() > 50, models.toString());
        var wrong = new ArrayList<String>();
        try (var runner = new LocalStepRunner(Installation.find(), folder)) {
            for (var model : models) {
                var read = ScriptReader.read(model.archive());
                var copy = folder.resolve("copy.pt");
                ScriptWriter.write(TorchvisionOperators.runnable(read), copy);
                try {
                    var said = names(runner.describe(copy, new Cancellation()).parameters());
                    var ours = names(ModelGraphs.read(read).parameters());
                    if (!said.equals(ours)) {
                        wrong.add(model + ": libtorch " + said + ", we " + ours);
                    }
                } catch (LayergraftException refused) {
                    wrong.add(model + ": " + refused.getMessage());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream()
                .map(p -> p.name() + p.shape() + p.dtype())
                .sorted()
                .toList();
    }
}
