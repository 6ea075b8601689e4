package org.layergraft.step.ddp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Looks at autograd's graph. */
final class GraphEdges {

    /** Sequence number of gradient accumulators: {@code UINT64_MAX}, as they run before everything else. */
    private static final long ACCUMULATOR = -1;

    private GraphEdges() {}

    /** Tells edges apart. @param node its address */
    record Key(long node, int input) {
        static Key of(Edge edge) {
            return new Key(edge.function().address(), edge.input_nr());
        }
    }

    /** Where the gradient of a tensor goes that requires grad: {@code torch::autograd::impl::gradient_edge}. */
    static Edge of(Tensor tensor) {
        return tensor.view_as(tensor).grad_fn().next_edge(0);
    }

    /** The same without the edge. Works without gradients being enabled, too, for tensors that come out of a node. */
    static Key keyOf(Tensor tensor) {
        return tensor.is_leaf()
                ? Key.of(of(tensor))
                : new Key(tensor.grad_fn().address(), Math.toIntExact(tensor.output_nr()));
    }

    /** The number that the next node will exceed: nodes made from now on have larger ones. */
    static long now() {
        return torch.zeros(0).requires_grad_().neg().grad_fn().sequence_nr();
    }

    /** Whether the tensor came out of a node. */
    static boolean isComputed(Tensor tensor) {
        return tensor.requires_grad() && !tensor.is_leaf();
    }

    /** Whether such a tensor came out of a node younger than this. Each thread counts its own nodes. */
    static boolean isYounger(Tensor tensor, long than) {
        return Long.compareUnsigned(tensor.grad_fn().sequence_nr(), than) > 0;
    }

    /**
     * Edges from nodes younger than {@code start}, met from these tensors, to accumulators, to older nodes, and to what was there
     * before.
     *
     * @param before what came from another thread may have any number
     */
    static Map<Key, Edge> leaving(Collection<Tensor> from, long start, Set<Key> before) {
        Map<Key, Edge> found = new LinkedHashMap<>();
        Set<Long> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Tensor tensor : from) {
            Node node = tensor.grad_fn();
            if (seen.add(node.address())) {
                open.add(node);
            }
        }
        while (!open.isEmpty()) {
            Node node = open.poll();
            List<Edge> edges = new ArrayList<>();
            for (int i = 0; i < node.num_outputs(); i++) {
                edges.add(node.next_edge(i));
            }
            for (Edge edge : edges) {
                if (!edge.is_valid()) {
                    continue;
                }
                Node next = edge.function();
                long number = next.sequence_nr();
                Key key = Key.of(edge);
                if (number == ACCUMULATOR || before.contains(key) || Long.compareUnsigned(number, start) <= 0) {
                    found.putIfAbsent(key, edge);
                } else if (seen.add(next.address())) {
                    open.add(next);
                }
            }
        }
        return found;
    }
}
