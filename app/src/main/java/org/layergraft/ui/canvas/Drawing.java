package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.ui.common.Amounts;

/**
 * What one module's forward shows: its steps, the values between them, modules that are unfolded with all of theirs, and at the side
 * what the module declares and this forward does not use.
 *
 * @param module path of the module; "" for the root
 * @param links edges whose two ends are both among the items
 * @param breadth how much wider it is written than {@link Labels} has it: 1, or more in a font with wide letters
 */
public record Drawing(String module, List<Item> items, List<FlowEdge> links, double breadth) {

    public Drawing {
        items = List.copyOf(items);
        links = List.copyOf(links);
    }

    Drawing(String module, List<Item> items, List<FlowEdge> links) {
        this(module, items, links, 1);
    }

    /** The same, to be written in another font. */
    Drawing written(double wide) {
        return new Drawing(module, items, links, wide);
    }

    /** A flow by itself, without a model around it. */
    public static Drawing of(Flow flow) {
        var items = flow.nodes().stream()
                .map(n -> new Item(
                        n.id(),
                        n.kind(),
                        family(n, false),
                        n.label(),
                        "",
                        n.type(),
                        n.module(),
                        n.block(),
                        false,
                        false,
                        false,
                        List.of()))
                .toList();
        return new Drawing("", items, links(flow, items));
    }

    /** The forward of the module at {@code path}; of the root if there is no such module. */
    public static Drawing of(ModelGraph graph, String path) {
        return of(graph, Usage.of(graph), path, Set.of());
    }

    /** @param unfolded ids of the calls whose module is drawn where it is called; of several calls of one module the first */
    static Drawing of(ModelGraph graph, Usage usage, String path, Set<String> unfolded) {
        ModuleNode open = graph.module(path).orElse(graph.root());
        return new Builder(graph, usage, open, unfolded).build();
    }

    private static List<FlowEdge> links(Flow flow, List<Item> items) {
        Set<String> ids = items.stream().map(Item::id).collect(Collectors.toSet());
        return flow.edges().stream()
                .filter(e -> ids.contains(e.from())
                        && ids.contains(e.to())
                        && !e.from().equals(e.to()))
                .distinct()
                .toList();
    }

    private static Family family(FlowNode node, boolean container) {
        return switch (node.kind()) {
            case INPUT, OUTPUT -> Family.PORT;
            case PARAMETER -> Family.PARAMETER;
            case BLOCK -> Family.CONTROL;
            case OPERATOR -> Family.named(node.label());
            case CALL -> moduleFamily(node.type(), container);
        };
    }

    private static Family moduleFamily(String type, boolean container) {
        Family named = Family.named(type);
        // An attention module is made of modules too, but people think of it as one thing.
        return container && named != Family.ATTENTION ? Family.CONTAINER : named;
    }

    private static final class Builder {
        private final ModelGraph graph;
        private final Usage usage;
        private final ModuleNode open;
        private final Map<String, ModuleNode> modules;
        private final Map<String, Parameter> parameters = new HashMap<>();
        private final Set<String> unfolded;
        private final Set<String> drawn = new HashSet<>();
        private final List<Item> items = new ArrayList<>();
        private final List<FlowEdge> links = new ArrayList<>();

        Builder(ModelGraph graph, Usage usage, ModuleNode open, Set<String> unfolded) {
            this.graph = graph;
            this.unfolded = unfolded;
            this.usage = usage;
            this.open = open;
            this.modules =
                    graph.root().walk().collect(Collectors.toMap(ModuleNode::path, Function.identity(), (a, _) -> a));
            graph.parameters().forEach(p -> parameters.put(p.name(), p));
            graph.root().walk().flatMap(m -> m.parameters().stream()).forEach(p -> parameters.put(p.name(), p));
        }

        Drawing build() {
            draw(open, Optional.empty());
            return new Drawing(open.path(), items, links);
        }

        /** @param frame what encloses it; nothing for the open module itself */
        private void draw(ModuleNode module, Optional<String> frame) {
            drawn.add(module.path());
            var own = new ArrayList<Item>();
            for (FlowNode node : module.forward().nodes()) {
                Item item = item(node, module, node.block().or(() -> frame));
                own.add(item);
                items.add(item);
                node.module()
                        .filter(callee -> item.opens() && unfolded.contains(node.id()) && !drawn.contains(callee))
                        .map(modules::get)
                        .ifPresent(callee -> draw(callee, Optional.of(node.id())));
            }
            links.addAll(links(module.forward(), own));
            unused(module, frame);
        }

