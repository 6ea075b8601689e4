package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognises PyTorch's own failures by their texts (ddp-semantics section 11; the words are those of the reference cases). The
 * phrases come from torch/csrc/distributed/c10d/reducer.cpp and torch/csrc/distributed/c10d/ProcessGroupGloo.cpp.
 */
final class RaisedWords {

    static final String OK = "ok";
    static final String UNUSED = "unused_parameters";
    static final String READY_TWICE = "ready_twice";
    static final String STATIC_GRAPH = "static_graph_changed";
    static final String HANG = "hang";
    static final String PEER_LOST = "peer_lost";
    static final String OTHER = "other";

    /** T20: printed to stderr, never raised. */
    static final String NOTHING_UNUSED = "did not find any unused parameters in the forward pass";

    /** T21: both switches on. */
    static final String BOTH_SWITCHES = "You passed find_unused_parameters=true to DistributedDataParallel";

    private static final String GRAPH_CHANGED = "training graph has changed in this iteration";
    private static final Pattern TIMED_OUT = Pattern.compile("(?i)timed out|timeout|monitoredBarrier");
    private static final Pattern LOST =
            Pattern.compile("(?i)connection (was )?(closed|reset|refused)|socket closed|broken pipe"
                    + "|application timeout caused pair closure");
    private static final Pattern INDICES =
            Pattern.compile("Parameter indices which did not receive grad for rank \\d+: ([\\d ]+)");
    private static final Pattern NO_MEMORY = Pattern.compile(
            "(?i)out of memory|can't allocate memory|cannot allocate memory|not enough memory|bad_alloc");

    private RaisedWords() {}

    /** The first that fits wins, as in the reference cases' {@code run_cases.py}. */
    static String of(String message) {
        if (message.contains("Expected to have finished reduction in the prior iteration")) {
            return UNUSED;
        }
        if (message.contains("Expected to mark a variable ready only once")) {
            return READY_TWICE;
        }
        if (message.contains("Your " + GRAPH_CHANGED)) {
            return STATIC_GRAPH;
        }
        // "timeout caused pair closure" is how Gloo tells a peer that the other side gave up: both phrases fit it
        if (TIMED_OUT.matcher(message).find()) {
            return HANG;
        }
        return LOST.matcher(message).find() ? PEER_LOST : OTHER;
    }

    /** T3 and T5: static_graph was promised and not kept. T3 starts like T1, so the reference cases call it unused_parameters. */
    static boolean saysGraphChanged(String message) {
        return message.toLowerCase(Locale.ROOT).contains(GRAPH_CHANGED);
    }

    static boolean saysOutOfMemory(String message) {
        return NO_MEMORY.matcher(message).find();
    }

    /** The DDP indices a T1, T2 or T3 message lists: places among the trainable parameters. */
    static List<Integer> indicesIn(String message) {
        var found = INDICES.matcher(message);
        return found.find()
                ? Stream.of(found.group(1).strip().split("\\s+"))
                        .map(Integer::valueOf)
                        .toList()
                : new ArrayList<>();
    }
}
