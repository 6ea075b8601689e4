package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.FunctionPostHook;
import org.bytedeco.pytorch.Node;
import org.bytedeco.pytorch.TensorVector;

/**
 * Listens at every trainable parameter's gradient accumulator, where DDP listens too. A parameter whose branch is walked with an
 * undefined gradient is heard as well, although its {@code .grad} stays None.
 */
final class ReadyOrder {

    private final List<String> names = new ArrayList<>();

    /** Native code points at these; the accumulators live only as long as somebody holds them. */
    private final List<FunctionPostHook> hooks = new ArrayList<>();

    private final List<Node> accumulators = new ArrayList<>();

    ReadyOrder(LoadedModel model) {
        for (Named parameter : model.trainable()) {
            Node accumulator = parameter
                    .tensor()
                    .expand_as(parameter.tensor())
                    .grad_fn()
                    .next_edge(0)
                    .function();
            FunctionPostHook hook = new FunctionPostHook() {
                @Override
                public TensorVector apply(TensorVector outputs, TensorVector inputs) {
                    heard(parameter.name());
                    return outputs;
                }
            };
            hooks.add(hook);
            accumulators.add(accumulator);
            accumulator.add_post_hook(hook);
            // The accumulator owns it now; nobody else may free it.
            hook.deallocate(false);
        }
    }

    private synchronized void heard(String name) {
        names.add(name);
    }

    /** In the order of arrival. */
    synchronized List<String> names() {
        return List.copyOf(names);
    }
}
