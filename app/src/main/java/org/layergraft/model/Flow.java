package org.layergraft.model;

import java.util.List;

/** The data flow of one forward. Nodes are in the order of the text; constants and pure shape arithmetic are folded away. */
public record Flow(List<FlowNode> nodes, List<FlowEdge> edges) {

    public static final Flow EMPTY = new Flow(List.of(), List.of());

    public Flow {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }
}
