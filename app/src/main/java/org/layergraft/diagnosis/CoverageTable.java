package org.layergraft.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;

/** One row per parameter, in the order of {@code named_parameters()}; buckets and readiness are rank 0's. */
final class CoverageTable {

    private CoverageTable() {}

    static List<Coverage> of(ModelGraph graph, Optional<SingleReport> single, List<RankReport> ranks) {
        List<Map<String, Gradient>> columns = columns(single, ranks);
        Map<String, Integer> buckets = new HashMap<>();
        Map<String, Integer> ready = new HashMap<>();
        ranks.stream().findFirst().ifPresent(zero -> {
            for (int bucket = 0; bucket < zero.buckets().size(); bucket++) {
                for (String name : zero.buckets().get(bucket)) {
                    buckets.putIfAbsent(name, bucket);
                }
            }
            for (int place = 0; place < zero.ready().size(); place++) {
                ready.putIfAbsent(zero.ready().get(place), place);
            }
        });
        return graph.parameters().stream()
                .map(p -> new Coverage(
                        p,
                        number(p, buckets),
                        number(p, ready),
                        columns.stream().flatMap(c -> find(p, c).stream()).toList(),
                        Optional.empty()))
                .toList();
    }

    /** A column per rank; the plain run's alone where the ranks did not get as far as their first gradients. */
    private static List<Map<String, Gradient>> columns(Optional<SingleReport> single, List<RankReport> ranks) {
        boolean allRead =
                !ranks.isEmpty() && ranks.stream().noneMatch(r -> r.local().isEmpty());
        return (allRead
                        ? ranks.stream().map(RankReport::local)
                        : single.stream().map(SingleReport::gradients))
                .map(CoverageTable::byName)
                .toList();
    }

    private static Map<String, Gradient> byName(List<Gradient> gradients) {
        var found = new HashMap<String, Gradient>();
        gradients.forEach(g -> found.put(g.parameter(), g));
        return found;
    }

    private static Optional<Gradient> find(Parameter parameter, Map<String, Gradient> column) {
        return namesOf(parameter).filter(column::containsKey).map(column::get).findFirst();
    }

    private static OptionalInt number(Parameter parameter, Map<String, Integer> numbers) {
        return namesOf(parameter)
                .filter(numbers::containsKey)
                .mapToInt(numbers::get)
                .findFirst();
    }

    /** Reports may name a shared tensor by any of its names. */
    private static Stream<String> namesOf(Parameter parameter) {
        return Stream.concat(Stream.of(parameter.name()), parameter.aliases().stream());
    }
}
