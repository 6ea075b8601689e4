package org.layergraft.ui.coverage;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.step.GradientState;

/** Which gradient states the table shows, and how many parameters are in each. A parameter's state is the worst over the ranks. */
final class StateFilter {

    private final ReadOnlyObjectWrapper<Set<GradientState>> chosen = new ReadOnlyObjectWrapper<>(Set.of());
    private final ReadOnlyObjectWrapper<Map<GradientState, Integer>> counts = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper();

    StateFilter() {
        chosen.subscribe(states -> active.set(!states.isEmpty()));
    }

    /** @param changed told whenever other states are chosen */
    void subscribe(Runnable changed) {
        chosen.subscribe((_, _) -> changed.run());
    }

    /** No state chosen means all of them, and the rows without any. */
    boolean accepts(CoverageRow row) {
        var wanted = chosen.get();
        return wanted.isEmpty() || row.worst().filter(wanted::contains).isPresent();
    }

    void choose(GradientState state, boolean wanted) {
        var next = EnumSet.noneOf(GradientState.class);
        next.addAll(chosen.get());
        if (wanted ? next.add(state) : next.remove(state)) {
            chosen.set(Set.copyOf(next));
        }
    }

    void clear() {
        chosen.set(Set.of());
    }

    /** @param run whether there was any: before, only what is frozen is known */
    void count(List<CoverageRow> rows, boolean run) {
        var found = new EnumMap<GradientState, Integer>(GradientState.class);
        for (GradientState state : run ? GradientState.values() : new GradientState[] {GradientState.FROZEN}) {
            found.put(state, 0);
        }
        rows.stream()
                .map(CoverageRow::worst)
                .flatMap(Optional::stream)
                .forEach(state -> found.merge(state, 1, Integer::sum));
        counts.set(Map.copyOf(found));
    }

    /** Empty while no run has told. */
    OptionalInt count(GradientState state) {
        var number = counts.get().get(state);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    ReadOnlyObjectProperty<Set<GradientState>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Map<GradientState, Integer>> countsProperty() {
        return counts.getReadOnlyProperty();
    }

    /** Is any state chosen? */
    ReadOnlyBooleanProperty activeProperty() {
        return active.getReadOnlyProperty();
    }
}
