package org.layergraft.diagnosis;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Shape;
import org.layergraft.step.Batches;
import org.layergraft.step.HostTensor;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.InputTree;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * BatchNorm takes its statistics from one rank's batch, and what evaluation uses later are rank 0's (ddp-semantics R1.7). Nothing
 * fails there, so it is told where a rank's batch is small.
 */
final class SmallBatches {

    /** From here down BatchNorm's error grows: Wu and He, Group Normalization (2018), figure 1. */
    static final int FEW = 16;

    private SmallBatches() {}

    /** One warning, or none. */
    static List<Problem> warnings(ModelGraph graph, StepPlan plan) {
        List<String> norms = graph.root()
                .walk()
                .filter(SmallBatches::normalises)
                .map(m -> m.path().isEmpty() ? m.type() : m.path())
                .toList();
        if (norms.isEmpty() || plan.worldSize() < 2) {
            return List.of();
        }
        OptionalLong samples = samples(plan);
        if (samples.isEmpty() || samples.getAsLong() >= FEW) {
            return List.of();
        }
        var named = Named.of(norms);
        String key = plan.switches().options().broadcastBuffers() ? "warning.batch_norm" : "warning.batch_norm.own";
        return List.of(Problem.of(
                Explanations.AREA,
                key,
                named.shown(),
                named.more(),
                named.count(),
                samples.getAsLong(),
                FEW,
                plan.worldSize()));
    }

    /** A module of torch.nn, or one that calls the function. Runs are in training mode. */
    private static boolean normalises(ModuleNode module) {
        return module.type().matches("BatchNorm[123]d")
                || module.forward().nodes().stream()
                        .anyMatch(n ->
                                n.kind() == FlowNode.Kind.OPERATOR && n.label().equals("batch_norm"));
    }

    /** Of the rank that has the fewest. */
    private static OptionalLong samples(StepPlan plan) {
        try {
            return switch (plan.inputs()) {
                case InputPlan.Generated(List<InputSpec> specs) ->
                    samples(
                            InputTree.of(specs.stream()
                                    .map(s -> new InputTree.Named<>(s.name(), s.shape()))
                                    .toList()),
                            shape -> shape);
                case InputPlan.Files _ -> inFiles(plan);
            };
        } catch (LayergraftException gone) {
            return OptionalLong.empty(); // the run itself could read them, so nothing is lost but this warning
        }
    }

    private static OptionalLong inFiles(StepPlan plan) throws LayergraftException {
        Batches batches = Batches.of(plan);
        LongStream.Builder all = LongStream.builder();
        for (int rank = 0; rank < plan.worldSize(); rank++) {
            samples(batches.arguments(rank, 1), HostTensor::shape).ifPresent(all::add);
        }
        return all.build().min();
    }

    /** The first argument's: the first size of a tensor, the length of a list. */
    private static <T> OptionalLong samples(List<InputTree<T>> arguments, Function<T, Shape> shape) {
        return arguments.isEmpty()
                ? OptionalLong.empty()
                : switch (arguments.getFirst()) {
                    case InputTree.Leaf<T>(T tensor) ->
                        shape.apply(tensor).sizes().stream()
                                .mapToLong(Long::longValue)
                                .findFirst();
                    case InputTree.Items<T>(var items) -> OptionalLong.of(items.size());
                    case InputTree.Entries<T> _ -> OptionalLong.empty();
                };
    }
}
