package org.layergraft.ui.newlayer;

import java.util.Optional;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.ui.canvas.DropTarget;

/**
 * Where a layer is to go.
 *
 * @param module whose forward is edited, or in which it is declared
 * @param after the step whose value it would read, if any
 * @param inside the module that was hit itself, if any
 * @param called the module that was hit, or that gives the value on the edge that was hit
 */
public record Spot(String module, Optional<String> after, Optional<String> inside, Optional<String> called) {

    /** @param open the module whose forward was shown */
    public static Spot of(ModelGraph graph, String open, DropTarget target) {
        return switch (target) {
            case DropTarget.InModule(String path) ->
                new Spot(path, Optional.empty(), Optional.empty(), Optional.empty());
            case DropTarget.OnEdge(FlowEdge _, String after) ->
                new Spot(
                        owner(graph, open, after),
                        Optional.of(after),
                        Optional.empty(),
                        graph.node(after).flatMap(FlowNode::module));
            case DropTarget.OnNode(String id) -> {
                var hit = graph.node(id)
                        .flatMap(FlowNode::module)
                        .or(() -> graph.module(id).map(ModuleNode::path));
                var after = graph.node(id).filter(Spot::hasValue).map(FlowNode::id);
                yield new Spot(owner(graph, open, id), after, hit, hit);
            }
        };
    }

    private static boolean hasValue(FlowNode node) {
        return switch (node.kind()) {
            case INPUT, CALL, OPERATOR, PARAMETER -> true;
            case OUTPUT, BLOCK -> false;
        };
    }

    /** The module whose forward has the step; the open one where it has it, too. */
    private static String owner(ModelGraph graph, String open, String node) {
        return graph.module(open)
                .filter(m -> has(m, node))
                .or(() -> graph.root().walk().filter(m -> has(m, node)).findFirst())
                .map(ModuleNode::path)
                .orElse(open);
    }

    private static boolean has(ModuleNode module, String node) {
        return module.forward().nodes().stream().anyMatch(n -> n.id().equals(node));
    }
}
