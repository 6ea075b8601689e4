package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of layer, as data.
 *
 * @param id torch.nn's class in lower case
 * @param label torch.nn's class as written there: its class in the archive, and its name in lists
 * @param hypers in the order of torch.nn's constructor
 * @param tensors the parameters it has, in registration order, for given hyper-parameters
 * @param code its class; empty for a bare parameter, which nothing can call
 */
public record LayerKind(
        String id,
        String label,
        List<HyperKind> hypers,
        Function<Settings, List<NewTensor>> tensors,
        Optional<Code> code) {

    public LayerKind {
        hypers = List.copyOf(hypers);
    }

    /**
     * TorchScript of the layer's class.
     *
     * @param constants {@code Final} attributes, {@code out_features : Final[int] = 16}, one per line
     * @param body the statements of {@code forward(self, input: Tensor) -> Tensor}; parameters are local names
     */
    public record Code(Function<Settings, List<String>> constants, Function<Settings, List<String>> body) {}

    /** Can a value go through it? */
    public boolean callable() {
        return code.isPresent();
    }

    public Optional<HyperKind> hyper(String name) {
        return hypers.stream().filter(h -> h.name().equals(name)).findFirst();
    }
}
