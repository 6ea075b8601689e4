package org.layergraft.graft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.layergraft.model.DType;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;

/** Holds a report against what PyTorch says about the same values by other means, see {@code bed/seen.py}. */
public final class SeenByPyTorch {

    private final ShapeReport report;
    private final Set<String> dispatched;
    private final List<String> mismatches = new ArrayList<>();
    private int compared;

    public SeenByPyTorch(ModelGraph graph, ShapeReport report, JsonNode truth) {
        this.report = report;
        this.dispatched = Set.copyOf(words(truth.path("").path("dispatched")));
        graph.root().walk().forEach(module -> module(module, truth.path(module.path())));
    }

    /** One sentence each. */
    public List<String> mismatches() {
        return mismatches;
    }

    /** How many values both know. */
    public int compared() {
        return compared;
    }

    private void module(ModuleNode module, JsonNode truth) {
        var arguments = nodes(module, FlowNode.Kind.INPUT);
        var results = nodes(module, FlowNode.Kind.OUTPUT);
        if (truth.isMissingNode()) {
            arguments.stream()
                    .filter(n -> report.of(n.id()).filter(Seen::ran).isPresent())
                    .forEach(n -> mismatches.add(n.id() + " ran, and PyTorch never called it"));
            return;
        }
        for (int i = 0; i < arguments.size(); i++) {
            value(arguments.get(i), truth.path("arguments").path(i), truth.path("times"));
        }
        results.forEach(n -> value(n, truth.path("result"), truth.path("times")));
        // A call is evaluated when its arguments are, which end before it does.
        var operators = new LinkedHashMap<String, List<FlowNode>>();
        nodes(module, FlowNode.Kind.OPERATOR).stream()
                .sorted(Comparator.comparing(n -> n.place().orElseThrow().end()))
                .forEach(n -> operators
                        .computeIfAbsent(n.label(), _ -> new ArrayList<>())
                        .add(n));
        truth.path("operators").properties().forEach(entry -> {
            // The graph leaves out what only numbers come of; then nobody can tell which is which.
            var own = operators.getOrDefault(entry.getKey(), List.of());
            for (int i = 0; own.size() == entry.getValue().size() && i < own.size(); i++) {
                value(own.get(i), entry.getValue().path(i), MissingNode.getInstance());
            }
        });
    }

    private static List<FlowNode> nodes(ModuleNode module, FlowNode.Kind kind) {
        return module.forward().nodes().stream().filter(n -> n.kind() == kind).toList();
    }

    private void value(FlowNode node, JsonNode tensors, JsonNode times) {
        var seen = report.of(node.id());
        if (seen.isEmpty() || tensors.isNull() || tensors.isMissingNode()) {
            return;
        }
        compared++;
        var wanted = words(tensors);
        var found = seen.get().tensors().stream()
                .map(t -> t.shape() + " " + t.dtype().map(DType::torchName).orElse(""))
                .toList();
        if (!wanted.stream().limit(Seen.MOST_TENSORS).toList().equals(found) && !isOfANumber(wanted, found)) {
            mismatches.add(node.id() + " was " + wanted + ", we saw " + found);
        } else if (tensors.size() != seen.get().count()) {
            mismatches.add(node.id() + " held " + tensors.size() + " tensors, we saw "
                    + seen.get().count());
        } else if (!times.isMissingNode() && times.asLong() != seen.get().times()) {
            mismatches.add(
                    node.id() + " ran " + times + " times, we saw " + seen.get().times());
        }
    }

    /** A trace says float32 of what it made from a number of Python; in the archive it is float64, and the dispatcher sees it. */
    private boolean isOfANumber(List<String> wanted, List<String> found) {
        return wanted.stream()
                        .map(w -> w.replace("float32", "float64"))
                        .toList()
                        .equals(found)
                && dispatched.containsAll(found);
    }

    private static List<String> words(JsonNode tensors) {
        return StreamSupport.stream(tensors.spliterator(), false)
                .map(t -> new Shape(StreamSupport.stream(t.path(0).spliterator(), false)
                                .map(JsonNode::asLong)
                                .toList())
                        + " " + t.path(1).asText())
                .toList();
    }
}
