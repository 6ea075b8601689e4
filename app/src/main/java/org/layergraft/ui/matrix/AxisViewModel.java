package org.layergraft.ui.matrix;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.VariedOption;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** An option that the next matrix may vary, and the values that were typed for it. */
public final class AxisViewModel {

    private final VariedOption option;
    private final BooleanProperty picked = new SimpleBooleanProperty();
    private final StringProperty values;
    private final ObjectBinding<Read> read;
    private final ObservableValue<Optional<Problem>> mistake;

    /** At most one of them is there; none while the option is not picked. */
    private record Read(Optional<Axis> axis, Optional<Problem> mistake) {}

    AxisViewModel(VariedOption option) {
        this.option = option;
        values = new SimpleStringProperty(option.example());
        read = Bindings.createObjectBinding(this::read, picked, values);
        mistake = read.map(Read::mistake);
    }

    private Read read() {
        if (!picked.get()) {
            return new Read(Optional.empty(), Optional.empty());
        }
        try {
            return new Read(Optional.of(option.axis(values.get())), Optional.empty());
        } catch (LayergraftException refused) {
            return new Read(Optional.empty(), Optional.of(refused.problem()));
        }
    }

    void reset() {
        picked.set(false);
        values.set(option.example());
    }

    Optional<Axis> axis() {
        return read.get().axis();
    }

    Optional<Problem> mistake() {
        return read.get().mistake();
    }

    public VariedOption option() {
        return option;
    }

    public BooleanProperty pickedProperty() {
        return picked;
    }

    /** As typed. */
    public StringProperty valuesProperty() {
        return values;
    }

    /** Why it cannot be run with these values. */
    public ObservableValue<Optional<Problem>> mistakeProperty() {
        return mistake;
    }
}
