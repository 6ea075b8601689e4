package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.SourcePlace;
import org.layergraft.step.LossSpec;
import org.layergraft.text.Problem;

/** Why, in one or two sentences. What comes from the model's graph and not from the run is said to. */
final class Explanations {

    static final String AREA = "diagnosis";

    private final ModelGraph graph;
    private final LossSpec loss;
    private final Reasons reasons;
    private final boolean captured;

    /** @param captured the graph is what autograd recorded: it does not show what is used without a gradient */
    Explanations(ModelGraph graph, LossSpec loss, Reasons reasons, boolean captured) {
        this.captured = captured;
        this.graph = graph;
        this.loss = loss;
        this.reasons = reasons;
    }

    /** Reasons that speak of the whole forward, or of a run. */
    private static final Set<String> TOLD_OTHERWISE =
            Set.of("never_read", "never_called", "unused_result", "no_output", "some_steps", "some_steps.ranks");

    /** The reason of the first of these parameters; it stands for all that share it. */
    Reason reason(List<Coverage> rows) {
        return rows.isEmpty() ? new Reason.Unknown() : reason(rows.getFirst());
    }

    private Reason reason(Coverage row) {
        return reasons.of(row).orElseGet(Reason.Unknown::new);
    }

    /** Explains the first kind of reason among the parameters and counts those that have another. */
    Problem of(List<Coverage> rows) {
        Reason reason = reason(rows);
        List<Coverage> alike =
                rows.stream().filter(r -> reason(r).id().equals(reason.id())).toList();
        var named = Named.of(alike.stream().map(r -> r.parameter().name()).toList());
        int others = rows.size() - alike.size();
        Map<String, List<String>> without = without(alike);
        return without.size() > 1
                ? text("some_ranks.each", reason, named, others, "", told(without), "")
                : text(reason, named, others);
    }

    /** By the ranks that have no gradient for them; empty where that is not the reason. */
    private Map<String, List<String>> without(List<Coverage> rows) {
        Map<String, List<String>> names = new TreeMap<>();
        for (Coverage row : rows) {
            if (reason(row) instanceof Reason.OnlyOnSomeRanks(String _, String without, Optional<FlowNode> _)) {
                names.computeIfAbsent(without, _ -> new ArrayList<>())
                        .add(row.parameter().name());
            }
        }
        return names;
    }

    /** {@code 0: b.weight, b.bias; 1: a.weight, a.bias}. */
    private static String told(Map<String, List<String>> without) {
        return without.entrySet().stream()
                .map(entry -> {
                    var named = Named.of(entry.getValue());
                    return entry.getKey() + ": " + named.shown() + (named.more() > 0 ? ", …" : "");
                })
                .collect(Collectors.joining("; "));
    }

    /** For one parameter alone. */
    Optional<Why> why(Coverage row) {
        return reasons.of(row)
                .map(reason -> new Why(
                        reason.id(),
                        text(reason, Named.of(List.of(row.parameter().name())), 0),
                        reason.holder().orElse(row.parameter().module()),
                        reason.end()
                                .flatMap(FlowNode::place)
                                .map(p -> OptionalInt.of(p.line()))
                                .orElse(OptionalInt.empty()),
                        reason.end().map(FlowNode::id),
                        reason.end().flatMap(this::forward).orElse(""),
                        reason
                                        instanceof
                                        Reason.NotInLoss(String _, String _, OptionalInt position, Optional<FlowNode> _)
                                ? position
                                : OptionalInt.empty()));
    }

    private Optional<String> forward(FlowNode node) {
        return graph.root()
                .walk()
                .filter(m -> m.forward().nodes().contains(node))
                .map(ModuleNode::path)
                .findFirst();
    }

    private Problem text(Reason reason, Named named, int others) {
        String module = reason.holder().map(this::title).orElse("");
        String label = reason.end().map(FlowNode::label).orElse("");
        return switch (reason) {
            case Reason.NotInLoss(String _, String output, OptionalInt _, Optional<FlowNode> _) ->
                switch (loss) {
                    case LossSpec.Keys(String contains) ->
                        text("not_in_loss.keys" + some(output), reason, named, others, module, output, contains);
                    case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce _) ->
                        text("not_in_loss.outputs" + some(output), reason, named, others, module, output, numbers(use));
                    case LossSpec.Sum _, LossSpec.Mean _, LossSpec.Square _ ->
                        text("unknown", reason, named, others, module, "", "");
                };
            case Reason.OnlyOnSomeRanks(String with, String without, Optional<FlowNode> _) ->
                text("some_ranks", reason, named, others, with, without, "");
            case Reason.OnlyInSomeSteps(int with, int without, List<Integer> ranks, Optional<FlowNode> _) ->
                text(
                        ranks.isEmpty() ? "some_steps" : "some_steps.ranks",
                        reason,
                        named,
                        others,
                        String.valueOf(with),
                        String.valueOf(without),
                        numbers(ranks));
            case Reason.BehindCheckpoint(String _, int calls, int detached) ->
                text("checkpoint", reason, named, others, module, String.valueOf(detached), String.valueOf(calls));
            case Reason.Partly(double share, Optional<FlowNode> _) ->
                // 99.97 % is not all of it
                text(
                        "partly",
                        reason,
                        named,
                        others,
                        label,
                        String.format(Locale.ROOT, "%.1f", Math.floor(share * 1000) / 10),
                        "");
            case Reason.NeverRead _,
                    Reason.NeverCalled _,
                    Reason.UnusedResult _,
                    Reason.ReachesNoOutput _,
                    Reason.Detached _,
                    Reason.NoGrad _,
                    Reason.OnlyIndex _,
                    Reason.NotDifferentiable _,
                    Reason.OnlyInBranch _,
                    Reason.Frozen _,
                    Reason.TimesZero _,
                    Reason.DeadRelu _,
                    Reason.Zero _,
                    Reason.NonFinite _,
                    Reason.Unknown _,
                    Reason.CameAnyway _ -> text(reason.id(), reason, named, others, module, label, "");
        };
    }

    /** Arguments: 0 names, 1 how many more, 2 how many in all, 3 module, 4 line or 0, 5 detail, 6 others, 7 unit, 8 more detail. */
    private Problem text(
            String key, Reason reason, Named named, int others, String module, String detail, String more) {
        Optional<SourcePlace> place = reason.end().flatMap(FlowNode::place);
        return Problem.of(
                AREA,
                "why." + key + (captured && TOLD_OTHERWISE.contains(key) ? ".captured" : ""),
                named.shown(),
                named.more(),
                named.count(),
                module,
                place.map(SourcePlace::line).orElse(0),
                detail,
                others,
                place.map(SourcePlace::unit).orElse(""),
                more);
    }

    /** Where the output cannot be named. */
    private static String some(String output) {
        return output.isEmpty() ? ".some" : "";
    }

    private String title(String module) {
        return module.isEmpty() ? graph.root().type() : module;
    }

    private static String numbers(List<Integer> use) {
        return String.join(", ", use.stream().map(String::valueOf).toList());
    }
}
