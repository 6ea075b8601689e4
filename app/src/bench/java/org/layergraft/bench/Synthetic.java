package org.layergraft.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/** Forwards of any size, with the texture of a network: blocks in parallel branches, residual connections, one input and one output. */
public final class Synthetic {

    private static final String[] LABELS = {
        "conv2d",
        "batch_norm",
        "relu",
        "linear",
        "matmul",
        "softmax",
        "permute",
        "add",
        "reshape",
        "layer_norm",
        "gelu",
        "cat"
    };

    private Synthetic() {}

    public static Flow flow(int size) {
        var random = new SplittableRandom(7);
        // As wide as high, roughly, once it is laid out: all of it can be in view.
        int branches = (int) Math.sqrt(size / 2.0);
        var nodes = new ArrayList<FlowNode>();
        var edges = new ArrayList<FlowEdge>();
        var heads = new ArrayList<String>();
        nodes.add(node("/@x", FlowNode.Kind.INPUT, "x"));
        for (int i = 1; i < size - 1; i++) {
            String id = "/op" + i;
            nodes.add(node(id, FlowNode.Kind.OPERATOR, LABELS[random.nextInt(LABELS.length)]));
            if (heads.size() < branches) {
                edges.add(edge("/@x", id, i));
                heads.add(id);
                continue;
            }
            int branch = random.nextInt(branches);
            edges.add(edge(heads.get(branch), id, i));
            if (random.nextInt(6) == 0 && i > 4 * branches) {
                // A residual connection, or a value from another branch.
                edges.add(edge("/op" + (i - 1 - random.nextInt(3 * branches)), id, i));
            }
            heads.set(branch, id);
        }
        nodes.add(node("/@return", FlowNode.Kind.OUTPUT, "return"));
        heads.forEach(h -> edges.add(edge(h, "/@return", 0)));
        return new Flow(
                nodes,
                List.copyOf(new HashSet<>(edges)).stream()
                        .sorted((a, b) -> (a.from() + a.to()).compareTo(b.from() + b.to()))
                        .toList());
    }

    public static ModelGraph graph(int size) {
        var root = new ModuleNode("", "", "Net", "__torch__.Net", List.of(), List.of(), List.of(), flow(size));
        return new ModelGraph("synthetic " + size, root, List.of(), List.of());
    }

    private static FlowNode node(String id, FlowNode.Kind kind, String label) {
        return new FlowNode(id, kind, label, "Tensor", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static FlowEdge edge(String from, String to, int i) {
        return new FlowEdge(from, to, "x" + i, "Tensor");
    }
}
