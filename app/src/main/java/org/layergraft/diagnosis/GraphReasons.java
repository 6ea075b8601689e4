package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.LossSpec;

/** Finds why parameters that got no gradient got none. The run says that it is so; the graph, read without running, says why. */
final class GraphReasons {

    /** Operators whose result carries no gradient at all; torch/csrc/autograd/gen derivatives.yaml, {@code non_differentiable}. */
    private static final Set<String> CUTS = Set.of(
            "argmax",
            "argmin",
            "argsort",
            "nonzero",
            "one_hot",
            "gt",
            "lt",
            "ge",
            "le",
            "eq",
            "ne",
            "logical_and",
            "logical_or",
            "logical_not",
            "isnan",
            "isfinite",
            "isinf",
            "detach",
            "size",
            "item",
            "Int",
            "Bool",
            "int",
            "bool",
            "len",
            "multinomial",
            "bucketize",
            "searchsorted",
            "unique",
            "zeros_like",
            "ones_like",
            "empty_like",
            "full_like",
            "rand_like",
            "randn_like",
            "new_zeros",
            "new_ones",
            "new_full",
            "floor_divide");

    /** Operators with two results or a second argument, of which only one carries a gradient. */
    private static final Set<String> HALF_CUTS = Set.of(
            "topk",
            "sort",
            "max",
            "min",
            "median",
            "mode",
            "kthvalue",
            "cummax",
            "cummin",
            "gather",
            "index",
            "index_select",
            "embedding",
            "take_along_dim",
            "scatter",
            "masked_select",
            "where",
            "take");

    private final FlowReach flow;
    private final ModelGraph graph;
    private final LossSpec loss;

    GraphReasons(ModelGraph graph, LossSpec loss) {
        this.flow = new FlowReach(graph);
        this.graph = graph;
        this.loss = loss;
    }

    /** @param row the parameter's gradients as the ranks saw them */
    Reason of(Coverage row) {
        Reason seen = seenByRanks(row.ranks());
        return seen instanceof Reason.Unknown ? of(row.parameter()) : seen;
    }

    private static Reason seenByRanks(List<Gradient> ranks) {
        String without = places(ranks, s -> s == GradientState.NONE);
        String with = places(ranks, s -> s != GradientState.NONE && s != GradientState.FROZEN);
        return without.isEmpty() || with.isEmpty() ? new Reason.Unknown() : new Reason.OnlyOnSomeRanks(with, without);
    }

    private static String places(List<Gradient> ranks, Predicate<GradientState> wanted) {
        return IntStream.range(0, ranks.size())
                .filter(r -> wanted.test(ranks.get(r).state()))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private Reason of(Parameter parameter) {
        List<FlowNode> readers = flow.readers(parameter);
        if (readers.isEmpty()) {
            ModuleNode owner = graph.module(parameter.module()).orElse(graph.root());
            return flow.isCalled(owner)
                    ? new Reason.NeverRead(parameter.module())
                    : new Reason.NeverCalled(uncalled(parameter.module()));
        }
        FlowNode reader = readers.getFirst();
        String module = flow.owner(reader).path();
        Set<String> everything = flow.reachable(readers, _ -> false);
        if (!flow.reachesOutput(everything)) {
            return new Reason.ReachesNoOutput(module, reader.place());
        }
        return cut(readers, everything, CUTS)
                .or(() -> cut(readers, everything, HALF_CUTS))
                .or(() -> notInLoss(module))
                .or(() -> branch(readers))
                .orElse(new Reason.Unknown());
    }

    /** The outermost ancestor that nothing calls says more than the leaf. A container is never called itself, so it does not count. */
    private String uncalled(String path) {
        String outermost = path;
        for (String at = path; at.contains("."); ) {
            at = at.substring(0, at.lastIndexOf('.'));
            boolean callable = graph.module(at)
                    .filter(m -> !m.forward().nodes().isEmpty())
                    .filter(m -> !flow.isCalled(m))
                    .isPresent();
            if (callable) {
                outermost = at;
            }
        }
        return outermost;
    }

    /** The first such operator on the way, if no way to an output avoids all of them. */
    private Optional<Reason> cut(List<FlowNode> readers, Set<String> everything, Set<String> names) {
        Predicate<FlowNode> stops = n -> n.kind() == Kind.OPERATOR && names.contains(n.label());
        Set<String> smoothly = flow.reachable(readers, stops);
        if (flow.reachesOutput(smoothly)) {
            return Optional.empty();
        }
        return smoothly.stream()
                .sorted()
                .flatMap(id -> flow.node(id).stream())
                .filter(stops)
                .filter(n -> everything.contains(n.id()))
                .findFirst()
                .map(n -> new Reason.NotDifferentiable(flow.owner(n).path(), n.label(), n.place()));
    }

    private Optional<Reason> notInLoss(String module) {
        return switch (loss) {
            case LossSpec.Outputs _, LossSpec.Keys _ -> Optional.of(new Reason.NotInLoss(module));
            case LossSpec.Sum _, LossSpec.Mean _, LossSpec.Square _ -> Optional.empty();
        };
    }

    /** Every reading, or every call of the reading module, stands inside an {@code if}. */
    private Optional<Reason> branch(List<FlowNode> readers) {
        FlowNode reader = readers.getFirst();
        return readers.stream().allMatch(r -> enclosingIf(r, 0).isPresent())
                ? enclosingIf(reader, 0)
                        .map(b -> new Reason.OnlyInBranch(flow.owner(b).path(), b.place()))
                : Optional.empty();
    }

    private Optional<FlowNode> enclosingIf(FlowNode node, int depth) {
        for (Optional<FlowNode> block = node.block().flatMap(flow::node);
                block.isPresent();
                block = block.get().block().flatMap(flow::node)) {
            if (block.get().label().startsWith("if") || block.get().label().startsWith("else")) {
                return block;
            }
        }
        List<FlowNode> calls = flow.calls(flow.owner(node));
        return depth < 100
                        && !calls.isEmpty()
                        && calls.stream()
                                .allMatch(c -> enclosingIf(c, depth + 1).isPresent())
                ? enclosingIf(calls.getFirst(), depth + 1)
                : Optional.empty();
    }
}
