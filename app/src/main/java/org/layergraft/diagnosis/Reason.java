package org.layergraft.diagnosis;

import java.util.Optional;
import org.layergraft.model.SourcePlace;

/** Why a parameter gets no gradient, as far as the model's graph tells. */
sealed interface Reason {

    /** It stands in {@code module} and nothing reads it. */
    record NeverRead(String module) implements Reason {}

    /** Its module is declared and never called. */
    record NeverCalled(String module) implements Reason {}

    /** It is read in {@code module}, but what is made of it reaches no output. */
    record ReachesNoOutput(String module, Optional<SourcePlace> place) implements Reason {}

    /** Every way to an output goes through an operator that passes no gradient, {@code argmax} say. */
    record NotDifferentiable(String module, String operator, Optional<SourcePlace> place) implements Reason {}

    /** It reaches an output, but the loss takes only part of the outputs. */
    record NotInLoss(String module) implements Reason {}

    /** It is reached only inside an {@code if}. */
    record OnlyInBranch(String module, Optional<SourcePlace> place) implements Reason {}

    /** The ranks' own gradients show that only some of them use it. */
    record OnlyOnSomeRanks(String with, String without) implements Reason {}

    /** The graph shows a way to the loss; the forward must have decided otherwise while it ran. */
    record Unknown() implements Reason {}
}
