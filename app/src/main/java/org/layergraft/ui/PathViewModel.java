package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.LossSpec;
import org.layergraft.ui.common.Tasks;

/** The path of the parameter that is selected or pointed at, as far as a gradient can come back on it. Worked out in the background. */
final class PathViewModel {

    /** What the paths of one version and one loss are found with; it is made once. */
    private record Known(ModelGraph graph, LossSpec loss, GradientPath.Finder finder) {
        boolean isOf(ModelGraph other, LossSpec otherLoss) {
            return graph == other && loss.equals(otherLoss);
        }
    }

    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<GradientPath>> path = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Known> known = Optional.empty();
    private int turn;

    PathViewModel(Tasks tasks) {
        this.tasks = tasks;
    }

    /** @param selected or pointed at: a parameter's name; of anything else nothing is shown */
    void show(ModelGraph graph, LossSpec loss, String selected) {
        int mine = ++turn;
        boolean parameter = graph.parameters().stream()
                .anyMatch(p -> p.name().equals(selected) || p.aliases().contains(selected));
        if (!parameter) {
            path.set(Optional.empty());
            return;
        }
        var before = known.filter(k -> k.isOf(graph, loss));
        tasks.start(
                () -> {
                    var finder = before.map(Known::finder).orElseGet(() -> new GradientPath.Finder(graph, loss));
                    return new Found(new Known(graph, loss, finder), finder.of(selected));
                },
                found -> {
                    known = Optional.of(found.with());
                    if (turn == mine) {
                        path.set(found.path());
                    }
                },
                // Nothing is lit then; the verdict says what there is to say.
                _ -> {});
    }

    private record Found(Known with, Optional<GradientPath> path) {}

    ReadOnlyObjectProperty<Optional<GradientPath>> pathProperty() {
        return path.getReadOnlyProperty();
    }
}
