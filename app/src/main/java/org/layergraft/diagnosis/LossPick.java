package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.step.LossSpec;

/** The model's outputs as the graph tells them apart, and which of them the loss takes. */
final class LossPick {

    /** Whether an output is in the loss. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /**
     * One output.
     *
     * @param path keys and positions, outermost first
     * @param position among the flattened tensors, where it can be told
     */
    record Output(String path, OptionalInt position) {

        /** {@code 1}, or {@code aux_score} for a dictionary's entry. */
        String name() {
            return path.matches("[0-9.]*") && position.isPresent()
                    ? String.valueOf(position.getAsInt())
                    : FlowEdge.Part.shown(path);
        }
    }

    private final LossSpec loss;
    private final List<Output> outputs;
    private final Optional<FlowNode> end;

    LossPick(ModelGraph graph, LossSpec loss) {
        this.loss = loss;
        this.outputs = outputs(results(graph, graph.root(), 0));
        this.end = graph.root().forward().nodes().stream()
                .filter(n -> n.kind() == Kind.OUTPUT)
                .findFirst();
    }

    /** Where the root's forward ends. */
    Optional<FlowNode> end() {
        return end;
    }

    /** A forward that only returns what it calls returns what that returns. */
    private static List<Flow.Result> results(ModelGraph graph, ModuleNode module, int depth) {
        List<Flow.Result> own = module.forward().results();
        boolean whole = own.size() == 1 && own.getFirst().path().isEmpty();
        if (!whole || own.getFirst().type().equals("Tensor") || depth > 50) {
            return own;
        }
        List<FlowNode> calls = module.forward().edges().stream()
                .filter(e -> e.to().endsWith("/@return"))
                .filter(e -> e.routes().equals(List.of(FlowEdge.Part.WHOLE)))
                .flatMap(e -> graph.node(e.from()).stream())
                .filter(n -> n.kind() == Kind.CALL)
                .toList();
        return calls.size() == 1
                ? graph.module(calls.getFirst().module().orElseThrow())
                        .map(m -> results(graph, m, depth + 1))
                        .filter(r -> !r.isEmpty())
                        .orElse(own)
                : own;
    }

    private static List<Output> outputs(List<Flow.Result> results) {
        var found = new ArrayList<Output>();
        int position = 0;
        boolean told = true;
        for (Flow.Result result : results) {
            if (result.type().equals("NoneType")) {
                continue;
            }
            // Behind a list of unknown length nobody can count.
            told &= result.type().equals("Tensor");
            found.add(new Output(result.path(), told ? OptionalInt.of(position++) : OptionalInt.empty()));
        }
        return List.copyOf(found);
    }

    /** The output with this path, or the one it is part of. */
    Optional<Output> output(String path) {
        return path.isEmpty() && outputs.size() != 1
                ? Optional.empty()
                : outputs.stream()
                        .filter(o -> o.path().equals(path)
                                || path.startsWith(o.path() + ".")
                                || o.path().isEmpty())
                        .findFirst()
                        .or(() -> Optional.of(new Output(path, OptionalInt.empty())))
                        .filter(o -> !o.path().isEmpty() || o.position().isPresent());
    }

    /** @param path of the value in what forward returns; "" where it cannot be told */
    Answer takes(String path) {
        return switch (loss) {
            case LossSpec.Sum _, LossSpec.Mean _, LossSpec.Square _ -> Answer.YES;
            case LossSpec.Keys(String contains) ->
                path.isEmpty() || FlowEdge.Part.isUnknown(path)
                        ? Answer.UNKNOWN
                        : FlowEdge.Part.shown(path.split("\\.", 2)[0]).contains(contains) ? Answer.YES : Answer.NO;
            case LossSpec.Outputs(List<Integer> use, LossSpec.Reduce _) ->
                output(path)
                        .map(Output::position)
                        .filter(OptionalInt::isPresent)
                        .map(p -> use.contains(p.getAsInt()) ? Answer.YES : Answer.NO)
                        .orElse(Answer.UNKNOWN);
        };
    }

    /** The edges on which values come into the loss, or may come into it. */
    List<FlowEdge> entries(FlowReach flow) {
        return end.map(flow::entering).orElse(List.of()).stream()
                .filter(e -> e.routes().stream().anyMatch(p -> takes(p.given()) != Answer.NO))
                .toList();
    }
}
