package org.layergraft.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.layergraft.graft.ProbedModel;
import org.layergraft.graft.Probes;
import org.layergraft.graft.TorchvisionOperators;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.process.StepRunner.Progress;
import org.layergraft.step.Measurement;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptWriter;

/** Measures shapes: writes a copy of the model that takes notes, runs it once, and deletes it. */
final class ShapeRuns {

    /** Methods that libtorch may refuse, one after another, before we give up. */
    private static final int MOST_ATTEMPTS = 20;

    private final StepRunner runner;
    private final ScratchSpace scratch;
    private final AtomicInteger writes = new AtomicInteger();

    ShapeRuns(StepRunner runner, ScratchSpace scratch) {
        this.runner = runner;
        this.scratch = scratch;
    }

    /**
     * @param plan of a plain run; its archive is not read
     * @throws LayergraftException INPUT when the inputs do not fit forward, ENGINE when the model cannot be run, CANCELLED
     */
    ShapeReport run(ScriptModel model, StepPlan plan, Progress progress, Cancellation cancel)
            throws LayergraftException {
        Set<String> without = new HashSet<>();
        while (true) {
            ProbedModel probed = Probes.of(model, without);
            Measurement measured = measure(probed, model, plan, progress, cancel);
            if (measured.refused().isEmpty()) {
                return probed.read(
                        measured.log(), measured.laps(), measured.device().torchName(), measured.failure());
            }
            // What we wrote into a method may be beyond this libtorch; the other methods still can be measured.
            String words = measured.refused().get();
            Optional<String> culprit = probed.culprit(words).filter(without::add);
            if (culprit.isEmpty() || without.size() > MOST_ATTEMPTS) {
                String line =
                        words.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
                throw LayergraftException.engine("experiment", "shapes.refused", model.file(), line.strip());
            }
        }
    }

    private Measurement measure(
            ProbedModel probed, ScriptModel model, StepPlan plan, Progress progress, Cancellation cancel)
            throws LayergraftException {
        Path file = scratch.directory().resolve("shapes-" + writes.incrementAndGet() + ".pt");
        try {
            return UsersFile.named(model.file(), file, () -> {
                ScriptWriter.write(TorchvisionOperators.runnable(probed.model()), file);
                return runner.measure(plan.at(file), probed.method(), progress, cancel);
            });
        } finally {
            deleteQuietly(file);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It goes with the scratch space.
        }
    }
}
