package org.layergraft.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.graft.CustomTrial;
import org.layergraft.graft.LayerSpec;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptWriter;

/** Asks libtorch about layers that someone types, in the engine process: loading one compiles it, and runs nothing. */
public final class CustomLayers {

    private final StepRunner runner;
    private final ScratchSpace scratch;

    public CustomLayers(StepRunner runner, ScratchSpace scratch) {
        this.runner = runner;
        this.scratch = scratch;
    }

    /**
     * Blocks for some milliseconds once the engine runs.
     *
     * @param layer of kind custom, with code
     * @return what libtorch has against it; empty when it compiles
     * @throws LayergraftException when its declarations are wrong already (INPUT), when the engine cannot be asked, or CANCELLED
     */
    public Optional<CustomTrial.Complaint> check(LayerSpec layer, Cancellation cancel) throws LayergraftException {
        var trial = CustomTrial.of(layer);
        Path file = scratch.directory().resolve("custom-layer.pt");
        ScriptWriter.write(trial.model(), file);
        try {
            runner.describe(file, cancel);
            return Optional.empty();
        } catch (LayergraftException refused) {
            var problem = refused.problem();
            boolean libtorch =
                    problem.area().equals("step.djl") && !problem.arguments().isEmpty();
            if (!libtorch) {
                throw refused;
            }
            return Optional.of(trial.complaint(problem.arguments().getLast()));
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The scratch space goes as a whole.
        }
    }
}
