package org.layergraft.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowEdge.Part;
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

    /**
     * A value: what a node gives, or the entry of it with this path.
     *
     * @param path "" for the whole
     */
    record At(String node, String path) {}

    /** One step of a value: along which edge, through which call if it enters or leaves one, and where it is then. */
    record Step(FlowNode from, FlowNode to, Part part, At at) {}

    /** Where values got, in the order in which they got there, and the steps that were forbidden. */
    record Reached(Set<At> places, List<Step> refused) {
        Set<String> nodes() {
            var nodes = new LinkedHashSet<String>();
            places.forEach(p -> nodes.add(p.node()));
            return nodes;
        }
    }

    private final Map<String, FlowNode> nodes = new LinkedHashMap<>();
    private final Map<String, List<FlowEdge>> leaving = new HashMap<>();
    private final Map<String, List<FlowEdge>> entering = new HashMap<>();
    private final Map<String, ModuleNode> modules = new HashMap<>();
    private final Map<String, ModuleNode> owners = new HashMap<>();
    private final Map<String, List<FlowNode>> callsOf = new HashMap<>();
    private final Map<String, List<FlowNode>> readersOf = new HashMap<>();
    private final Map<String, Boolean> called = new HashMap<>();

    FlowReach(ModelGraph graph) {
        graph.root().walk().forEach(module -> {
            modules.put(module.path(), module);
            for (FlowNode node : module.forward().nodes()) {
                nodes.put(node.id(), node);
                owners.put(node.id(), module);
                node.module()
                        .ifPresent(m -> callsOf.computeIfAbsent(m, _ -> new ArrayList<>())
                                .add(node));
                if (node.kind() == Kind.PARAMETER) {
                    readersOf
                            .computeIfAbsent(parameterOf(node), _ -> new ArrayList<>())
                            .add(node);
                }
            }
            for (FlowEdge edge : module.forward().edges()) {
                leaving.computeIfAbsent(edge.from(), _ -> new ArrayList<>()).add(edge);
                entering.computeIfAbsent(edge.to(), _ -> new ArrayList<>()).add(edge);
            }
        });
    }

    /** Where the parameter is read under any of its names, in forwards that are themselves called. */
    List<FlowNode> readers(Parameter parameter) {
        var found = new ArrayList<>(readersOf.getOrDefault(parameter.name(), List.of()));
        parameter.aliases().forEach(alias -> found.addAll(readersOf.getOrDefault(alias, List.of())));
        found.removeIf(reader -> !isCalled(owner(reader)));
        return found;
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
        return called.computeIfAbsent(module.path(), _ -> isCalled(module, new HashSet<>()));
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

    Optional<ModuleNode> module(String path) {
        return Optional.ofNullable(modules.get(path));
    }

    /** The enclosing blocks, innermost first. */
    List<FlowNode> blocks(FlowNode node) {
        var found = new ArrayList<FlowNode>();
        for (Optional<FlowNode> block = node.block().flatMap(this::node);
                block.isPresent();
                block = block.get().block().flatMap(this::node)) {
            found.add(block.get());
        }
        return found;
    }

    /** Where values of {@code from} get when they may take only steps that {@code allowed} lets pass. */
    Reached reach(Collection<FlowNode> from, Predicate<Step> allowed) {
        var places = new LinkedHashSet<At>();
        var refused = new ArrayList<Step>();
        var open = new ArrayDeque<At>();
        from.forEach(n -> open.add(new At(n.id(), "")));
        while (!open.isEmpty()) {
            At at = open.poll();
            if (places.add(at)) {
                for (Step step : steps(at)) {
                    if (allowed.test(step)) {
                        open.add(step.at());
                    } else {
                        refused.add(step);
                    }
                }
            }
        }
        return new Reached(places, refused);
    }

    /** Whether nothing takes the value from here. */
    boolean endsAt(At at) {
        return steps(at).isEmpty();
    }

    private List<Step> steps(At at) {
        FlowNode from = nodes.get(at.node());
        var steps = new ArrayList<Step>();
        for (FlowEdge edge : leaving.getOrDefault(at.node(), List.of())) {
            FlowNode to = nodes.get(edge.to());
            if (to == null) {
                continue;
            }
            for (Part part : edge.routes()) {
                Optional<String> rest = rest(at.path(), part.taken());
                if (rest.isPresent()) {
                    enter(from, to, part, rest.get(), steps);
                }
            }
        }
        if (from.kind() == Kind.OUTPUT) {
            ModuleNode module = owner(from);
            calls(module).forEach(call -> steps.add(new Step(from, call, Part.WHOLE, new At(call.id(), at.path()))));
        }
        return steps;
    }

    private void enter(FlowNode from, FlowNode to, Part part, String rest, List<Step> steps) {
        switch (to.kind()) {
            case OUTPUT -> steps.add(new Step(from, to, part, new At(to.id(), join(part.given(), rest))));
            case CALL -> {
                List<FlowNode> inputs = inputs(to);
                String given = join(part.given(), rest);
                int dot = given.indexOf('.');
                String argument = dot < 0 ? given : given.substring(0, dot);
                String inside = dot < 0 ? "" : given.substring(dot + 1);
                List<FlowNode> meant = IntStream.range(0, inputs.size())
                        .filter(i -> argument.isEmpty()
                                || argument.equals(String.valueOf(i))
                                || argument.equals(inputs.get(i).label()))
                        .mapToObj(inputs::get)
                        .toList();
                // Whoever has no forward to look into hands everything on.
                if (inputs.isEmpty()) {
                    steps.add(new Step(from, to, part, new At(to.id(), "")));
                }
                (meant.isEmpty() ? inputs : meant)
                        .forEach(input -> steps.add(new Step(
                                from,
                                to,
                                part,
                                new At(input.id(), argument.isEmpty() || meant.isEmpty() ? "" : inside))));
            }
            case INPUT, OPERATOR, PARAMETER, BLOCK -> steps.add(new Step(from, to, part, new At(to.id(), "")));
        }
    }

    private List<FlowNode> inputs(FlowNode call) {
        return call.module().flatMap(this::module).map(m -> m.forward().nodes()).orElse(List.of()).stream()
                .filter(n -> n.kind() == Kind.INPUT)
                .toList();
    }

    /** What is left of a path once {@code taken} was taken out of it; absent where another entry was taken. */
    private static Optional<String> rest(String path, String taken) {
        if (taken.isEmpty() || taken.equals(Part.AS_NUMBER) || path.equals(taken)) {
            return Optional.of(path.equals(taken) ? "" : path);
        }
        if (path.isEmpty()) {
            return Optional.of("");
        }
        String[] have = path.split("\\.");
        String[] want = taken.split("\\.");
        int both = Math.min(have.length, want.length);
        for (int i = 0; i < both; i++) {
            if (!have[i].equals(want[i]) && !Part.isUnknown(have[i]) && !Part.isUnknown(want[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(String.join(".", List.of(have).subList(both, have.length)));
    }

    private static String join(String outer, String inner) {
        return outer.isEmpty() ? inner : inner.isEmpty() ? outer : outer + "." + inner;
    }

    /**
     * The nodes from which a value may get to one of {@code ends}; like {@link #reach} the other way round, but without telling the
     * entries of a value apart.
     *
     * @param allowed of an edge and its part; calls are entered and left as they are written
     */
    Set<String> leadingTo(Collection<FlowEdge> ends, Predicate<Step> allowed) {
        var found = new HashSet<String>();
        var open = new ArrayDeque<String>();
        ends.forEach(edge -> open.add(edge.from()));
        while (!open.isEmpty()) {
            String id = open.poll();
            FlowNode node = nodes.get(id);
            if (node == null || !found.add(id)) {
                continue;
            }
            if (node.kind() == Kind.CALL && !inputs(node).isEmpty()) {
                node.module()
                        .flatMap(this::module)
                        .ifPresent(m -> m.forward().nodes().stream()
                                .filter(n -> n.kind() == Kind.OUTPUT)
                                .filter(n -> allowed.test(new Step(n, node, Part.WHOLE, new At(id, ""))))
                                .forEach(n -> open.add(n.id())));
                continue;
            }
            List<FlowEdge> incoming = node.kind() == Kind.INPUT
                    ? calls(owner(node)).stream()
                            .flatMap(call -> entering.getOrDefault(call.id(), List.of()).stream())
                            .toList()
                    : entering.getOrDefault(id, List.of());
            for (FlowEdge edge : incoming) {
                FlowNode from = nodes.get(edge.from());
                FlowNode to = nodes.get(edge.to());
                if (from != null
                        && to != null
                        && edge.routes().stream().anyMatch(p -> allowed.test(new Step(from, to, p, new At(id, ""))))) {
                    open.add(edge.from());
                }
            }
        }
        return found;
    }

    List<FlowEdge> entering(FlowNode node) {
        return entering.getOrDefault(node.id(), List.of());
    }

    List<FlowEdge> leaving(FlowNode node) {
        return leaving.getOrDefault(node.id(), List.of());
    }
}
