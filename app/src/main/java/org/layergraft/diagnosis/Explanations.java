package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.SourcePlace;
import org.layergraft.step.LossSpec;
import org.layergraft.text.Problem;

/** Why, in one or two sentences. What comes from the model's graph and not from the run is said to. */
final class Explanations {

    static final String AREA = "diagnosis";

    private final ModelGraph graph;
    private final LossSpec loss;
    private final GraphReasons reasons;

    Explanations(ModelGraph graph, LossSpec loss) {
        this.graph = graph;
        this.loss = loss;
        this.reasons = new GraphReasons(graph, loss);
    }

    /** The reason of the first of these parameters; it stands for all that share it. */
    Reason reason(List<Coverage> rows) {
        return rows.isEmpty() ? new Reason.Unknown() : reasons.of(rows.getFirst());
    }

    /** Explains the first kind of reason among the parameters and counts those that have another. */
    Problem of(List<Coverage> rows) {
        Reason reason = reason(rows);
        List<Coverage> alike = rows.stream()
                .filter(r -> reasons.of(r).getClass() == reason.getClass())
                .toList();
        var named = Named.of(alike.stream().map(r -> r.parameter().name()).toList());
        int others = rows.size() - alike.size();
        return switch (reason) {
            case Reason.NeverRead(String module) -> text("never_read", named, others, title(module), 0, "");
            case Reason.NeverCalled(String module) -> text("never_called", named, others, title(module), 0, "");
            case Reason.ReachesNoOutput(String module, Optional<SourcePlace> place) ->
                text("no_output", named, others, title(module), line(place), unit(place));
            case Reason.NotDifferentiable(String module, String operator, Optional<SourcePlace> place) ->
                text("cut", named, others, title(module), line(place), operator);
            case Reason.NotInLoss(String module) ->
                switch (loss) {
                    case LossSpec.Keys(String contains) ->
                        text("not_in_loss.keys", named, others, title(module), 0, contains);
                    case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce _) ->
                        text("not_in_loss.outputs", named, others, title(module), 0, numbers(use));
                    case LossSpec.Sum _, LossSpec.Mean _, LossSpec.Square _ ->
                        text("unknown", named, others, title(module), 0, "");
                };
            case Reason.OnlyInBranch(String module, Optional<SourcePlace> place) ->
                text("branch", named, others, title(module), line(place), unit(place));
            case Reason.OnlyOnSomeRanks(String with, String without) ->
                text("some_ranks", named, others, with, 0, without);
            case Reason.Unknown() -> text("unknown", named, others, title(""), 0, "");
        };
    }

    private static Problem text(String key, Named named, int others, String module, int line, String detail) {
        return Problem.of(AREA, "why." + key, named.shown(), named.more(), named.count(), module, line, detail, others);
    }

    private String title(String module) {
        return module.isEmpty() ? graph.root().type() : module;
    }

    private static int line(Optional<SourcePlace> place) {
        return place.map(SourcePlace::line).orElse(0);
    }

    private static String unit(Optional<SourcePlace> place) {
        return place.map(SourcePlace::unit).orElse("");
    }

    private static String numbers(List<Integer> use) {
        return String.join(", ", use.stream().map(String::valueOf).toList());
    }
}
