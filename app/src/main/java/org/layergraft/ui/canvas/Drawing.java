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
 * What one module's forward shows: its steps, the values between them, and at the side what the module declares and this forward
 * does not use.
 *
 * @param module path of the module; "" for the root
 * @param links edges whose two ends are both among the items
 */
public record Drawing(String module, List<Item> items, List<FlowEdge> links) {

    public Drawing {
        items = List.copyOf(items);
        links = List.copyOf(links);
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
        return of(graph, Usage.of(graph), path);
    }

    static Drawing of(ModelGraph graph, Usage usage, String path) {
        ModuleNode open = graph.module(path).orElse(graph.root());
        return new Builder(graph, usage, open).build();
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
        private final Usage usage;
        private final ModuleNode open;
        private final Map<String, ModuleNode> modules;
        private final Map<String, Parameter> parameters = new HashMap<>();

        Builder(ModelGraph graph, Usage usage, ModuleNode open) {
            this.usage = usage;
            this.open = open;
            this.modules =
                    graph.root().walk().collect(Collectors.toMap(ModuleNode::path, Function.identity(), (a, _) -> a));
            graph.parameters().forEach(p -> parameters.put(p.name(), p));
            graph.root().walk().flatMap(m -> m.parameters().stream()).forEach(p -> parameters.put(p.name(), p));
        }

        Drawing build() {
            var items = new ArrayList<Item>();
            for (FlowNode node : open.forward().nodes()) {
                items.add(item(node));
            }
            var flow = new Flow(open.forward().nodes(), open.forward().edges());
            var links = links(flow, items);
            items.addAll(unusedParameters());
            var called = open.forward().nodes().stream()
                    .flatMap(n -> n.module().stream())
                    .collect(Collectors.toSet());
            var taken = items.stream().map(Item::id).collect(Collectors.toCollection(HashSet::new));
            open.children().stream()
                    .flatMap(child -> uncalled(child, called))
                    .map(this::sideItem)
                    .filter(item -> taken.add(item.id()))
                    .forEach(items::add);
            return new Drawing(open.path(), items, links);
        }

        private Item item(FlowNode node) {
            Optional<ModuleNode> module = node.module().map(modules::get);
            if (node.kind() == FlowNode.Kind.CALL && module.isPresent()) {
                return moduleItem(node.id(), module.get(), node.block(), false);
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
                    node.block(),
                    false,
                    false,
                    false,
                    parameter.stream().toList());
        }

        private Item moduleItem(String id, ModuleNode module, Optional<String> block, boolean side) {
            List<Parameter> below =
                    module.walk().flatMap(m -> m.parameters().stream()).toList();
            boolean unread = below.stream().anyMatch(p -> !usage.reads(p));
            boolean nothingCalls = side && below.isEmpty() && !usage.reached().contains(module.path());
            return new Item(
                    id,
                    FlowNode.Kind.CALL,
                    moduleFamily(module.type(), !module.children().isEmpty()),
                    relative(module.path()),
                    detail(module, below),
                    module.type(),
                    Optional.of(module.path()),
                    block,
                    side,
                    unread || nothingCalls,
                    !module.forward().nodes().isEmpty(),
                    usage.parametersBelow(module));
        }

        private Item sideItem(ModuleNode module) {
            return moduleItem(module.path(), module, Optional.empty(), true);
        }

        /** The open module's own parameters that its forward does not read, {@code class_embed} for one. */
        private List<Item> unusedParameters() {
            Set<String> here = open.forward().nodes().stream()
                    .flatMap(n -> Usage.parameterOf(n).stream())
                    .map(usage::canonicalName)
                    .collect(Collectors.toSet());
            return open.parameters().stream()
                    .filter(p -> !here.contains(usage.canonicalName(p.name())))
                    .map(p -> new Item(
                            open.path() + "/." + p.localName(),
                            FlowNode.Kind.PARAMETER,
                            Family.PARAMETER,
                            p.localName(),
                            p.shape().toString(),
                            p.dtype().torchName(),
                            Optional.empty(),
                            Optional.empty(),
                            true,
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

        private String relative(String path) {
            return !open.path().isEmpty() && path.startsWith(open.path() + ".")
                    ? path.substring(open.path().length() + 1)
                    : path;
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
