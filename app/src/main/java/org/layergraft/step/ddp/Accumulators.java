package org.layergraft.step.ddp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.Tensor;

/**
 * The nodes through which gradients reach the trainable parameters. Tensors know theirs only weakly, so this holds them: their
 * addresses stay what they are.
 *
 * @param parameters by the edge that leads to them
 */
record Accumulators(Map<GraphEdges.Key, Tensor> parameters, List<Edge> edges) {

    static Accumulators of(List<Named> parameters) {
        List<Named> trainable = parameters.stream().filter(Named::trainable).toList();
        List<Edge> edges =
                trainable.stream().map(named -> GraphEdges.of(named.tensor())).toList();
        Map<GraphEdges.Key, Tensor> found = new LinkedHashMap<>();
        for (int i = 0; i < edges.size(); i++) {
            found.put(GraphEdges.Key.of(edges.get(i)), trainable.get(i).tensor());
        }
        return new Accumulators(found, edges);
    }
}
