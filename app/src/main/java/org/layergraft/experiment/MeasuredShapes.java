package org.layergraft.experiment;

import java.util.Optional;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner.Progress;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/**
 * Runs a model when it is first asked for a shape, and remembers what it saw of that version. Only for models that may be run: their
 * user trusts the file.
 */
public final class MeasuredShapes implements ShapeSource {

    private record Known(ScriptModel model, ShapeReport report) {}

    private final RunService runs;
    private final RunSettings settings;
    private final Cancellation cancel;
    private Optional<Known> known = Optional.empty();

    /** @param settings device, inputs, seed and timeout count */
    public MeasuredShapes(RunService runs, RunSettings settings, Cancellation cancel) {
        this.runs = runs;
        this.settings = settings;
        this.cancel = cancel;
    }

    @Override
    public Optional<Shape> of(ScriptModel model, String node) throws LayergraftException {
        return report(model).shape(node);
    }

    /** Everything known about this version; runs it if it was not run yet. */
    public synchronized ShapeReport report(ScriptModel model) throws LayergraftException {
        if (known.filter(k -> k.model() == model).isEmpty()) {
            var version = Experiment.unedited(model);
            known = Optional.of(new Known(model, runs.shapes(version, settings, Progress.SILENT, cancel)));
        }
        return known.get().report();
    }
}
