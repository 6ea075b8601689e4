package org.layergraft.model;

import java.util.List;

/**
 * The data flow of one forward. Nodes are in the order of the text; constants and pure shape arithmetic are folded away.
 *
 * @param results what forward returns, in order; one with the path "" where it is a single value or cannot be told apart
 */
public record Flow(List<FlowNode> nodes, List<FlowEdge> edges, List<Result> results) {

    public static final Flow EMPTY = new Flow(List.of(), List.of());

    public Flow {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        results = List.copyOf(results);
    }

    public Flow(List<FlowNode> nodes, List<FlowEdge> edges) {
        this(nodes, edges, List.of());
    }

    /**
     * An entry of what forward returns.
     *
     * @param path positions and keys, outermost first, joined with dots
     * @param type TorchScript type where known, else ""
     */
    public record Result(String path, String type) {}
}
