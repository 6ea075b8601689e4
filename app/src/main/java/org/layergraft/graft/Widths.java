package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

/**
 * Finds the last size of a value by following it backwards to a layer or an input whose sizes are known. Knows nothing about what it
 * cannot prove from the graph: views, concatenations and matrix products end the search.
 */
final class Widths {

    /** Operators whose result has the last size of their inputs (after broadcasting). */
    private static final Set<String> KEEPING = Set.of(
            ("relu relu_ relu6 leaky_relu leaky_relu_ elu elu_ selu gelu silu silu_ mish tanh tanh_ sigmoid sigmoid_"
                + " softplus softmax log_softmax dropout dropout_ alpha_dropout abs neg exp log sqrt rsqrt square pow"
                + " clamp clamp_ hardtanh hardtanh_ hardswish hardsigmoid add add_ sub sub_ rsub mul mul_ div div_"
                + " layer_norm contiguous clone detach to type_as masked_fill masked_fill_ sin cos erf floor round")
                    .split(" "));

    private static final int DEEPEST = 2000;

    private final ModelGraph graph;
    private final Map<String, Shape> inputs;
    private final Set<String> underway = new HashSet<>();

    /** @param inputs shapes of the root's arguments, by name, where they are known */
    Widths(ModelGraph graph, Map<String, Shape> inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /** @param module the module in whose forward the node stands */
    OptionalLong of(String module, String node) {
        String key = module + "\n" + node;
        if (underway.size() > DEEPEST || !underway.add(key)) {
            return OptionalLong.empty();
        }
        try {
            var holder = graph.module(module);
            return holder.flatMap(m -> m.forward().nodes().stream()
                            .filter(n -> n.id().equals(node))
                            .findFirst())
                    .map(n -> width(holder.get(), n))
                    .orElse(OptionalLong.empty());
        } finally {
            underway.remove(key);
        }
    }

    private OptionalLong width(ModuleNode holder, FlowNode node) {
        return switch (node.kind()) {
            case PARAMETER -> last(parameterShape(node));
            case OUTPUT -> common(holder, sources(holder, node));
            case OPERATOR -> operator(holder, node);
            case CALL ->
                node.module()
                        .flatMap(graph::module)
                        .map(c -> call(holder, node, c))
                        .orElse(OptionalLong.empty());
            case INPUT -> argument(holder, node);
            case BLOCK -> OptionalLong.empty();
        };
    }

    private OptionalLong operator(ModuleNode holder, FlowNode node) {
        if (KEEPING.contains(node.label())) {
            return common(holder, sources(holder, node));
        }
        var weights = sources(holder, node).stream()
                .flatMap(id -> holder.forward().nodes().stream().filter(n -> n.id().equals(id)))
                .filter(n -> n.kind() == FlowNode.Kind.PARAMETER)
                .map(n -> parameterShape(n))
                .filter(s -> s.rank() == 2)
                .toList();
        return switch (node.label()) {
            case "linear" -> weights.isEmpty() ? OptionalLong.empty() : first(weights.getFirst());
            case "embedding" -> weights.isEmpty() ? OptionalLong.empty() : last(weights.getFirst());
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong call(ModuleNode holder, FlowNode node, ModuleNode callee) {
        var weight = callee.parameters().stream()
                .filter(p -> p.localName().equals("weight"))
                .map(Parameter::shape)
                .findFirst();
        return switch (callee.type()) {
            case "Linear", "NonDynamicallyQuantizableLinear" ->
                weight.map(Widths::first).orElse(OptionalLong.empty());
            case "Embedding", "LayerNorm" ->
                weight.map(Widths::last).orElseGet(() -> common(holder, sources(holder, node)));
            case "ReLU", "GELU", "SiLU", "Tanh", "Sigmoid", "Dropout", "Identity", "Softmax", "LeakyReLU" ->
                common(holder, sources(holder, node));
            default ->
                callee.forward().nodes().stream()
                        .filter(n -> n.kind() == FlowNode.Kind.OUTPUT)
                        .findFirst()
                        .map(out -> of(callee.path(), out.id()))
                        .orElse(OptionalLong.empty());
        };
    }

    /** An argument has the width of what the caller hands in; all callers must agree. */
    private OptionalLong argument(ModuleNode holder, FlowNode node) {
        String name = node.id().substring(node.id().indexOf('@') + 1);
        if (holder.path().isEmpty()) {
            return inputs.containsKey(name) ? last(inputs.get(name)) : OptionalLong.empty();
        }
        var arguments = holder.forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .map(FlowNode::id)
                .toList();
        var found = new HashSet<OptionalLong>();
        graph.root().walk().forEach(caller -> {
            for (var call : caller.forward().nodes()) {
                if (call.module().filter(holder.path()::equals).isPresent()) {
                    var handed = sources(caller, call);
                    int index = arguments.indexOf(node.id());
                    boolean clear = handed.size() == arguments.size() && index >= 0;
                    found.add(clear ? of(caller.path(), handed.get(index)) : OptionalLong.empty());
                }
            }
        });
        return found.size() == 1 ? found.iterator().next() : OptionalLong.empty();
    }

    /** Sizes of 1 may be broadcast; everything else must be known and equal. */
    private OptionalLong common(ModuleNode holder, List<String> nodes) {
        var wide = new HashSet<Long>();
        boolean one = false;
        for (String node : nodes) {
            var width = of(holder.path(), node);
            if (width.isEmpty()) {
                continue;
            }
            if (width.getAsLong() == 1) {
                one = true;
            } else {
                wide.add(width.getAsLong());
            }
        }
        if (wide.size() == 1) {
            return OptionalLong.of(wide.iterator().next());
        }
        return one && wide.isEmpty() && nodes.size() == 1 ? OptionalLong.of(1) : OptionalLong.empty();
    }

    private static List<String> sources(ModuleNode holder, FlowNode node) {
        var found = new ArrayList<String>();
        for (FlowEdge edge : holder.forward().edges()) {
            if (edge.to().equals(node.id())) {
                found.add(edge.from());
            }
        }
        return found;
    }

    private Shape parameterShape(FlowNode node) {
        String full =
                node.id().replaceFirst("#\\d+$", "").replaceFirst("^/\\.", "").replace("/.", ".");
        return graph.parameters().stream()
                .filter(p -> p.name().equals(full) || p.aliases().contains(full))
                .map(Parameter::shape)
                .findFirst()
                .orElse(new Shape(List.of()));
    }

    private static OptionalLong first(Shape shape) {
        return shape.rank() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(shape.sizes().getFirst());
    }

    private static OptionalLong last(Shape shape) {
        return shape.rank() == 0
                ? OptionalLong.empty()
                : OptionalLong.of(shape.sizes().getLast());
    }
}
