package org.layergraft.ui.switches;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.layergraft.diagnosis.Preset;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.Switches;

/** Sets all switches at once, and back to what they were before. */
public final class PresetsViewModel {

    private final ObservableValue<RunSettings> settings;
    private final Consumer<Switches> turn;
    private final ReadOnlyObjectWrapper<Optional<Switches>> before = new ReadOnlyObjectWrapper<>(Optional.empty());

    /** Kept here: a binding that nobody holds stops telling. */
    private final Map<Preset, BooleanBinding> matches = new EnumMap<>(Preset.class);

    /** @param turn turns the switches */
    PresetsViewModel(ObservableValue<RunSettings> settings, Consumer<Switches> turn) {
        this.settings = settings;
        this.turn = turn;
        for (Preset preset : Preset.values()) {
            matches.put(preset, Bindings.createBooleanBinding(() -> preset.is(now()), settings));
        }
    }

    private Switches now() {
        return settings.getValue().switches();
    }

    /** What the switches are now can be had back. */
    public void use(Preset preset) {
        use(preset.over(now()));
    }

    /** As a config has them, say. What the switches are now can be had back. */
    public void use(Switches next) {
        var now = now();
        if (!next.equals(now)) {
            turn.accept(next);
            before.set(Optional.of(now));
        }
    }

    /** As they were before all were set at once. */
    public void back() {
        before.get().ifPresent(switches -> {
            forget();
            turn.accept(switches);
        });
    }

    /** What was set before counts no more. */
    void forget() {
        before.set(Optional.empty());
    }

    /** Is this how the switches are? */
    public BooleanBinding is(Preset preset) {
        return matches.get(preset);
    }

    /** What the switches were before a preset; empty where there is nothing to go back to. */
    public ReadOnlyObjectProperty<Optional<Switches>> beforeProperty() {
        return before.getReadOnlyProperty();
    }

    public BooleanBinding canGoBack() {
        return Bindings.createBooleanBinding(() -> before.get().isPresent(), before);
    }
}
