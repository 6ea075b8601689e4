package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.layergraft.graft.ConvolutionKinds.Geometry;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

/**
 * Finds the shape of a value, or at least its last size, by following it backwards to layers and inputs whose sizes are known. Knows
 * nothing about what it cannot prove from the graph: views, concatenations and matrix products end the search.
 */
final class Widths {

    /** Operators whose result has the shape of their inputs (after broadcasting). */
    private static final Set<String> KEEPING = Set.of(
            ("relu relu_ relu6 leaky_relu leaky_relu_ elu elu_ selu gelu silu silu_ mish tanh tanh_ sigmoid sigmoid_"
                + " softplus softmax log_softmax dropout dropout_ alpha_dropout abs neg exp log sqrt rsqrt square pow"
                + " clamp clamp_ hardtanh hardtanh_ hardswish hardsigmoid add add_ sub sub_ rsub mul mul_ div div_"
                + " layer_norm contiguous clone detach to type_as masked_fill masked_fill_ sin cos erf floor round")
                    .split(" "));

    /** They keep the shape of the one input that is no parameter. */
    private static final Set<String> NORMS = Set.of("batch_norm", "group_norm", "instance_norm");

    private static final int DEEPEST = 200;

    private final ModelGraph graph;
    private final Map<String, Shape> inputs;
    private final Map<String, String> code;
    private final Map<String, Known> found = new HashMap<>();
    private final Set<String> underway = new HashSet<>();
    /** By module: how many of its nodes were looked at. */
    private final Map<String, Integer> progress = new HashMap<>();

    private record Call(ModuleNode caller, FlowNode node) {}

    /** By the module that is called. */
    private final Map<String, List<Call>> calls = new HashMap<>();

    private final Map<String, ModuleNode> modules = new HashMap<>();

    /** @param last size, where only that is known */
    private record Known(Optional<Shape> shape, OptionalLong last) {

        static final Known NOTHING = new Known(Optional.empty(), OptionalLong.empty());

        static Known of(Shape shape) {
            return new Known(
                    Optional.of(shape),
                    shape.rank() == 0
                            ? OptionalLong.empty()
                            : OptionalLong.of(shape.sizes().getLast()));
        }

        static Known ofLast(OptionalLong last) {
            return new Known(Optional.empty(), last);
        }

        /** With another last size, whatever came before it. */
        Known withLast(OptionalLong size) {
            return size.isPresent() && shape.isPresent() && shape.get().rank() > 0
                    ? of(Shapes.replaceLast(shape.get(), size.getAsLong()))
                    : ofLast(size);
        }

        Known map(UnaryOperator<Shape> change) {
            return shape.map(s -> of(change.apply(s))).orElse(NOTHING);
        }
    }

    /**
     * @param inputs shapes of the root's arguments, by name, where they are known
     * @param code of the model the graph is of
     */
    Widths(ModelGraph graph, Map<String, Shape> inputs, Map<String, String> code) {
        this.graph = graph;
        this.inputs = inputs;
        this.code = code;
        graph.root().walk().forEach(module -> {
            modules.putIfAbsent(module.path(), module);
            for (var node : module.forward().nodes()) {
                node.module()
                        .ifPresent(callee -> calls.computeIfAbsent(callee, _ -> new ArrayList<>())
                                .add(new Call(module, node)));
            }
        });
    }

    private Optional<ModuleNode> module(String path) {
        return Optional.ofNullable(modules.get(path));
    }

    /** Of the value's last size. @param module the module in whose forward the node stands */
    OptionalLong of(String module, String node) {
        return known(module, node).last();
    }

    /** The full shape; @param module as in {@link #of} */
    Optional<Shape> shape(String module, String node) {
        return known(module, node).shape();
    }

    private Known known(String module, String node) {
        var known = found.get(module + "\n" + node);
        return known != null
                ? known
                : module(module).map(holder -> inOrder(holder, node)).orElse(Known.NOTHING);
    }

    /** What stands before is looked at first, so that long chains need no deep recursion. */
    private Known inOrder(ModuleNode holder, String wanted) {
        var nodes = holder.forward().nodes();
        int index = 0;
        while (index < nodes.size() && !nodes.get(index).id().equals(wanted)) {
            index++;
        }
        if (index == nodes.size()) {
            return Known.NOTHING;
        }
        int next = progress.getOrDefault(holder.path(), 0);
        while (next < index) {
            progress.put(holder.path(), next + 1);
            once(holder, nodes.get(next));
            next = progress.get(holder.path());
        }
        return once(holder, nodes.get(index));
    }

