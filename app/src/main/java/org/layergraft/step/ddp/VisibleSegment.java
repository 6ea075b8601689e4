package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.GraphFunction;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * {@code checkpoint(..., use_reentrant=False)}. PyTorch keeps the segment's graph and drops what the graph saved, by hooks that libtorch
 * knows in Python only. Here the graph is walked and dropped as a whole: the outputs get stand-ins with edges to just those parameters
 * and arguments that the graph led to. So whoever walks from the outputs, DDP's search say, meets the same parameters, and in backward
 * each of them fires once, as part of the outer graph.
 */
record VisibleSegment(Device device, StandIn standIn, Accumulators accumulators) implements Segment {

    @Override
    public IValue forward(GraphFunction original, List<IValue> arguments) {
        Recomputation circumstances = Recomputation.here(device);
        Set<GraphEdges.Key> given = entries(arguments).keySet();
        long start = GraphEdges.now();
        IValue result = Segment.run(original, arguments);
        TensorPlaces places = computed(result, given);
        List<Tensor> outputs = places.tensors();
        List<Map<GraphEdges.Key, Edge>> reached = outputs.stream()
                .map(output -> GraphEdges.leaving(List.of(output), start, given))
                .toList();
        Set<GraphEdges.Key> known = entries(arguments).keySet();
        if (!outputs.stream().allMatch(output -> GraphEdges.isYounger(output, start))
                || !reached.stream().allMatch(edges -> known.containsAll(edges.keySet()))) {
            // Something with a graph of its own came in by another way than the arguments, or was computed on another
            // thread: that graph is kept as it is.
            return result;
        }
        var groups = groups(reached);
        var call = new Call(original, arguments, circumstances, groups.size() == 1);
        List<Tensor> handedOn = new ArrayList<>(outputs);
        groups.forEach((keys, members) -> {
            Map<GraphEdges.Key, Edge> edges = reached.get(members.getFirst());
            List<Tensor> made = standIn.outputs(
                    members.stream().map(outputs::get).toList(),
                    keys.stream().map(edges::get).toList(),
                    gradients -> call.backward(members, List.copyOf(keys), gradients));
            for (int i = 0; i < members.size(); i++) {
                handedOn.set(members.get(i), made.get(i));
            }
        });
        return places.with(handedOn);
    }

    /** The tensors of the result that were not given to the segment. */
    private static TensorPlaces computed(IValue result, Set<GraphEdges.Key> given) {
        return TensorPlaces.in(
                result, tensor -> GraphEdges.isComputed(tensor) && !given.contains(GraphEdges.keyOf(tensor)));
    }

    /** Outputs that lead to the same edges can share a stand-in; others must not, or one would make the other's parameters fire. */
    private static Map<Set<GraphEdges.Key>, List<Integer>> groups(List<Map<GraphEdges.Key, Edge>> reached) {
        Map<Set<GraphEdges.Key>, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < reached.size(); i++) {
            groups.computeIfAbsent(reached.get(i).keySet(), _ -> new ArrayList<>())
                    .add(i);
        }
        return groups;
    }

    /** Everything a gradient of the segment can go to. */
    private Map<GraphEdges.Key, Tensor> entries(List<IValue> arguments) {
        Map<GraphEdges.Key, Tensor> entries = new LinkedHashMap<>(accumulators.parameters());
        for (IValue argument : arguments.subList(1, arguments.size())) {
            for (Tensor tensor :
                    TensorPlaces.in(argument, Tensor::requires_grad).tensors()) {
                entries.putIfAbsent(GraphEdges.keyOf(tensor), tensor);
            }
        }
        return entries;
    }

    /**
     * One call's second forward, shared by its stand-ins. It runs on copies of the arguments without their graph: parameters may also lie
     * behind those, where their gradients are no business of this segment.
     */
    private final class Call {
        private final GraphFunction original;
        private final List<IValue> arguments;
        private final Recomputation circumstances;
        private final boolean once;
        private final Map<GraphEdges.Key, Tensor> entries = new HashMap<>(accumulators.parameters());
        private List<Tensor> recomputed = List.of();

        Call(GraphFunction original, List<IValue> arguments, Recomputation circumstances, boolean once) {
            this.original = original;
            this.arguments = arguments;
            this.circumstances = circumstances;
            this.once = once;
        }

        List<Tensor> backward(List<Integer> members, List<GraphEdges.Key> keys, List<Tensor> gradients) {
            List<Tensor> answer = new ArrayList<>();
            // What is made here dies here, not when the step ends: that is what checkpointing is for.
            try (PointerScope _ = new PointerScope()) {
                if (gradients.stream().noneMatch(Tensor::defined)) {
                    keys.forEach(_ -> answer.add(Natives.keep(new Tensor())));
                } else {
                    circumstances.run(() -> answer.addAll(computed(members, keys, gradients)));
                }
            }
            if (once) {
                arguments.forEach(IValue::close);
            }
            return answer;
        }

        private List<Tensor> computed(List<Integer> members, List<GraphEdges.Key> keys, List<Tensor> gradients) {
            if (recomputed.isEmpty()) {
                recompute();
            }
            List<Tensor> roots = new ArrayList<>();
            List<Tensor> arrived = new ArrayList<>();
            for (int i = 0; i < members.size(); i++) {
                if (gradients.get(i).defined()) {
                    roots.add(recomputed.get(members.get(i)));
                    arrived.add(gradients.get(i));
                }
            }
            TensorVector given = torch.grad(
                    LoadedModel.vector(roots),
                    LoadedModel.vector(keys.stream().map(entries::get).toList()),
                    LoadedModel.vector(arrived),
                    new BoolOptional(!once),
                    false,
                    true);
            List<Tensor> answer = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                answer.add(Natives.keep(new Tensor(given.get(i))));
            }
            return answer;
        }

        private void recompute() {
            List<TensorPlaces> places = new ArrayList<>();
            List<IValue> cut = new ArrayList<>(List.of(arguments.getFirst()));
            for (IValue argument : arguments.subList(1, arguments.size())) {
                TensorPlaces found = TensorPlaces.in(argument, Tensor::requires_grad);
                places.add(found);
                cut.add(found.with(found.tensors().stream().map(this::cut).toList()));
            }
            try {
                // What was given has no graph now.
                recomputed = VisibleSegment.computed(Segment.run(original, cut), Set.of())
                        .tensors();
            } finally {
                // Lists and dictionaries are the model's own.
                places.forEach(found -> found.with(found.tensors()));
            }
            if (!once) {
                recomputed.forEach(Natives::keep);
            }
        }

        /** Without its graph, the same for the same tensor; a parameter stays itself. */
        private Tensor cut(Tensor argument) {
            return entries.computeIfAbsent(
                    GraphEdges.keyOf(argument),
                    _ -> Natives.keep(argument.detach().requires_grad_()));
        }
    }
}