        /**
         * What the module declares and its forward does not use: at the side, or inside its frame. A module that nothing calls is
         * used all the same where its parameters are read, as the weight of an embedding may be.
         */
        private void unused(ModuleNode module, Optional<String> frame) {
            items.addAll(unusedParameters(module, frame));
            var called = module.forward().nodes().stream()
                    .flatMap(n -> n.module().stream())
                    .collect(Collectors.toSet());
            var taken = items.stream().map(Item::id).collect(Collectors.toCollection(HashSet::new));
            List<ModuleNode> uncalled = module.children().stream()
                    .flatMap(child -> uncalled(child, called))
                    .toList();
            Set<String> read = uncalled.isEmpty() || module.forward().nodes().isEmpty()
                    ? Set.of()
                    : Usage.from(graph, module).read();
            uncalled.stream()
                    .filter(child -> !readWholly(child, read))
                    .map(child -> moduleItem(child.path(), child, module, frame, frame.isEmpty()))
                    .filter(item -> taken.add(item.id()))
                    .forEach(items::add);
        }

        private boolean readWholly(ModuleNode module, Set<String> read) {
            List<String> parameters = usage.parametersBelow(module);
            return !parameters.isEmpty() && read.containsAll(parameters);
        }

        private Item item(FlowNode node, ModuleNode in, Optional<String> block) {
            Optional<ModuleNode> module = node.module().map(modules::get);
            if (node.kind() == FlowNode.Kind.CALL && module.isPresent()) {
                return moduleItem(node.id(), module.get(), in, block, false);
            }
            Optional<String> parameter =
                    Usage.parameterOf(node).map(usage::canonicalName).filter(parameters::containsKey);
            String detail =
                    parameter.map(p -> parameters.get(p).shape().toString()).orElse(plainType(node));
            return new Item(
                    node.id(),
                    node.kind(),
                    family(node, false),
                    node.label(),
                    detail,
                    node.type(),
                    node.module(),
                    block,
                    false,
                    false,
                    false,
                    parameter.stream().toList());
        }

        private Item moduleItem(String id, ModuleNode module, ModuleNode in, Optional<String> block, boolean side) {
            List<Parameter> below =
                    module.walk().flatMap(m -> m.parameters().stream()).toList();
            boolean unread = below.stream().anyMatch(p -> !usage.reads(p));
            boolean nothingCalls = side && below.isEmpty() && !usage.reached().contains(module.path());
            return new Item(
                    id,
                    FlowNode.Kind.CALL,
                    moduleFamily(module.type(), !module.children().isEmpty()),
                    relative(module.path(), in.path()),
                    detail(module, below),
                    module.type(),
                    Optional.of(module.path()),
                    block,
                    side,
                    unread || nothingCalls,
                    !module.forward().nodes().isEmpty(),
                    usage.parametersBelow(module));
        }

        /** The module's own parameters that its forward does not read, {@code class_embed} for one. */
        private List<Item> unusedParameters(ModuleNode module, Optional<String> frame) {
            Set<String> here = module.forward().nodes().stream()
                    .flatMap(n -> Usage.parameterOf(n).stream())
                    .map(usage::canonicalName)
                    .collect(Collectors.toSet());
            return module.parameters().stream()
                    .filter(p -> !here.contains(usage.canonicalName(p.name())))
                    .map(p -> new Item(
                            module.path() + "/." + p.localName(),
                            FlowNode.Kind.PARAMETER,
                            Family.PARAMETER,
                            p.localName(),
                            p.shape().toString(),
                            p.dtype().torchName(),
                            Optional.empty(),
                            frame,
                            frame.isEmpty(),
                            !usage.reads(p),
                            false,
                            List.of(usage.canonicalName(p.name()))))
                    .toList();
        }

        /** The uncalled part of a module: nothing if it is called, its children where some of them are. */
        private Stream<ModuleNode> uncalled(ModuleNode module, Set<String> called) {
            if (called.contains(module.path())) {
                return Stream.empty();
            }
            boolean calledBelow = module.walk().anyMatch(m -> called.contains(m.path()));
            boolean empty = module.forward().nodes().isEmpty()
                    && module.children().isEmpty()
                    && module.parameters().isEmpty();
            if (empty) {
                return Stream.empty();
            }
            return calledBelow ? module.children().stream().flatMap(c -> uncalled(c, called)) : Stream.of(module);
        }

        private static String relative(String path, String to) {
            return !to.isEmpty() && path.startsWith(to + ".") ? path.substring(to.length() + 1) : path;
        }

        private static String detail(ModuleNode module, List<Parameter> below) {
            Optional<Shape> weight = module.parameters().stream()
                    .filter(p -> p.localName().equals("weight"))
                    .map(Parameter::shape)
                    .findFirst();
            if (weight.isPresent()) {
                return module.type() + " · " + weight.get();
            }
            long elements = below.stream().mapToLong(p -> p.shape().elements()).sum();
            return elements == 0 ? module.type() : module.type() + " · " + Amounts.count(elements);
        }

        private static String plainType(FlowNode node) {
            return node.type().equals("Tensor") ? "" : node.type();
        }
    }
}
