package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.Experiment;
import org.layergraft.model.ModelGraph;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Tasks;

/** The graph of the model before all edits, to tell what they changed. Read in the background, once for a model. */
final class OpenedGraph {

    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<ModelGraph>> graph = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<ScriptModel> of = Optional.empty();

    OpenedGraph(Tasks tasks) {
        this.tasks = tasks;
    }

    void show(Experiment experiment) {
        ScriptModel base = experiment.base();
        if (of.filter(known -> known == base).isPresent()) {
            return;
        }
        of = Optional.of(base);
        if (!experiment.isEdited()) {
            graph.set(Optional.of(experiment.graph()));
            return;
        }
        graph.set(Optional.empty());
        tasks.start(
                () -> ModelGraphs.read(base),
                read -> {
                    if (of.filter(now -> now == base).isPresent()) {
                        graph.set(Optional.of(read));
                    }
                },
                // Then nothing is marked as changed; what could not be read was told when the model was opened.
                _ -> {});
    }

    ReadOnlyObjectProperty<Optional<ModelGraph>> graphProperty() {
        return graph.getReadOnlyProperty();
    }
}
