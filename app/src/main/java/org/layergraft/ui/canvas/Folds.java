package org.layergraft.ui.canvas;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/** Which calls are unfolded, so that their module's forward is drawn where it is called. */
final class Folds {

    /** About as many boxes as can be read at once. */
    private static final int FIRST_SIGHT = 24;

    private final Set<String> unfolded = new LinkedHashSet<>();
    private final Set<String> visited = new HashSet<>();

    /** Ids of calls. */
    Set<String> unfolded() {
        return Set.copyOf(unfolded);
    }

    boolean isUnfolded(String call) {
        return unfolded.contains(call);
    }

    /** Another model. */
    void forget() {
        unfolded.clear();
        visited.clear();
    }

    void takeOver(Folds other) {
        forget();
        unfolded.addAll(other.unfolded);
        visited.addAll(other.visited);
    }

    /** The module is going to be drawn. The first time, as much of it is unfolded as can be read at once. */
    void visit(ModelGraph graph, Usage usage, String module) {
        if (visited.add(module)) {
            Optional<FlowNode> next = next(graph, usage, module);
            while (next.isPresent()) {
                unfolded.add(next.get().id());
                next = next(graph, usage, module);
            }
        }
    }

    /** What holds modules is worth seeing inside; the uppermost first, and of these the smallest. */
    private Optional<FlowNode> next(ModelGraph graph, Usage usage, String module) {
        Drawing now = Drawing.of(graph, usage, module, unfolded);
        int room = FIRST_SIGHT - now.items().size();
        if (room <= 0) {
            return Optional.empty();
        }
        Set<String> drawn = now.items().stream()
                .filter(i -> unfolded.contains(i.id()))
                .flatMap(i -> i.module().stream())
                .collect(Collectors.toSet());
        return now.items().stream()
                .filter(i -> i.opens() && !i.side() && !unfolded.contains(i.id()))
                .filter(i -> i.module().filter(m -> !drawn.contains(m)).isPresent())
                .flatMap(i -> graph.node(i.id()).stream())
                .filter(n -> size(graph, n) <= room && callsModules(graph, n))
                .min(Comparator.<FlowNode>comparingInt(n -> depth(n)).thenComparingInt(n -> size(graph, n)));
    }

    private static Optional<ModuleNode> module(ModelGraph graph, FlowNode call) {
        return call.module().flatMap(graph::module);
    }

    private static int size(ModelGraph graph, FlowNode call) {
        return module(graph, call).map(m -> m.forward().nodes().size()).orElse(0);
    }

    private static int depth(FlowNode call) {
        return (int) call.id().chars().filter(c -> c == '.').count();
    }

    private static boolean callsModules(ModelGraph graph, FlowNode call) {
        return module(graph, call).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .anyMatch(n -> n.kind() == FlowNode.Kind.CALL);
    }

    /** A module is drawn once: unfolding another call of it folds the one before. */
    void unfold(ModelGraph graph, String call) {
        Optional<String> module = graph.node(call).flatMap(FlowNode::module);
        unfolded.removeIf(other -> module.isPresent()
                && graph.node(other).flatMap(FlowNode::module).equals(module));
        unfolded.add(call);
    }

    /** What was unfolded inside is so again when this is. */
    void fold(String call) {
        unfolded.remove(call);
    }
}
