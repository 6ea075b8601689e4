package org.layergraft.ui.canvas;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/**
 * Which modules a forward reaches, the root's where nothing else is said, and which parameters something there reads. A module without a forward we could read
 * gets the benefit of the doubt: everything below it counts as used once it is called.
 *
 * @param reached paths of modules that are called, and of the one it starts from
 * @param read names of parameters, as {@code named_parameters()} lists them
 * @param canonical every name of a parameter, aliases included, to the one {@code named_parameters()} lists
 */
record Usage(Set<String> reached, Set<String> read, Map<String, String> canonical) {

    Usage {
        reached = Set.copyOf(reached);
        read = Set.copyOf(read);
        canonical = Map.copyOf(canonical);
    }

    static Usage of(ModelGraph graph) {
        return from(graph, graph.root());
    }

    /** The same of a forward further down: what it reads and reaches by itself. */
    static Usage from(ModelGraph graph, ModuleNode start) {
        var modules = graph.root().walk().collect(Collectors.toMap(ModuleNode::path, Function.identity(), (a, _) -> a));
        var canonical = new HashMap<String, String>();
        for (Parameter p : graph.parameters()) {
            canonical.put(p.name(), p.name());
            p.aliases().forEach(a -> canonical.put(a, p.name()));
        }
        var reached = new HashSet<String>(Set.of(start.path()));
        var read = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            ModuleNode module = open.pop();
            if (module.forward().nodes().isEmpty()) {
                module.walk().forEach(m -> reached.add(m.path()));
                module.walk()
                        .flatMap(m -> m.parameters().stream())
                        .forEach(p -> read.add(canonicalName(canonical, p.name())));
            }
            for (FlowNode node : module.forward().nodes()) {
                parameterOf(node).ifPresent(name -> read.add(canonicalName(canonical, name)));
                node.module().filter(reached::add).map(modules::get).ifPresent(open::push);
            }
        }
        return new Usage(reached, read, canonical);
    }

    /** State-dict name of the parameter or buffer that a {@link FlowNode.Kind#PARAMETER} node reads. */
    static Optional<String> parameterOf(FlowNode node) {
        if (node.kind() != FlowNode.Kind.PARAMETER) {
            return Optional.empty();
        }
        int second = node.id().lastIndexOf('#');
        String id = second < 0 ? node.id() : node.id().substring(0, second);
        int slash = id.indexOf("/.");
        if (slash < 0) {
            return Optional.empty();
        }
        String path = id.substring(0, slash);
        String name = id.substring(slash + 2);
        return Optional.of(path.isEmpty() ? name : path + "." + name);
    }

    boolean reads(Parameter parameter) {
        return read.contains(canonicalName(canonical, parameter.name()));
    }

    /** Names of all parameters in and below a module, each once, as {@code named_parameters()} lists them. */
    List<String> parametersBelow(ModuleNode module) {
        return module.walk()
                .flatMap(m -> m.parameters().stream())
                .map(p -> canonicalName(canonical, p.name()))
                .distinct()
                .toList();
    }

    private static String canonicalName(Map<String, String> canonical, String name) {
        return canonical.getOrDefault(name, name);
    }

    String canonicalName(String name) {
        return canonicalName(canonical, name);
    }
}
