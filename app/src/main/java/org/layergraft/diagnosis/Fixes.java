package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.step.Switches;
import org.layergraft.text.Problem;

/**
 * What would help, best first (ddp-semantics 10.1). A cost is told in words unless a run measured it; a switch that is on already
 * is not offered again.
 */
final class Fixes {

    /** Fixes that change nothing but a switch: their cost can be measured by running them. */
    static final String FIND_UNUSED = "find_unused_parameters";

    static final String STATIC_GRAPH = "static_graph";

    private Fixes() {}

    /**
     * @param reason of the first of the parameters
     * @param learns at least one of the parameters gets a gradient at times: to freeze or remove it helps nobody
     */
    static List<Fix> of(Outcome outcome, Reason reason, Switches switches, Named named, boolean learns) {
        var ids = new ArrayList<String>();
        switch (outcome) {
            case OK -> {}
            case UNUSED_PARAMETERS -> ids.addAll(unused(reason));
            case HANG -> ids.addAll(List.of("connect_all_ranks", "add_zero", FIND_UNUSED, STATIC_GRAPH));
            case READY_TWICE -> {
                if (switches.findUnusedParameters()) {
                    ids.add("drop_find_unused");
                }
                ids.add("nonreentrant");
                ids.add(STATIC_GRAPH);
                ids.add("checkpoint_off");
            }
            case STATIC_GRAPH_CHANGED -> {
                if (reason instanceof Reason.NotInLoss) {
                    ids.add("detach");
                    ids.add("connect");
                }
                ids.add("find_unused_instead");
            }
            case NO_GRADIENT -> ids.addAll(List.of("nonreentrant", "input_grad", "checkpoint_off"));
            case UNSYNCHRONISED -> {
                if (switches.staticGraph()) {
                    ids.add("drop_static_graph");
                    ids.add("find_unused_instead");
                } else {
                    ids.add("same_on_all_ranks");
                }
            }
            case OUT_OF_MEMORY -> ids.addAll(List.of("smaller_inputs", "fewer_ranks"));
            case FAILED -> {}
        }
        if (learns) {
            ids.removeAll(List.of("freeze", "remove"));
        }
        ids.removeIf(id -> (id.equals(FIND_UNUSED) && switches.findUnusedParameters())
                || (id.equals(STATIC_GRAPH) && switches.staticGraph()));
        return ids.stream().map(id -> fix(id, named)).toList();
    }

    private static List<String> unused(Reason reason) {
        return switch (reason) {
            case Reason.NeverRead _,
                    Reason.NeverCalled _,
                    Reason.UnusedResult _,
                    Reason.ReachesNoOutput _,
                    Reason.Unknown _,
                    Reason.Frozen _,
                    Reason.TimesZero _,
                    Reason.DeadRelu _,
                    Reason.Zero _,
                    Reason.Partly _,
                    Reason.NonFinite _,
                    Reason.CameAnyway _ ->
                List.of("connect", "remove", "freeze", FIND_UNUSED, STATIC_GRAPH, "add_zero");
            case Reason.BehindCheckpoint _ -> List.of("nonreentrant", "input_grad", "checkpoint_off");
            case Reason.NotDifferentiable _, Reason.OnlyIndex _, Reason.Detached _, Reason.NoGrad _ ->
                List.of("connect_smoothly", "freeze", "remove", FIND_UNUSED, STATIC_GRAPH, "add_zero");
            // static_graph does not help there (R6.6): the first step counts a firing that never comes again
            case Reason.NotInLoss _ -> List.of("connect", "detach", "remove", FIND_UNUSED, "add_zero");
            case Reason.OnlyInBranch _ -> List.of("connect", FIND_UNUSED, "add_zero");
            // static_graph promises that all steps are alike
            case Reason.OnlyInSomeSteps _ -> List.of("connect_all_ranks", FIND_UNUSED, "add_zero");
            case Reason.OnlyOnSomeRanks _ -> List.of("connect_all_ranks", "add_zero", FIND_UNUSED, STATIC_GRAPH);
        };
    }

    private static Fix fix(String id, Named named) {
        return new Fix(
                id,
                Problem.of(Explanations.AREA, "fix." + id, named.shown(), named.more(), named.count()),
                Problem.of(Explanations.AREA, "cost." + id));
    }
}
