package org.layergraft.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/**
 * The forwards of all modules joined into one graph: values go from a call's arguments into the called module and from its result
 * back to every place that calls it. One copy per module, so a module called twice lets its two callers' values mix; that is
 * enough to say what cannot be reached, and too much only in the hopeful direction.
 */
final class FlowReach {

    private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> next = new HashMap<>();
    private final Map<String, ModuleNode> owners = new HashMap<>();
    private final Map<String, List<FlowNode>> callsOf = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    FlowReach(ModelGraph graph) {
        var modules = new HashMap<String, ModuleNode>();
        graph.root().walk().forEach(module -> {
            modules.put(module.path(), module);
            for (FlowNode node : module.forward().nodes()) {
                nodes.put(node.id(), node);
                owners.put(node.id(), module);
                node.module()
                        .ifPresent(m -> callsOf.computeIfAbsent(m, _ -> new ArrayList<>())
                                .add(node));
            }
        });
        graph.root().walk().forEach(module -> connect(module, modules));
        graph.root().forward().nodes().stream()
                .filter(n -> n.kind() == Kind.OUTPUT)
                .forEach(n -> outputs.add(n.id()));
    }

    private void connect(ModuleNode module, Map<String, ModuleNode> modules) {
        for (FlowEdge edge : module.forward().edges()) {
            List<FlowNode> inside = Optional.ofNullable(nodes.get(edge.to()))
                    .flatMap(FlowNode::module)
                    .map(modules::get)
                    .map(m -> m.forward().nodes())
                    .orElse(List.of());
            List<FlowNode> entries =
                    inside.stream().filter(n -> n.kind() == Kind.INPUT).toList();
            if (entries.isEmpty()) {
                link(edge.from(), edge.to());
            }
            entries.forEach(entry -> link(edge.from(), entry.id()));
        }
        for (FlowNode node : module.forward().nodes()) {
            if (node.kind() == Kind.OUTPUT) {
                callsOf.getOrDefault(module.path(), List.of()).forEach(call -> link(node.id(), call.id()));
            }
        }
    }

    private void link(String from, String to) {
        next.computeIfAbsent(from, _ -> new ArrayList<>()).add(to);
    }

    /** Where the parameter is read under any of its names, in forwards that are themselves called. */
    List<FlowNode> readers(Parameter parameter) {
        return nodes.values().stream()
                .filter(n -> n.kind() == Kind.PARAMETER)
                .filter(n -> {
                    String name = parameterOf(n);
                    return name.equals(parameter.name()) || parameter.aliases().contains(name);
                })
                .filter(n -> isCalled(owner(n)))
                .toList();
    }

    /** {@code a.b/.weight#2} reads {@code a.b.weight}; {@code /.weight} the root's. */
    private static String parameterOf(FlowNode reader) {
        String id = reader.id().replaceFirst("#\\d+$", "");
        int slash = id.lastIndexOf("/.");
        return slash <= 0 ? id.substring(slash + 2) : id.substring(0, slash) + "." + id.substring(slash + 2);
    }

    ModuleNode owner(FlowNode node) {
        return owners.get(node.id());
    }

    /** The root is; another module if a called forward calls it. */
    boolean isCalled(ModuleNode module) {
        return isCalled(module, new HashSet<>());
    }

    private boolean isCalled(ModuleNode module, Set<String> asked) {
        return module.path().isEmpty()
                || (asked.add(module.path()) && calls(module).stream().anyMatch(call -> isCalled(owner(call), asked)));
    }

    List<FlowNode> calls(ModuleNode module) {
        return callsOf.getOrDefault(module.path(), List.of());
    }

    Optional<FlowNode> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Nodes that values of {@code from} can reach when they may not pass nodes that {@code stops} names. */
    Set<String> reachable(Collection<FlowNode> from, Predicate<FlowNode> stops) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<String>();
        from.forEach(n -> open.add(n.id()));
        while (!open.isEmpty()) {
            String id = open.poll();
            FlowNode node = nodes.get(id);
            if (node != null && seen.add(id) && !stops.test(node)) {
                open.addAll(next.getOrDefault(id, List.of()));
            }
        }
        return seen;
    }

    boolean reachesOutput(Set<String> reached) {
        return reached.stream().anyMatch(outputs::contains);
    }
}
