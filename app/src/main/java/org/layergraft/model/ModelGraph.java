package org.layergraft.model;

import java.util.List;
import java.util.Optional;
import org.layergraft.text.Problem;

/**
 * A whole model, read without running it.
 *
 * @param parameters every parameter once, in the order of {@code named_parameters()}, which is DDP's order once the frozen
 *     ones are left out (torch/nn/parallel/distributed.py, {@code _build_params_for_reducer})
 * @param warnings where the reading is known to be incomplete, in words, naming module, file and line
 */
public record ModelGraph(String title, ModuleNode root, List<Parameter> parameters, List<Problem> warnings) {

    public ModelGraph {
        parameters = List.copyOf(parameters);
        warnings = List.copyOf(warnings);
    }

    public Optional<ModuleNode> module(String path) {
        return root.walk().filter(m -> m.path().equals(path)).findFirst();
    }

    public Optional<FlowNode> node(String id) {
        return root.walk()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.id().equals(id))
                .findFirst();
    }

    /** Elements of all parameters together. */
    public long elements() {
        return parameters.stream().mapToLong(p -> p.shape().elements()).sum();
    }
}
