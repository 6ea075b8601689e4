package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.model.FlowNode;

/** Why a parameter gets no gradient, or not a full one. {@code node} is where in the model's graph to look. */
sealed interface Reason {

    /** It stands in {@code module} and nothing reads it. */
    record NeverRead(String module) implements Reason {}

    /** Its module is declared and never called. */
    record NeverCalled(String module) implements Reason {}

    /** {@code node} computes with it, and nothing uses what it gives. */
    record UnusedResult(String module, FlowNode node) implements Reason {}

    /** It is used, but what is made of it ends at {@code node} and reaches no output. */
    record ReachesNoOutput(String module, FlowNode node) implements Reason {}

    /** Every way to an output goes through {@code detach()}. */
    record Detached(String module, FlowNode node) implements Reason {}

    /** Every way to an output is computed under {@code torch.no_grad()}; {@code node} is that block. */
    record NoGrad(String module, FlowNode node) implements Reason {}

    /** It only decides what is chosen: {@code argmax}, the indices of {@code topk}, the index of {@code gather}. */
    record OnlyIndex(String module, FlowNode node) implements Reason {}

    /** Every way to an output goes through another operator that passes no gradient. */
    record NotDifferentiable(String module, FlowNode node) implements Reason {}

    /**
     * It reaches an output, but not one that is in the loss.
     *
     * @param output its key or position, "" where that cannot be told
     * @param position among the flattened outputs, where it can be told
     */
    record NotInLoss(String module, String output, OptionalInt position, Optional<FlowNode> node) implements Reason {}

    /** It is reached only inside an {@code if}. */
    record OnlyInBranch(String module, FlowNode node) implements Reason {}

    /**
     * The ranks' own gradients show that only some of them use it.
     *
     * @param branch that decides, where the graph shows one
     */
    record OnlyOnSomeRanks(String with, String without, Optional<FlowNode> branch) implements Reason {}

    /**
     * Every rank that lacked it in one step had it in another.
     *
     * @param with a step in which it got a gradient, from 1
     * @param without a step in which it got none
     * @param ranks those that got none in that step; empty where none did
     * @param branch that decides, where the graph shows one
     */
    record OnlyInSomeSteps(int with, int without, List<Integer> ranks, Optional<FlowNode> branch) implements Reason {}

    /** requires_grad is off. */
    record Frozen() implements Reason {}

    /** It lies in a reentrant checkpoint of {@code module}, none of whose inputs needed a gradient (ddp-semantics R7.4). */
    record BehindCheckpoint(String module, int calls, int detached) implements Reason {}

    /** A gradient comes and is zero: what is made of it is multiplied by the number 0. */
    record TimesZero(String module, FlowNode node) implements Reason {}

    /** A gradient comes and is zero: a ReLU that never fires lies on the way, or right before. */
    record DeadRelu(String module, FlowNode node) implements Reason {}

    /** A gradient comes and is zero, and the graph does not say why. */
    record Zero() implements Reason {}

    /** Some elements get a gradient, some none; {@code node} is the lookup or ReLU that does it, where the graph shows one. */
    record Partly(double share, Optional<FlowNode> node) implements Reason {}

    /** NaN or infinity; {@code node} is an operator on the way that can give them. */
    record NonFinite(Optional<FlowNode> node) implements Reason {}

    /** The graph shows a way to the loss, and no gradient came: the run is right, the forward decided otherwise while it ran. */
    record Unknown() implements Reason {}

    /** The graph shows no way to the loss, and a gradient came: the run is right, the reading of the graph is not complete. */
    record CameAnyway() implements Reason {}

    /** {@code never_read}. */
    default String id() {
        return switch (this) {
            case NeverRead _ -> "never_read";
            case NeverCalled _ -> "never_called";
            case UnusedResult _ -> "unused_result";
            case ReachesNoOutput _ -> "no_output";
            case Detached _ -> "detached";
            case NoGrad _ -> "no_grad";
            case OnlyIndex _ -> "index";
            case NotDifferentiable _ -> "cut";
            case NotInLoss _ -> "not_in_loss";
            case OnlyInBranch _ -> "branch";
            case OnlyOnSomeRanks _ -> "some_ranks";
            case OnlyInSomeSteps _ -> "some_steps";
            case Frozen _ -> "frozen";
            case BehindCheckpoint _ -> "checkpoint";
            case TimesZero _ -> "times_zero";
            case DeadRelu _ -> "dead_relu";
            case Zero _ -> "zero";
            case Partly _ -> "partly";
            case NonFinite _ -> "nonfinite";
            case Unknown _ -> "unknown";
            case CameAnyway _ -> "came_anyway";
        };
    }

    /** Where in the graph to look. */
    default Optional<FlowNode> end() {
        return switch (this) {
            case UnusedResult(String _, FlowNode at) -> Optional.of(at);
            case ReachesNoOutput(String _, FlowNode at) -> Optional.of(at);
            case Detached(String _, FlowNode at) -> Optional.of(at);
            case NoGrad(String _, FlowNode at) -> Optional.of(at);
            case OnlyIndex(String _, FlowNode at) -> Optional.of(at);
            case NotDifferentiable(String _, FlowNode at) -> Optional.of(at);
            case OnlyInBranch(String _, FlowNode at) -> Optional.of(at);
            case TimesZero(String _, FlowNode at) -> Optional.of(at);
            case DeadRelu(String _, FlowNode at) -> Optional.of(at);
            case NotInLoss(String _, String _, OptionalInt _, Optional<FlowNode> at) -> at;
            case OnlyOnSomeRanks(String _, String _, Optional<FlowNode> at) -> at;
            case OnlyInSomeSteps(int _, int _, List<Integer> _, Optional<FlowNode> at) -> at;
            case Partly(double _, Optional<FlowNode> at) -> at;
            case NonFinite(Optional<FlowNode> at) -> at;
            case NeverRead _, NeverCalled _, Frozen _, BehindCheckpoint _, Zero _, Unknown _, CameAnyway _ ->
                Optional.empty();
        };
    }

    /** The module to look at; "" is the root. */
    default Optional<String> holder() {
        return switch (this) {
            case NeverRead(String at) -> Optional.of(at);
            case NeverCalled(String at) -> Optional.of(at);
            case UnusedResult(String at, FlowNode _) -> Optional.of(at);
            case ReachesNoOutput(String at, FlowNode _) -> Optional.of(at);
            case Detached(String at, FlowNode _) -> Optional.of(at);
            case NoGrad(String at, FlowNode _) -> Optional.of(at);
            case OnlyIndex(String at, FlowNode _) -> Optional.of(at);
            case NotDifferentiable(String at, FlowNode _) -> Optional.of(at);
            case OnlyInBranch(String at, FlowNode _) -> Optional.of(at);
            case TimesZero(String at, FlowNode _) -> Optional.of(at);
            case DeadRelu(String at, FlowNode _) -> Optional.of(at);
            case NotInLoss(String at, String _, OptionalInt _, Optional<FlowNode> _) -> Optional.of(at);
            case BehindCheckpoint(String at, int _, int _) -> Optional.of(at);
            case OnlyOnSomeRanks _,
                    OnlyInSomeSteps _,
                    Frozen _,
                    Zero _,
                    Partly _,
                    NonFinite _,
                    Unknown _,
                    CameAnyway _ -> Optional.empty();
        };
    }
}
