package org.layergraft.ui.coverage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.ui.runs.FinishedRun;

/**
 * How each parameter fared in the last runs.
 *
 * @param first number of the first of these among all runs, from 1
 * @param runs oldest first: the most urgent state over the ranks, by name
 */
record RunHistory(int first, List<Map<String, GradientState>> runs) {

    /** More than this are not seen at a glance. */
    static final int MOST = 6;

    static RunHistory of(List<FinishedRun> all) {
        int from = Math.max(0, all.size() - MOST);
        var runs = new ArrayList<Map<String, GradientState>>();
        for (FinishedRun run : all.subList(from, all.size())) {
            var states = new HashMap<String, GradientState>();
            for (Coverage row : run.result().coverage()) {
                GradientState.worst(row.ranks().stream().map(Gradient::state).toList())
                        .ifPresent(state -> states.put(row.parameter().name(), state));
            }
            runs.add(states);
        }
        return new RunHistory(from + 1, runs);
    }

    /** One per run; a module's is the most urgent of what it shows. Empty where a run did not have it. */
    List<Optional<GradientState>> of(CoverageLine line) {
        var names = line.rows().map(CoverageRow::name).toList();
        return runs.stream()
                .map(states -> GradientState.worst(names.stream()
                        .map(name -> Optional.ofNullable(states.get(name)))
                        .flatMap(Optional::stream)
                        .toList()))
                .toList();
    }
}
