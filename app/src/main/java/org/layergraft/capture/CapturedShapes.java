package org.layergraft.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;

/** Shapes of what modules gave, as they were in the captured iteration. Operators were not looked at. */
final class CapturedShapes {

    private CapturedShapes() {}

    static ShapeReport of(Recorded recorded, ModelGraph graph) {
        Recorded.Iteration iteration = recorded.iterations().getFirst();
        Map<String, Seen> byModule = new HashMap<>();
        for (Recorded.Call call : iteration.calls()) {
            if (call.module() < 0 || call.segment().isPresent() || call.recompute()) {
                continue;
            }
            String path = recorded.model().modules().get(call.module()).path();
            List<Seen.Tensor> tensors = call.outputs().stream()
                    .limit(Seen.MOST_TENSORS)
                    .map(s -> new Seen.Tensor(
                            s.path(), new Shape(s.shape()), GraphBuilder.known(s.dtype()), device(recorded)))
                    .toList();
            var now = new Seen(tensors, tensors.size(), 1, false);
            byModule.merge(
                    path,
                    now,
                    (a, b) -> new Seen(
                            a.tensors(),
                            a.count(),
                            a.times() + 1,
                            a.varies() || !a.tensors().equals(b.tensors())));
        }
        var nodes = new HashMap<String, Seen>();
        graph.root().walk().flatMap(m -> m.forward().nodes().stream()).forEach(node -> {
            Optional<Seen> seen =
                    node.kind() == FlowNode.Kind.CALL ? node.module().map(byModule::get) : Optional.empty();
            seen.ifPresent(s -> nodes.put(node.id(), s));
        });
        return new ShapeReport(nodes, List.of(), device(recorded), Optional.empty());
    }

    private static String device(Recorded recorded) {
        return recorded.model().parameters().stream()
                .map(Recorded.Weight::device)
                .findFirst()
                .orElse("cpu");
    }
}
