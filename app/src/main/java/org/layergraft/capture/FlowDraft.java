package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;

/** The flow of one module while it grows. */
final class FlowDraft {

    private final String path;
    private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
    private final Map<String, FlowEdge> edges = new LinkedHashMap<>();
    private final List<Flow.Result> results = new ArrayList<>();

    /** @param path of the module */
    FlowDraft(String path) {
        this.path = path;
    }

    /** Each once. */
    void node(String id, FlowNode.Kind kind, String label, String type, Optional<String> module) {
        nodes.putIfAbsent(id, new FlowNode(id, kind, label, type, module, Optional.empty(), Optional.empty()));
    }

    void node(String id, FlowNode.Kind kind, String label) {
        node(id, kind, label, kind == FlowNode.Kind.OUTPUT ? "" : "Tensor", Optional.empty());
    }

    Map<String, FlowNode> nodes() {
        return nodes;
    }

    /** Each once. */
    void edge(String from, String to, FlowEdge.Part part) {
        edges.putIfAbsent(key(from, to), new FlowEdge(from, to, "", "Tensor", List.of(part)));
    }

    private static String key(String from, String to) {
        return from + "\n" + to;
    }

    /** A tensor that forward returns. */
    void result(String place) {
        results.add(new Flow.Result(place, "Tensor"));
    }

    /** What a node gives is returned there, perhaps at several places. */
    void returns(String from, String place) {
        FlowEdge old = edges.get(key(from, end()));
        var parts = new ArrayList<FlowEdge.Part>(old == null ? List.of() : old.parts());
        parts.add(new FlowEdge.Part("", place));
        edges.put(key(from, end()), new FlowEdge(from, end(), "", "Tensor", parts));
    }

    /** The node of what forward returns. */
    String end() {
        String id = path + "/@return";
        node(id, FlowNode.Kind.OUTPUT, "return");
        return id;
    }

    /** Whatever is called or given and leads nowhere is taken to lead to what is returned. */
    void leadToEnd() {
        var leading = new HashSet<String>();
        edges.values().forEach(e -> leading.add(e.from()));
        nodes.values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.CALL || n.kind() == FlowNode.Kind.INPUT)
                .filter(n -> !leading.contains(n.id()))
                .toList()
                .forEach(n -> edge(n.id(), end(), FlowEdge.Part.WHOLE));
    }

    /** An argument of the root from which no way was seen says nothing: what used it needed no gradient. */
    Flow flow() {
        edges.values().removeIf(e -> !nodes.containsKey(e.from()) || !nodes.containsKey(e.to()));
        lead();
        var ends = new HashSet<String>();
        edges.values().forEach(e -> ends.add(e.from()));
        boolean root = path.isEmpty();
        List<FlowNode> kept = nodes.values().stream()
                .filter(n -> !root || n.kind() != FlowNode.Kind.INPUT || ends.contains(n.id()))
                .toList();
        return new Flow(kept, List.copyOf(edges.values()), results);
    }

    /**
     * The only argument without a way goes to the operators that would else be made of parameters alone: what the first Linear of a
     * model is given needs no gradient, so autograd does not say that it went there.
     */
    private void lead() {
        var used = new HashSet<String>();
        edges.values().forEach(e -> used.add(e.from()));
        List<FlowNode> unused = nodes.values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT && !used.contains(n.id()))
                .toList();
        if (unused.size() != 1) {
            return;
        }
        var fed = new HashSet<String>();
        nodes.values().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT || n.kind() == FlowNode.Kind.CALL)
                .forEach(n -> fed.add(n.id()));
        for (boolean more = true; more; ) {
            more = false;
            for (FlowEdge edge : edges.values()) {
                more |= fed.contains(edge.from()) && fed.add(edge.to());
            }
        }
        var ends = new LinkedHashSet<String>();
        for (FlowEdge edge : List.copyOf(edges.values())) {
            FlowNode from = nodes.get(edge.from());
            boolean last = fed.contains(edge.to()) || nodes.get(edge.to()).kind() == FlowNode.Kind.OUTPUT;
            if (from.kind() == FlowNode.Kind.OPERATOR && !fed.contains(from.id()) && last) {
                ends.add(from.id());
            }
        }
        ends.forEach(end -> edge(unused.getFirst().id(), end, FlowEdge.Part.WHOLE));
    }
}
