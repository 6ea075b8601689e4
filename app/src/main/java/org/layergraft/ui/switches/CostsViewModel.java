package org.layergraft.ui.switches;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.text.Problem;

/** What switches were measured to cost. A result stays until the model changes. */
public final class CostsViewModel {

    /** A switch whose cost can be measured. */
    public enum Subject {
        FIND_UNUSED,
        STATIC_GRAPH,
        CHECKPOINT;

        /** Everything else as it is, without the switch. */
        public Switches without(Switches now) {
            return switch (this) {
                case FIND_UNUSED -> now.withFindUnusedParameters(false);
                case STATIC_GRAPH -> now.withStaticGraph(false);
                case CHECKPOINT -> now.withCheckpoint(now.checkpoint().with(Mode.OFF));
            };
        }

        /** Everything else as it is, with the switch. */
        public Switches with(Switches now) {
            return switch (this) {
                case FIND_UNUSED -> now.withFindUnusedParameters(true);
                case STATIC_GRAPH -> now.withStaticGraph(true);
                case CHECKPOINT -> now;
            };
        }
    }

    private final ObservableMap<Subject, Problem> results = FXCollections.observableHashMap();
    private final ReadOnlyObjectWrapper<Optional<Subject>> measuring = new ReadOnlyObjectWrapper<>(Optional.empty());

    public void begin(Subject subject) {
        results.remove(subject);
        measuring.set(Optional.of(subject));
    }

    public void found(Subject subject, Problem sentence) {
        end();
        results.put(subject, sentence);
    }

    /** It came to nothing. */
    public void end() {
        measuring.set(Optional.empty());
    }

    /** The model is another one. */
    public void forget() {
        results.clear();
    }

    public ObservableMap<Subject, Problem> results() {
        return results;
    }

    public ReadOnlyObjectProperty<Optional<Subject>> measuringProperty() {
        return measuring.getReadOnlyProperty();
    }
}
