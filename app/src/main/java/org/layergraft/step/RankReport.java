package org.layergraft.step;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one rank of a DDP run saw.
 *
 * @param local gradients of a plain first iteration (no Reducer) on this rank's data, in the order of {@code named_parameters()}
 * @param ready parameters in the order in which their gradients became ready in that plain backward
 * @param buckets parameter names per bucket, in the order of launching, as the Reducer last had them
 * @param losses one per finished iteration
 * @param sums one entry per finished iteration
 * @param segments what checkpointing did in the plain first iteration, one per chosen module
 * @param timeline the last iteration, or the one that failed as far as it got; of a rank that waits, as far as it was heard of
 * @param warnings texts libtorch printed that users should see (T20 of ddp-semantics, say)
 */
public record RankReport(
        int rank,
        Device device,
        End end,
        List<Gradient> local,
        List<String> ready,
        List<List<String>> buckets,
        List<Double> losses,
        List<Sums> sums,
        List<Segment> segments,
        List<String> warnings,
        Optional<Timing> timing,
        Optional<Timeline> timeline,
        long peakBytes) {

    /** Starts the warning of a run whose last step left its reduction unfinished; PyTorch's words for it follow. */
    public static final String UNFINISHED = "unfinished: ";

    /** Starts the warning of a module that was to be checkpointed and was not called in any step; its path follows. */
    public static final String NEVER_CHECKPOINTED = "never checkpointed: ";

    public RankReport {
        local = List.copyOf(local);
        ready = List.copyOf(ready);
        buckets = List.copyOf(buckets);
        losses = List.copyOf(losses);
        sums = List.copyOf(sums);
        segments = List.copyOf(segments);
        warnings = List.copyOf(warnings);
    }

    /** Modules that were to be checkpointed and were not called in any step of this rank. */
    public List<String> neverCheckpointed() {
        return warnings.stream()
                .filter(w -> w.startsWith(NEVER_CHECKPOINTED))
                .map(w -> w.substring(NEVER_CHECKPOINTED.length()))
                .toList();
    }

    /** What the next forward would raise: the Reducer was asked after the last step ({@code check_finalized}, ddp-semantics 12). */
    public Optional<String> unfinished() {
        return warnings.stream()
                .filter(w -> w.startsWith(UNFINISHED))
                .map(w -> w.substring(UNFINISHED.length()))
                .findFirst();
    }

    /**
     * Fingerprints of every trainable parameter's gradient ("none" without one) and value after one iteration. Equal on all ranks
     * when DDP did its work.
     */
    public record Sums(int iteration, Map<String, String> gradients, Map<String, String> values) {}

    /**
     * A checkpointed module as it was called.
     *
     * @param calls how often its forward ran, recomputations not counted
     * @param detached how many of these calls had no tensor argument that requires grad: with a reentrant checkpoint their outputs
     *     leave the graph (ddp-semantics R7.4)
     */
    public record Segment(String module, int calls, int detached) {}

    /** How the rank's run ended. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = End.Finished.class, name = "finished"),
        @JsonSubTypes.Type(value = End.Raised.class, name = "raised"),
        @JsonSubTypes.Type(value = End.Waiting.class, name = "waiting"),
        @JsonSubTypes.Type(value = End.Lost.class, name = "lost"),
        @JsonSubTypes.Type(value = End.Died.class, name = "died")
    })
    public sealed interface End {

        record Finished() implements End {}

        /** PyTorch threw. {@code parameters} are the names its message gives, root parameters without their leading dot. */
        record Raised(int iteration, Phase phase, String message, List<String> parameters) implements End {}

        /** It still waited in a collective when no other rank could come any more. */
        record Waiting(int iteration, Phase phase) implements End {}

        /** It failed only because another rank had left. */
        record Lost(int iteration, Phase phase, String message) implements End {}

        /** The process ended without a word: killed, out of memory, a native crash. {@code detail} is its last stderr. */
        record Died(int iteration, Phase phase, int exitCode, String detail) implements End {}
    }
}
