package org.layergraft.capture;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What PyTorch says, as far as it does not depend on the machine: texts of torch/csrc/distributed/c10d/reducer.cpp and
 * torch/csrc/autograd (ddp-semantics section 11).
 */
final class TorchWords {

    static final String NOTHING_UNUSED =
            "find_unused_parameters=True was specified in DDP constructor, but did not find any unused parameters in"
                + " the forward pass. This flag results in an extra traversal of the autograd graph every iteration,"
                + " which can adversely affect performance.";

    static final String BOTH_SWITCHES =
            "You passed find_unused_parameters=true to DistributedDataParallel, `_set_static_graph` will detect unused"
                + " parameters automatically, so you do not need to set find_unused_parameters=true, just be sure"
                + " these unused parameters will not change during training loop while calling `_set_static_graph`.";

    static final String LOSS_WITHOUT_GRAD = "element 0 of tensors does not require grad and does not have a grad_fn";

    static final String NOTHING_TO_TRAIN =
            "DistributedDataParallel is not needed when a module doesn't have any parameter that requires a gradient.";

    private static final String FINISHED =
            "Expected to have finished reduction in the prior iteration before starting a new one. ";

    private TorchWords() {}

    /** T1, or T2 where unused parameters are searched, or T3 with static_graph. */
    static String missing(int rank, List<Integer> indices, boolean findUnused, boolean staticGraph) {
        String why = staticGraph
                ? "This error indicates that your training graph has changed in this iteration, e.g., one parameter is"
                      + " used in first iteration, but then got unused in the second iteration. this is not compatible"
                      + " with static_graph set to True."
                : "This error indicates that your module has parameters that were not used in producing loss. "
                        + (findUnused
                                ? "Since `find_unused_parameters=True` is enabled, this likely  means that not all"
                                        + " `forward` outputs participate in computing loss. You can fix this by making"
                                        + " sure all `forward` function outputs participate in calculating loss."
                                : "You can enable unused parameter detection by passing the keyword argument"
                                        + " `find_unused_parameters=True` to"
                                        + " `torch.nn.parallel.DistributedDataParallel`, and by making sure all"
                                        + " `forward` function outputs participate in calculating loss.");
        String list = indices.stream().map(String::valueOf).collect(Collectors.joining(" "));
        return FINISHED + why + "\nParameter indices which did not receive grad for rank " + rank + ": " + list;
    }

    /** T4. */
    static String readyTwice(int index, String name) {
        return "Expected to mark a variable ready only once. This error is caused by one of the following reasons: 1)"
            + " Use of a module parameter outside the `forward` function. Please make sure model parameters are not"
            + " shared across multiple concurrent forward-backward passes. or try to use _set_static_graph() as a"
            + " workaround if this module graph does not change during training loop.2) Reused parameters in multiple"
            + " reentrant backward passes. For example, if you use multiple `checkpoint` functions to wrap the same"
            + " part of your model, it would result in the same set of parameters been used by different reentrant"
            + " backward passes multiple times, and hence marking a variable ready multiple times. DDP does not"
            + " support such use cases in default. You can try to use _set_static_graph() as a workaround if your"
            + " module graph does not change over iterations.\n"
            + "Parameter at index " + index
                + " with name " + name
                + " has been marked as ready twice. This means that multiple autograd engine hooks have fired"
                + " for this particular parameter during this iteration.";
    }

    /** T5. */
    static String changed() {
        return "Your training graph has changed in this iteration, e.g., one parameter is unused in first iteration,"
                + " but then got used in the second iteration. this is not compatible with static_graph set to True.";
    }

    /** T13. */
    static String sparse() {
        return "Expected sparse gradient to be defined";
    }

    /** R7.2: reentrant checkpoints take no arguments by name. */
    static String keywords(List<String> names) {
        return "Unexpected keyword arguments: " + String.join(",", names);
    }
}