    private Known once(ModuleNode holder, FlowNode node) {
        String key = holder.path() + "\n" + node.id();
        var known = found.get(key);
        if (known == null && underway.size() < DEEPEST && underway.add(key)) {
            known = known(holder, node);
            found.put(key, known);
            underway.remove(key);
        }
        return known == null ? Known.NOTHING : known;
    }

    private Known known(ModuleNode holder, FlowNode node) {
        return switch (node.kind()) {
            case PARAMETER -> parameter(node);
            case OUTPUT -> agreed(holder, sources(holder, node));
            case OPERATOR -> operator(holder, node);
            case CALL ->
                node.module()
                        .flatMap(this::module)
                        .map(c -> call(holder, node, c))
                        .orElse(Known.NOTHING);
            case INPUT -> argument(holder, node);
            case BLOCK -> Known.NOTHING;
        };
    }

    private Known operator(ModuleNode holder, FlowNode node) {
        var sources = sources(holder, node);
        if (KEEPING.contains(node.label())) {
            // The second argument of these tells a type, not a shape.
            boolean cast = node.label().equals("to") || node.label().equals("type_as");
            return common(holder, cast ? sources.subList(0, Math.min(1, sources.size())) : sources);
        }
        var values = new ArrayList<String>();
        var weights = new ArrayList<Shape>();
        for (var source : holder.forward().nodes()) {
            if (sources.contains(source.id()) && source.kind() == FlowNode.Kind.PARAMETER) {
                parameter(source).shape().filter(s -> s.rank() > 1).ifPresent(weights::add);
            } else if (sources.contains(source.id())) {
                values.add(source.id());
            }
        }
        var input = values.size() == 1 ? known(holder.path(), values.getFirst()) : Known.NOTHING;
        if (NORMS.contains(node.label())) {
            return input;
        }
        if (weights.size() != 1) {
            return Known.NOTHING;
        }
        var weight = weights.getFirst();
        return switch (node.label()) {
            case "linear" -> weight.rank() == 2 ? input.withLast(first(weight)) : Known.NOTHING;
            case "embedding" -> embedded(input, weight);
            case "conv1d", "conv2d", "conv3d", "_convolution", "convolution" -> convolved(node, input, weight);
            default -> Known.NOTHING;
        };
    }

    private static Known embedded(Known indices, Shape weight) {
        var found = indices.map(s -> Shapes.append(s, weight.sizes().getLast()));
        return found.shape().isPresent() ? found : Known.ofLast(last(weight));
    }

    private Known convolved(FlowNode node, Known input, Shape weight) {
        var written = node.place()
                .map(p -> code.getOrDefault(p.unit(), "").substring(p.start(), p.end()))
                .flatMap(ConvolutionText::read)
                .filter(c -> c.stride().size() == weight.rank() - 2);
        if (written.isEmpty() || input.shape().isEmpty()) {
            return Known.NOTHING;
        }
        var c = written.get();
        var geometry = new Geometry(
                weight.sizes().get(1) * c.groups(),
                weight.sizes().get(0),
                weight.sizes().subList(2, weight.rank()),
                c.stride(),
                c.padding(),
                c.dilation(),
                c.groups());
        return ConvolutionKinds.convolved(geometry, input.shape().get()) instanceof Shaped.Fits(Shape output)
                ? Known.of(output)
                : Known.NOTHING;
    }

