package org.layergraft.step.ddp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.layergraft.step.RankReport;
import org.layergraft.step.Switches;

/**
 * What PyTorch prints without failing, in its own words. libtorch writes such lines to the process's standard error, where a JVM
 * cannot read them, so they are derived from the facts that make it print: the Reducer's books and the switches.
 */
final class Warnings {

    /** T20: torch/csrc/distributed/c10d/reducer.cpp, {@code search_unused_parameters}. */
    static final String NOTHING_UNUSED =
            "find_unused_parameters=True was specified in DDP constructor, but did not find any unused parameters in"
                + " the forward pass. This flag results in an extra traversal of the autograd graph every iteration,"
                + " which can adversely affect performance. If your model indeed never has any unused parameters in"
                + " the forward pass, consider turning this flag off. Note that this warning may be a false positive"
                + " if your model has flow control causing later iterations to have unused parameters.";

    /** T21: torch/nn/parallel/distributed.py, {@code _set_static_graph}. */
    static final String BOTH_SWITCHES =
            "You passed find_unused_parameters=true to DistributedDataParallel, `_set_static_graph` will detect unused"
                + " parameters automatically, so you do not need to set find_unused_parameters=true, just be sure"
                + " these unused parameters will not change during training loop while calling `_set_static_graph`.";

    private final Set<String> texts = new LinkedHashSet<>();

    void switches(Switches switches) {
        if (switches.findUnusedParameters() && switches.staticGraph()) {
            texts.add(BOTH_SWITCHES);
        }
    }

    void nothingUnused() {
        texts.add(NOTHING_UNUSED);
    }

    void unfinished(String message) {
        texts.add(RankReport.UNFINISHED + message);
    }

    /** @param segments of the whole run */
    void checkpoints(List<RankReport.Segment> segments) {
        segments.stream()
                .filter(segment -> segment.calls() == 0)
                .forEach(segment -> texts.add(RankReport.NEVER_CHECKPOINTED + segment.module()));
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
