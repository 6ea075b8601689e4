package org.layergraft.cli;

import java.util.Optional;
import org.layergraft.experiment.MeasuredShapes;
import org.layergraft.experiment.ModelSettings;
import org.layergraft.experiment.RunSettings;
import org.layergraft.graft.ShapeSource;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;

/** Starts an engine when the first shape is asked for: most edits need none. Knows nothing where no inputs are known. */
final class ShapesOnDemand implements ShapeSource, AutoCloseable {

    private final Engine.Source engines;
    private final RunSettings settings;
    private final Interrupts interrupts = new Interrupts();
    private Optional<Engine> engine = Optional.empty();
    private Optional<MeasuredShapes> measured = Optional.empty();

    ShapesOnDemand(Engine.Source engines, RunSettings settings) {
        this.engines = engines;
        this.settings = settings;
    }

    @Override
    public Optional<Shape> of(ScriptModel model, String node) throws LayergraftException {
        boolean inputs = settings.inputs().isPresent()
                || ModelSettings.of(model).filter(s -> !s.inputs().isEmpty()).isPresent();
        if (!inputs) {
            return Optional.empty();
        }
        if (measured.isEmpty()) {
            engine = Optional.of(engines.open());
            measured = Optional.of(new MeasuredShapes(engine.get().runs(), settings, interrupts.cancellation()));
        }
        return measured.get().of(model, node);
    }

    @Override
    public void close() {
        interrupts.close();
        engine.ifPresent(Engine::close);
    }
}
