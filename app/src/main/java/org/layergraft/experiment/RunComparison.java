package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;

/**
 * What is another in the second of two runs than in the first.
 *
 * @param turns the settings that differ, switches first
 * @param edits whether the model was edited otherwise
 * @param changes parameters whose state is another, those that lost their gradient first, each kind in PyTorch's order
 * @param same how many parameters have the same state in both
 */
public record RunComparison(List<Turn> turns, boolean edits, List<Change> changes, int same) {

    public RunComparison {
        turns = List.copyOf(turns);
        changes = List.copyOf(changes);
    }

    /** A setting that differs; values as {@link Setting#value()}. */
    public record Turn(String name, Optional<String> before, Optional<String> after) {}

    /** What became of a parameter. */
    public enum Kind {
        /** It got a gradient on every rank, and does so no more. */
        LOST,
        /** Neither lost nor gained, but another state. */
        OTHER,
        /** It gets a gradient on every rank now. */
        GAINED,
        /** The first run's model does not have it. */
        APPEARED,
        /** The second run's model does not have it. */
        GONE
    }

    /**
     * One parameter.
     *
     * @param before one state per rank, or one after a run on one device; empty where it was not there or nothing was measured
     * @param after likewise
     */
    public record Change(Parameter parameter, List<GradientState> before, List<GradientState> after, Kind kind) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    public static RunComparison of(SavedRun before, SavedRun after) {
        List<Change> changes = new ArrayList<>();
        Map<String, Coverage> first = byName(before);
        Map<String, Coverage> second = byName(after);
        int same = 0;
        for (Coverage now : second.values()) {
            Coverage then = first.get(now.parameter().name());
            if (then == null) {
                changes.add(new Change(now.parameter(), List.of(), states(now), Kind.APPEARED));
            } else if (isSame(states(then), states(now))) {
                same++;
            } else {
                changes.add(new Change(now.parameter(), states(then), states(now), kind(states(then), states(now))));
            }
        }
        first.values().stream()
                .filter(c -> !second.containsKey(c.parameter().name()))
                .forEach(c -> changes.add(new Change(c.parameter(), states(c), List.of(), Kind.GONE)));
        changes.sort(Comparator.comparing(Change::kind));
        return new RunComparison(turns(before, after), !before.edits().equals(after.edits()), changes, same);
    }

    private static Map<String, Coverage> byName(SavedRun run) {
        var rows = new LinkedHashMap<String, Coverage>();
        run.result().coverage().forEach(c -> rows.put(c.parameter().name(), c));
        return rows;
    }

    private static List<GradientState> states(Coverage row) {
        return row.ranks().stream().map(Gradient::state).toList();
    }

    /** Ranks are compared one by one; where there are more of them in one run, the worst of each run counts. */
    private static boolean isSame(List<GradientState> before, List<GradientState> after) {
        return before.size() == after.size()
                ? before.equals(after)
                : GradientState.worst(before).equals(GradientState.worst(after));
    }

    private static Kind kind(List<GradientState> before, List<GradientState> after) {
        boolean had = isCovered(before);
        boolean has = isCovered(after);
        return had == has ? Kind.OTHER : has ? Kind.GAINED : Kind.LOST;
    }

    private static boolean isCovered(List<GradientState> states) {
        return !states.isEmpty()
                && states.stream().noneMatch(s -> s == GradientState.NONE || s == GradientState.FROZEN);
    }

    private static List<Turn> turns(SavedRun before, SavedRun after) {
        List<Setting> first = Setting.of(before.onRanks(), before.settings());
        List<Setting> second = Setting.of(after.onRanks(), after.settings());
        return IntStream.range(0, first.size())
                .filter(i -> !first.get(i).equals(second.get(i)))
                .mapToObj(i -> new Turn(
                        first.get(i).name(), first.get(i).value(), second.get(i).value()))
                .toList();
    }
}
