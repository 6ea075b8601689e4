package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;

/**
 * One direction of a matrix: a switch and the values it is run with. Whatever the switch was before makes no difference.
 *
 * @param turns each sets the switch to one of the values
 */
public record Axis(List<UnaryOperator<Switches>> turns) {

    private static final Axis FIND_UNUSED = of(List.of(false, true), Switches::withFindUnusedParameters);
    private static final Axis STATIC_GRAPH = of(List.of(false, true), Switches::withStaticGraph);
    private static final Axis CHECKPOINT_MODES = of(
            List.of(Checkpoint.Mode.values()),
            (s, mode) -> s.withCheckpoint(s.checkpoint().with(mode)));

    public Axis {
        turns = List.copyOf(turns);
    }

    private static <T> Axis of(List<T> values, BiFunction<Switches, T, Switches> turn) {
        return new Axis(values.stream()
                .<UnaryOperator<Switches>>map(value -> switches -> turn.apply(switches, value))
                .toList());
    }

    /** What every matrix varies; checkpoint modes only where there are modules to checkpoint. */
    static List<Axis> standard(Switches base) {
        var axes = new ArrayList<Axis>();
        if (!base.checkpoint().modules().isEmpty()) {
            axes.add(CHECKPOINT_MODES);
        }
        axes.add(FIND_UNUSED);
        axes.add(STATIC_GRAPH);
        return List.copyOf(axes);
    }

    /** The same switches with each value of this axis, each once. */
    List<Switches> spread(Switches base) {
        return turns.stream().map(turn -> turn.apply(base)).distinct().toList();
    }
}
