package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Edge;
import org.bytedeco.pytorch.EdgeVector;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Makes autograd nodes whose backward is Java: what {@code torch.autograd.Function} is in Python. No C++ is needed: the node is that of
 * {@code torch._foreach_mul(tensors, 1)}, one for the whole list, with its edges replaced by those wanted and its gradients by those
 * that a hook gives.
 */
final class StandIn {

    private final TorchText identity =
            new TorchText("def stand_in(xs: List[Tensor]) -> List[Tensor]:\n    return torch._foreach_mul(xs, 1)\n");

    /** Native code points at these for as long as the graph lives. */
    private final List<FunctionPostHook> hooks = new ArrayList<>();

    private final FirstThrown thrown;

    StandIn(FirstThrown thrown) {
        this.thrown = thrown;
    }

    /**
     * The values again, as outputs of one new node.
     *
     * @param values floating or complex tensors; their own graph is left behind
     * @param edges where the gradients go, at least one
     * @param backward called once, from the gradients of the values, undefined where none came, to one gradient per edge, perhaps undefined; what it
     *     gives is closed
     */
    List<Tensor> outputs(List<Tensor> values, List<Edge> edges, Function<List<Tensor>, List<Tensor>> backward) {
        List<Tensor> inputs = new ArrayList<>();
        values.forEach(value -> inputs.add(value.detach()));
        // One place per edge: a node gives back as many gradients as it had inputs.
        edges.forEach(_ -> inputs.add(torch.zeros(0).requires_grad_()));
        TensorVector led = identity.apply(LoadedModel.vector(inputs)).toTensorVector();
        Node node = led.get(0).grad_fn();
        EdgeVector wanted = new EdgeVector();
        values.forEach(_ -> wanted.push_back(new Edge()));
        edges.forEach(wanted::push_back);
        node.set_next_edges(wanted);
        hook(node, values.size(), backward);
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            outputs.add(new Tensor(led.get(i)));
        }
        return outputs;
    }

    /** The graph of the last step is gone. */
    void forget() {
        hooks.clear();
    }

    private void hook(Node node, int values, Function<List<Tensor>, List<Tensor>> backward) {
        FunctionPostHook hook = new FunctionPostHook() {
            @Override
            public TensorVector apply(TensorVector gradients, TensorVector arrived) {
                List<Tensor> given = new ArrayList<>();
                for (int i = 0; i < values; i++) {
                    given.add(arrived.get(i));
                }
                TensorVector answer = new TensorVector(gradients.size());
                List<Tensor> made = thrown.keep(() -> backward.apply(given));
                for (int k = 0; k < made.size(); k++) {
                    answer.put(values + k, made.get(k));
                    made.get(k).close();
                }
                return answer;
            }
        };
        hooks.add(hook);
        node.add_post_hook(hook);
        Natives.disown(hook); // the node's now
    }
}
