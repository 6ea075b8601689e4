package org.layergraft.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the values of a model looked like in one forward that was really run.
 *
 * @param nodes by node id; nodes that could have been seen and did not run are here with {@link Seen#NEVER}, nodes that nobody
 *     looked at are missing
 * @param unmeasured ids of calls and operators that nobody looked at
 * @param device where the forward ran, {@code cpu} or {@code cuda:0}
 * @param failure PyTorch's words where the forward stopped with an error; what ran before it is known all the same
 * @param milliseconds by node id: what operators and called modules took in later forwards, the median of a few; of a module all its
 *     calls together, everything in it included. "" is the whole forward. Empty where no time was taken
 */
public record ShapeReport(
        Map<String, Seen> nodes,
        List<String> unmeasured,
        String device,
        Optional<String> failure,
        Map<String, Double> milliseconds) {

    public static final ShapeReport EMPTY = new ShapeReport(Map.of(), List.of(), "", Optional.empty());

    public ShapeReport {
        nodes = Map.copyOf(nodes);
        unmeasured = List.copyOf(unmeasured);
        milliseconds = Map.copyOf(milliseconds);
    }

    /** Without times. */
    public ShapeReport(Map<String, Seen> nodes, List<String> unmeasured, String device, Optional<String> failure) {
        this(nodes, unmeasured, device, failure, Map.of());
    }

    /** Share of the whole forward, from 0 to 1; empty for what was not timed. */
    public OptionalDouble share(String node) {
        double whole = milliseconds.getOrDefault("", 0.0);
        Double own = milliseconds.get(node);
        return own == null || whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, own / whole));
    }

    /** Empty for a node that nobody looked at. */
    public Optional<Seen> of(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** What flows along an edge: the node's value, or the one part of it that the edge names. */
    public Optional<Seen> of(FlowEdge edge) {
        return of(edge.from()).map(seen -> {
            var named = seen.tensors().stream()
                    .filter(t -> !edge.value().isEmpty() && t.name().equals(edge.value()))
                    .toList();
            return named.size() == 1 ? new Seen(named, 1, seen.times(), seen.varies()) : seen;
        });
    }

    /** True only when it is known that the node did not run. */
    public boolean didNotRun(String node) {
        return of(node).filter(seen -> !seen.ran()).isPresent();
    }

    /** Of a node whose value was a single tensor. */
    public Optional<Shape> shape(String node) {
        return of(node).filter(seen -> seen.count() == 1 && seen.tensors().size() == 1)
                .map(seen -> seen.tensors().getFirst().shape());
    }
}
