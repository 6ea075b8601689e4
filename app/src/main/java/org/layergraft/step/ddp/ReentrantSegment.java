package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.GraphFunction;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Tuple;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * {@code checkpoint(..., use_reentrant=True)}: {@code CheckpointFunction} of torch/utils/checkpoint.py. The outer graph has edges to the
 * tensor arguments only; parameters get their gradients in a backward of the segment's own. As in PyTorch, tensors inside lists and
 * dictionaries are passed on unseen.
 */
record ReentrantSegment(Device device, StandIn standIn) implements Segment {

    /** T24 of ddp-semantics. */
    private static final String NOTHING_TO_DO =
            "none of output has requires_grad=True, this checkpoint() is not necessary";

    @Override
    public IValue forward(GraphFunction original, List<IValue> arguments) {
        Recomputation circumstances = Recomputation.here(device);
        IValue result = withoutGradients(original, arguments);
        List<Tensor> entries = new ArrayList<>();
        for (IValue argument : arguments) {
            if (argument.isTensor() && argument.toTensor().requires_grad()) {
                entries.add(LoadedModel.owned(argument));
            }
        }
        List<Tensor> floating = tensors(result).stream()
                .filter(ReentrantSegment::differentiable)
                .toList();
        if (entries.isEmpty() || floating.isEmpty()) {
            return result;
        }
        List<Edge> edges = entries.stream().map(GraphEdges::of).toList();
        List<Tensor> outputs =
                standIn.outputs(floating, edges, gradients -> backward(original, arguments, circumstances, gradients));
        return replaced(result, arguments, outputs);
    }

    private static IValue withoutGradients(GraphFunction original, List<IValue> arguments) {
        boolean gradients = GradMode.is_enabled();
        GradMode.set_enabled(false);
        try {
            return Segment.run(original, arguments);
        } finally {
            GradMode.set_enabled(gradients);
        }
    }

    /** The segment once more, and its backward inside this one. */
    private static List<Tensor> backward(
            GraphFunction original, List<IValue> arguments, Recomputation circumstances, List<Tensor> gradients) {
        List<Tensor> entries = new ArrayList<>();
        // What is made here dies here, not when the step ends: that is what checkpointing is for.
        try (PointerScope _ = new PointerScope()) {
            List<IValue> again = new ArrayList<>();
            for (IValue argument : arguments) {
                if (argument.isTensor()) {
                    boolean needed = argument.toTensor().requires_grad();
                    Tensor entry = argument.toTensor().detach().set_requires_grad(needed);
                    again.add(new IValue(entry));
                    if (needed) {
                        entries.add(entry);
                    }
                } else {
                    again.add(argument);
                }
            }
            circumstances.run(() -> {
                List<Tensor> outputs = new ArrayList<>();
                List<Tensor> arrived = new ArrayList<>();
                List<Tensor> results = tensors(Segment.run(original, again)).stream()
                        .filter(ReentrantSegment::differentiable)
                        .toList();
                for (int i = 0; i < results.size(); i++) {
                    Tensor output = results.get(i);
                    if (output.requires_grad()) {
                        Tensor gradient = gradients.get(i);
                        outputs.add(output);
                        arrived.add(gradient.defined() ? gradient : torch.zeros_like(output));
                    }
                }
                if (outputs.isEmpty()) {
                    throw new IllegalStateException(NOTHING_TO_DO);
                }
                torch.backward(
                        LoadedModel.vector(outputs),
                        LoadedModel.vector(arrived),
                        new BoolOptional(),
                        false,
                        new TensorVector());
            });
            List<Tensor> answer = new ArrayList<>();
            for (Tensor entry : entries) {
                answer.add(Natives.keep(new Tensor(entry.grad())));
            }
            arguments.forEach(IValue::close);
            return answer;
        }
    }

    /** What {@code torch.autograd.Function} sees of a result: the tensor, or the tensors of the tuple, not those deeper inside. */
    private static List<Tensor> tensors(IValue result) {
        if (result.isTensor()) {
            return List.of(LoadedModel.owned(result));
        }
        List<Tensor> found = new ArrayList<>();
        if (result.isTuple()) {
            Tuple tuple = result.toTuple();
            for (long i = 0; i < tuple.size(); i++) {
                IValue element = tuple.elements().asArrayRef().at(i);
                if (element.isTensor()) {
                    found.add(LoadedModel.owned(element));
                }
            }
        }
        return found;
    }

    private static boolean differentiable(Tensor tensor) {
        return tensor.defined() && (tensor.is_floating_point() || tensor.is_complex());
    }

    private static IValue replaced(IValue result, List<IValue> arguments, List<Tensor> outputs) {
        if (result.isTensor()) {
            return new IValue(outputs.getFirst());
        }
        Tuple tuple = result.toTuple();
        boolean theirs = arguments.stream().anyMatch(result::isSameIdentity);
        IValueVector elements = new IValueVector();
        int next = 0;
        for (long i = 0; i < tuple.size(); i++) {
            IValue element = tuple.elements().asArrayRef().at(i);
            boolean replace = element.isTensor() && differentiable(element.toTensor());
            IValue now = replace ? new IValue(outputs.get(next++)) : new IValue(element);
            elements.push_back(now);
            if (replace && !theirs) {
                tuple.unsafeSetElement(i, now);
            }
        }
        // A tuple of the segment's own keeps its type, which may have names.
        return theirs ? new IValue(Tuple.create(elements)) : result;
    }
}
