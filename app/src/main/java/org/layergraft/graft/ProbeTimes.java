package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/**
 * What steps took, from the notes of several forwards. A value is charged with the time since whatever was looked at before it; a module
 * with all values in it and below. What the recorder itself needs is not counted, but for the calls that lead to it.
 */
final class ProbeTimes {

    private static final double NANOS = 1e6;

    private final ModelGraph graph;
    private final Map<String, List<ProbedModel.Key>> keys;
    private final Map<String, ProbedModel.Range> ranges;

    ProbeTimes(ModelGraph graph, Map<String, List<ProbedModel.Key>> keys, Map<String, ProbedModel.Range> ranges) {
        this.graph = graph;
        this.keys = keys;
        this.ranges = ranges;
    }

    /**
     * @param log after the first forward, which is not timed: libtorch compiles in it
     * @param laps after each of the next; they go on counting
     * @return as {@link org.layergraft.model.ShapeReport#milliseconds()}
     */
    Map<String, Double> read(List<Long> log, List<List<Long>> laps) {
        if (laps.isEmpty()) {
            return Map.of();
        }
        var spent = new ArrayList<Map<Long, Long>>();
        var before = ProbeLog.read(log);
        for (var lap : laps) {
            var after = ProbeLog.read(lap);
            var own = new HashMap<Long, Long>();
            for (var entry : after.entrySet()) {
                var was = before.get(entry.getKey());
                own.put(entry.getKey(), entry.getValue().spent() - (was == null ? 0 : was.spent()));
            }
            spent.add(own);
            before = after;
        }
        var found = new HashMap<String, Double>();
        found.put("", median(spent, own -> inside(graph.root(), own)));
        graph.root().walk().flatMap(m -> m.forward().nodes().stream()).forEach(node -> {
            if (node.kind() == FlowNode.Kind.CALL || node.kind() == FlowNode.Kind.OPERATOR) {
                var own = keys.getOrDefault(node.id(), List.of());
                var module = node.module().flatMap(graph::module);
                if (!own.isEmpty() || module.isPresent()) {
                    found.put(
                            node.id(),
                            median(
                                    spent,
                                    times -> sum(own, times)
                                            + module.map(m -> inside(m, times)).orElse(0L)));
                }
            }
        });
        return found;
    }

    private static long sum(List<ProbedModel.Key> keys, Map<Long, Long> times) {
        Set<Long> numbers = new HashSet<>();
        keys.forEach(k -> numbers.add(k.number()));
        return numbers.stream().mapToLong(n -> times.getOrDefault(n, 0L)).sum();
    }

    /** Objects that stand at several paths are counted once. */
    private long inside(ModuleNode module, Map<Long, Long> times) {
        Set<ProbedModel.Range> below = new LinkedHashSet<>();
        module.walk().map(m -> ranges.get(m.path())).filter(r -> r != null).forEach(below::add);
        long all = 0;
        for (var range : below) {
            for (long n = range.from(); n < range.to(); n++) {
                all += times.getOrDefault(n, 0L);
            }
        }
        return all;
    }

    private static double median(List<Map<Long, Long>> laps, ToLongFunction<Map<Long, Long>> of) {
        long[] sorted = laps.stream().mapToLong(of).sorted().toArray();
        int middle = sorted.length / 2;
        double nanos = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return nanos / NANOS;
    }
}