    private Known call(ModuleNode holder, FlowNode node, ModuleNode callee) {
        var weight = callee.parameters().stream()
                .filter(p -> p.localName().equals("weight"))
                .map(Parameter::shape)
                .findFirst();
        return switch (callee.type()) {
            case "Linear", "NonDynamicallyQuantizableLinear" ->
                common(holder, sources(holder, node))
                        .withLast(weight.map(Widths::first).orElse(OptionalLong.empty()));
            case "Embedding" ->
                weight.map(w -> embedded(common(holder, sources(holder, node)), w))
                        .orElse(Known.NOTHING);
            case "LayerNorm" -> {
                var found = common(holder, sources(holder, node));
                yield found.last().isPresent()
                        ? found
                        : Known.ofLast(weight.map(Widths::last).orElse(OptionalLong.empty()));
            }
            case "ReLU", "GELU", "SiLU", "Tanh", "Sigmoid", "Dropout", "Identity", "Softmax", "LeakyReLU" ->
                common(holder, sources(holder, node));
            default ->
                callee.forward().nodes().stream()
                        .filter(n -> n.kind() == FlowNode.Kind.OUTPUT)
                        .findFirst()
                        .map(out -> known(callee.path(), out.id()))
                        .orElse(Known.NOTHING);
        };
    }

    /** An argument has the shape of what the caller hands in; all callers must agree. */
    private Known argument(ModuleNode holder, FlowNode node) {
        String name = node.id().substring(node.id().indexOf('@') + 1);
        if (holder.path().isEmpty()) {
            return inputs.containsKey(name) ? Known.of(inputs.get(name)) : Known.NOTHING;
        }
        var arguments = holder.forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .map(FlowNode::id)
                .toList();
        var found = new HashSet<Known>();
        for (var call : calls.getOrDefault(holder.path(), List.of())) {
            var handed = sources(call.caller(), call.node());
            int index = arguments.indexOf(node.id());
            boolean clear = handed.size() == arguments.size() && index >= 0;
            found.add(clear ? known(call.caller().path(), handed.get(index)) : Known.NOTHING);
        }
        return agreed(found);
    }

    /** Several values of which each may be the one. */
    private Known agreed(ModuleNode holder, List<String> nodes) {
        var found = new HashSet<Known>();
        nodes.forEach(node -> found.add(known(holder.path(), node)));
        return agreed(found);
    }

    private static Known agreed(Set<Known> found) {
        if (found.size() == 1) {
            return found.iterator().next();
        }
        var last = new HashSet<OptionalLong>();
        found.forEach(k -> last.add(k.last()));
        return last.size() == 1 ? Known.ofLast(last.iterator().next()) : Known.NOTHING;
    }

    /**
     * Broadcast. Several edges may also be alternatives, from the branches of an if, so shapes must be equal, except that parameters
     * may be stretched. Of last sizes, those of 1 may be stretched; everything else must be known and equal.
     */
    private Known common(ModuleNode holder, List<String> nodes) {
        var all = nodes.stream().map(node -> known(holder.path(), node)).toList();
        var values = new HashSet<Optional<Shape>>();
        var stretched = new ArrayList<Shape>();
        for (int i = 0; i < nodes.size(); i++) {
            if (isParameter(holder, nodes.get(i)) && all.get(i).shape().isPresent()) {
                stretched.add(all.get(i).shape().get());
            } else {
                values.add(all.get(i).shape());
            }
        }
        if (values.size() == 1 && values.iterator().next().isPresent()) {
            var shape = values.iterator().next().get();
            if (stretched.stream().allMatch(s -> Shapes.broadcasts(s.sizes(), shape))) {
                return Known.of(shape);
            }
        }
        var wide = new HashSet<Long>();
        boolean one = false;
        for (var known : all) {
            if (known.last().isPresent() && known.last().getAsLong() == 1) {
                one = true;
            } else if (known.last().isPresent()) {
                wide.add(known.last().getAsLong());
            }
        }
        if (wide.size() == 1) {
            return Known.ofLast(OptionalLong.of(wide.iterator().next()));
        }
        return one && wide.isEmpty() && nodes.size() == 1 ? Known.ofLast(OptionalLong.of(1)) : Known.NOTHING;
    }

    private static boolean isParameter(ModuleNode holder, String node) {
        return holder.forward().nodes().stream()
                .anyMatch(n -> n.id().equals(node) && n.kind() == FlowNode.Kind.PARAMETER);
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

    private Known parameter(FlowNode node) {
        String full =
                node.id().replaceFirst("#\\d+$", "").replaceFirst("^/\\.", "").replace("/.", ".");
        return graph.parameters().stream()
                .filter(p -> p.name().equals(full) || p.aliases().contains(full))
                .map(Parameter::shape)
                .findFirst()
                .map(Known::of)
                .orElse(Known.NOTHING);
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
