package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.layergraft.model.ModelGraph;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepPlan;

/** Who waits for whom: the ranks that were left standing in a backward, against what the other ranks never reported. */
final class Waits {

    private Waits() {}

    static List<Wait> of(ModelGraph graph, StepPlan plan, List<RankReport> ranks) {
        Map<Integer, Set<String>> missing = new TreeMap<>();
        for (RankReport rank : ranks) {
            if (!(rank.end() instanceof End.Waiting)) {
                Set<String> names = missing(graph, plan, rank);
                if (!names.isEmpty()) {
                    missing.put(rank.rank(), names);
                }
            }
        }
        var waits = new ArrayList<Wait>();
        for (RankReport rank : ranks) {
            if (rank.end() instanceof End.Waiting(int _, Phase phase) && phase == Phase.BACKWARD) {
                first(rank, missing, waits);
            }
        }
        return List.copyOf(waits);
    }

    private static void first(RankReport waiting, Map<Integer, Set<String>> missing, List<Wait> waits) {
        List<List<String>> buckets = waiting.buckets();
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            List<String> held = buckets.get(bucket);
            List<Integer> others = missing.entrySet().stream()
                    .filter(m -> held.stream().anyMatch(m.getValue()::contains))
                    .map(Map.Entry::getKey)
                    .toList();
            if (!others.isEmpty()) {
                List<String> never = held.stream()
                        .filter(p ->
                                others.stream().anyMatch(o -> missing.get(o).contains(p)))
                        .toList();
                waits.add(new Wait(waiting.rank(), bucket, buckets.size(), never, others));
                return;
            }
        }
    }

    /**
     * What PyTorch itself named, else what had no gradient in the plain first backward; the latter counts only where neither switch
     * makes DDP report such parameters by itself. Under the first of their names, as the buckets have them.
     */
    private static Set<String> missing(ModelGraph graph, StepPlan plan, RankReport rank) {
        boolean everyoneMustReport =
                !plan.switches().findUnusedParameters() && !plan.switches().staticGraph();
        Set<String> named = rank.end() instanceof End.Raised(int _, Phase _, String message, List<String> parameters)
                        && RaisedWords.of(message).equals(RaisedWords.UNUSED)
                ? new HashSet<>(parameters)
                : Set.of();
        if (named.isEmpty() && everyoneMustReport) {
            named = rank.local().stream()
                    .filter(g -> g.state() == GradientState.NONE)
                    .map(Gradient::parameter)
                    .collect(Collectors.toSet());
        }
        var first = new HashMap<String, String>();
        graph.parameters().forEach(p -> p.aliases().forEach(alias -> first.put(alias, p.name())));
        return named.stream().map(n -> first.getOrDefault(n, n)).collect(Collectors.toSet());
    }
}
