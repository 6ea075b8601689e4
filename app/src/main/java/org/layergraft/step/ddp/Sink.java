package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * The one autograd node through which DDP's Python wrapper leads all outputs ({@code _DDPSink} in
 * torch/nn/parallel/distributed.py). When any of them is used in the loss, the others' branches are walked with undefined
 * gradients, so that the hooks of their parameters fire without touching {@code .grad} (ddp-semantics R3.5).
 *
 * <p>No C++ is needed: {@code torch._foreach_mul(tensors, 1)} records one node for its whole list, and the generated backward of
 * the foreach operators passes an undefined gradient on as undefined (tools/autograd/gen_autograd_functions.py,
 * {@code DERIVATIVE_SINGLE_FOREACH}).
 */
final class Sink {

    private final TorchText identity =
            new TorchText("def sink(xs: List[Tensor]) -> List[Tensor]:\n    return torch._foreach_mul(xs, 1)\n");

    /** Native code points at these for as long as the graph lives. */
    private final List<FunctionPostHook> hooks = new ArrayList<>();

    private boolean ran;

    /**
     * Outputs with a {@code grad_fn} are replaced by their identity behind the node. A parameter returned as it is feeds the node
     * too, but the caller keeps the parameter itself, as in the wrapper.
     */
    OutputTree lead(OutputTree outputs) {
        List<Tensor> tensors = new ArrayList<>(outputs.tensors());
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).requires_grad()) {
                places.add(i);
            }
        }
        if (places.isEmpty()) {
            return outputs;
        }
        TensorVector led = identity.apply(
                        LoadedModel.vector(places.stream().map(tensors::get).toList()))
                .toTensorVector();
        watch(led.get(0).grad_fn());
        for (int k = 0; k < places.size(); k++) {
            if (hasGradFn(tensors.get(places.get(k)))) {
                tensors.set(places.get(k), new Tensor(led.get(k)));
            }
        }
        return outputs.with(tensors);
    }

    /** Whether a backward has come through the node. */
    boolean ran() {
        return ran;
    }

    private static boolean hasGradFn(Tensor tensor) {
        return !tensor.is_leaf();
    }

    private void watch(Node node) {
        FunctionPostHook hook = new FunctionPostHook() {
            @Override
            public TensorVector apply(TensorVector outputs, TensorVector inputs) {
                ran = true;
                return outputs;
            }
        };
        hooks.clear(); // the graph of the step before is gone
        hooks.add(hook);
        node.add_post_hook(hook);
        // The node owns it now; neither a pointer scope nor the garbage collector may free it a second time.
        hook.deallocate(false);
    }
}
