package org.layergraft.diagnosis;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.layergraft.diagnosis.Differentiability.Cut;
import org.layergraft.diagnosis.FlowReach.Reached;
import org.layergraft.diagnosis.FlowReach.Step;
import org.layergraft.diagnosis.LossPick.Answer;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.step.LossSpec;

/**
 * Reads off the model's graph, forward from a parameter and back from the loss, why no gradient comes. The run says that it is so;
 * the graph, read without running, says why.
 */
final class GraphReasons {

    private final FlowReach flow;
    private final ModelGraph graph;
    private final LossPick loss;
    private final Set<String> leadingToLoss;

    GraphReasons(ModelGraph graph, LossSpec loss) {
        this.flow = new FlowReach(graph);
        this.graph = graph;
        this.loss = new LossPick(graph, loss);
        this.leadingToLoss =
                flow.leadingTo(this.loss.entries(flow), step -> cut(step).isEmpty());
    }

    /** For a parameter without any gradient. {@link Reason.Unknown} where the graph shows a way that is always taken. */
    Reason none(Parameter parameter) {
        List<FlowNode> readers = flow.readers(parameter);
        if (readers.isEmpty()) {
            ModuleNode owner = graph.module(parameter.module()).orElse(graph.root());
            return flow.isCalled(owner)
                    ? new Reason.NeverRead(parameter.module())
                    : new Reason.NeverCalled(uncalled(parameter.module()));
        }
        Reached all = flow.reach(readers, _ -> true);
        if (!atEnd(all)) {
            return deadEnd(readers, all);
        }
        Reached smooth = flow.reach(readers, step -> cut(step).isEmpty());
        List<String> paths = pathsAtEnd(smooth);
        if (paths.isEmpty()) {
            return broken(smooth).orElseGet(Reason.Unknown::new);
        }
        if (paths.stream().noneMatch(p -> loss.takes(p) == Answer.YES)) {
            return notInLoss(readers.getFirst(), smooth, paths);
        }
        return branch(readers)
                .<Reason>map(b -> new Reason.OnlyInBranch(flow.owner(b).path(), b))
                .orElseGet(Reason.Unknown::new);
    }

    /** How far a gradient can come from, and what stops it. */
    GradientPath path(Parameter parameter) {
        Reached smooth = flow.reach(flow.readers(parameter), step -> cut(step).isEmpty());
        var ends = new LinkedHashSet<GradientPath.End>();
        smooth.refused().forEach(s -> ends.add(new GradientPath.End(s.to().id(), GradientPath.Kind.NO_GRADIENT)));
        String last = loss.end().map(FlowNode::id).orElse("");
        for (FlowReach.At place : smooth.places()) {
            if (place.node().equals(last)) {
                boolean taken = loss.takes(place.path()) != Answer.NO;
                ends.add(new GradientPath.End(last, taken ? GradientPath.Kind.LOSS : GradientPath.Kind.NOT_IN_LOSS));
            } else if (flow.endsAt(place)) {
                ends.add(new GradientPath.End(place.node(), GradientPath.Kind.UNUSED));
            }
        }
        return new GradientPath(parameter.name(), smooth.nodes(), List.copyOf(ends));
    }

    /** For a parameter whose gradient is there and exactly zero. */
    Reason zero(Parameter parameter) {
        List<FlowNode> readers = flow.readers(parameter);
        return onEveryWay(readers, s -> Differentiability.timesZero(s.to()))
                .<Reason>map(n -> new Reason.TimesZero(flow.owner(n).path(), n))
                .or(() -> onEveryWay(readers, s -> Differentiability.isRelu(s.to()))
                        .map(n -> new Reason.DeadRelu(flow.owner(n).path(), n)))
                .or(() -> fedBy(readers, Differentiability::isRelu)
                        .map(n -> new Reason.DeadRelu(flow.owner(n).path(), n)))
                .orElseGet(Reason.Zero::new);
    }

    /** For a parameter only part of which gets a gradient: a table that is looked up in, or a ReLU. */
    Optional<FlowNode> partly(Parameter parameter) {
        List<FlowNode> readers = flow.readers(parameter);
        return readers.stream()
                .flatMap(r -> flow.leaving(r).stream())
                .flatMap(e -> flow.node(e.to()).stream())
                .filter(n -> Set.of("embedding", "embedding_bag", "index", "index_select", "gather")
                        .contains(n.label()))
                .findFirst()
                .or(() -> onEveryWay(readers, s -> Differentiability.isRelu(s.to())))
                .or(() -> fedBy(readers, Differentiability::isRelu));
    }

    /** An operator on the way to the loss that can give NaN or infinity. */
    Optional<FlowNode> delicate(Parameter parameter) {
        Reached smooth = flow.reach(flow.readers(parameter), step -> cut(step).isEmpty());
        return smooth.nodes().stream()
                .flatMap(id -> flow.node(id).stream())
                .filter(Differentiability::isDelicate)
                .findFirst();
    }

    /** Whether the graph shows any way for a gradient from the loss to the parameter. */
    boolean showsAWay(Parameter parameter) {
        return flow.readers(parameter).stream().anyMatch(r -> leadingToLoss.contains(r.id()));
    }

    /** The {@code if} in which every reading, or every call of the reading module, stands. */
    Optional<FlowNode> branch(Parameter parameter) {
        List<FlowNode> readers = flow.readers(parameter);
        return readers.isEmpty() ? Optional.empty() : branch(readers);
    }

    private boolean atEnd(Reached reached) {
        return loss.end().map(FlowNode::id).filter(reached.nodes()::contains).isPresent();
    }

    private List<String> pathsAtEnd(Reached reached) {
        return reached.places().stream()
                .filter(p -> loss.end().filter(e -> e.id().equals(p.node())).isPresent())
                .map(FlowReach.At::path)
                .toList();
    }

    /** Nothing that was made of it reaches an output: where it ends. A value may only decide an {@code if}; that is no end. */
    private Reason deadEnd(List<FlowNode> readers, Reached all) {
        List<FlowNode> ends = all.places().stream()
                .filter(flow::endsAt)
                .flatMap(place -> flow.node(place.node()).stream())
                .filter(n -> n.kind() == Kind.CALL || n.kind() == Kind.OPERATOR)
                .toList();
        FlowNode end = ends.isEmpty() ? readers.getFirst() : ends.getFirst();
        String module = flow.owner(end).path();
        boolean itself = ends.stream()
                .allMatch(e -> e.kind() == Kind.CALL
                        && readers.stream()
                                .allMatch(r ->
                                        within(flow.owner(r).path(), e.module().orElse(""))));
        return itself && !ends.isEmpty()
                ? new Reason.UnusedResult(module, end)
                : new Reason.ReachesNoOutput(module, end);
    }

    private static boolean within(String path, String module) {
        return path.equals(module) || path.startsWith(module + ".") || module.isEmpty();
    }

    /** The first step on the way that passes no gradient, of those from which an output is reached. */
    private Optional<Reason> broken(Reached smooth) {
        List<Step> candidates = smooth.refused();
        Optional<Step> inLoss = candidates.stream()
                .filter(s -> pathsAtEnd(flow.reach(landing(s), _ -> true)).stream()
                        .anyMatch(p -> loss.takes(p) == Answer.YES))
                .findFirst();
        return inLoss.or(() -> candidates.stream()
                        .filter(s -> atEnd(flow.reach(landing(s), _ -> true)))
                        .findFirst())
                .flatMap(this::reason);
    }

    private List<FlowNode> landing(Step step) {
        return flow.node(step.at().node()).stream().toList();
    }

    private Optional<Reason> reason(Step step) {
        return cut(step).map(cut -> switch (cut) {
            case INDEX -> {
                FlowNode at = Differentiability.isChoice(step.from(), step.part()) ? step.from() : step.to();
                yield new Reason.OnlyIndex(flow.owner(at).path(), at);
            }
            case DETACH -> new Reason.Detached(flow.owner(step.to()).path(), step.to());
            case NO_GRAD -> {
                FlowNode at = withoutGrad(step.to()).orElse(step.to());
                yield new Reason.NoGrad(flow.owner(at).path(), at);
            }
            case OPERATOR -> new Reason.NotDifferentiable(flow.owner(step.to()).path(), step.to());
        });
    }

    private Optional<Cut> cut(Step step) {
        if (withoutGrad(step.to()).isPresent()) {
            return Optional.of(Cut.NO_GRAD);
        }
        if (Differentiability.isChoice(step.from(), step.part())) {
            return Optional.of(Cut.INDEX);
        }
        return Differentiability.isNumber(step.part())
                ? Optional.of(Cut.OPERATOR)
                : Differentiability.into(step.from(), step.to(), step.part());
    }

    /** The block that switches gradients off around an operator or a call. */
    private Optional<FlowNode> withoutGrad(FlowNode node) {
        return switch (node.kind()) {
            case CALL, OPERATOR ->
                flow.blocks(node).stream()
                        .filter(b -> Set.of("no_grad", "inference_mode", "enable_grad")
                                .contains(b.type()))
                        .findFirst()
                        .filter(b -> !b.type().equals("enable_grad"));
            case INPUT, OUTPUT, PARAMETER, BLOCK -> Optional.empty();
        };
    }

    private Reason notInLoss(FlowNode reader, Reached smooth, List<String> paths) {
        Optional<FlowNode> last = flow.entering(loss.end().orElseThrow()).stream()
                .flatMap(e -> flow.node(e.from()).stream())
                .filter(n -> smooth.nodes().contains(n.id()))
                .findFirst();
        Optional<LossPick.Output> output = paths.stream()
                .filter(p -> loss.takes(p) == Answer.NO)
                .findFirst()
                .flatMap(loss::output);
        return new Reason.NotInLoss(
                flow.owner(reader).path(),
                output.map(LossPick.Output::name).orElse(""),
                output.map(LossPick.Output::position).orElse(OptionalInt.empty()),
                last);
    }

    /** The first of these on the way to the loss, if no way avoids them all. */
    private Optional<FlowNode> onEveryWay(List<FlowNode> readers, Predicate<Step> wanted) {
        Reached smooth = flow.reach(readers, step -> cut(step).isEmpty());
        Reached without = flow.reach(readers, step -> cut(step).isEmpty() && !wanted.test(step));
        Function<Reached, Boolean> inLoss = r -> pathsAtEnd(r).stream().anyMatch(p -> loss.takes(p) != Answer.NO);
        return inLoss.apply(smooth) && !inLoss.apply(without)
                ? without.refused().stream().filter(wanted).map(Step::to).findFirst()
                : Optional.empty();
    }

    /** What the parameter is combined with comes out of one of these. */
    private Optional<FlowNode> fedBy(List<FlowNode> readers, Predicate<FlowNode> wanted) {
        List<FlowNode> users = readers.stream()
                .flatMap(r -> flow.leaving(r).stream())
                .flatMap(e -> flow.node(e.to()).stream())
                .toList();
        return users.stream()
                .flatMap(u -> sources(u, 0).stream())
                .filter(wanted)
                .findFirst();
    }

    /** Where a node's values come from, past calls and what only arranges them. */
    private List<FlowNode> sources(FlowNode node, int depth) {
        if (depth > 30) {
            return List.of();
        }
        return flow.entering(node).stream()
                .flatMap(e -> flow.node(e.from()).stream())
                .flatMap(from -> origin(from, depth).stream())
                .toList();
    }

    private Collection<FlowNode> origin(FlowNode from, int depth) {
        if (from.kind() == Kind.INPUT) {
            return flow.calls(flow.owner(from)).stream()
                    .flatMap(call -> sources(call, depth + 1).stream())
                    .toList();
        }
        if (from.kind() == Kind.CALL) {
            return from.module().flatMap(flow::module).stream()
                    .flatMap(m -> m.forward().nodes().stream())
                    .filter(n -> n.kind() == Kind.OUTPUT)
                    .flatMap(n -> sources(n, depth + 1).stream())
                    .toList();
        }
        return Differentiability.arranges(from) ? sources(from, depth + 1) : List.of(from);
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

    private Optional<FlowNode> branch(List<FlowNode> readers) {
        return readers.stream().allMatch(r -> enclosingIf(r, 0).isPresent())
                ? enclosingIf(readers.getFirst(), 0)
                : Optional.empty();
    }

    private Optional<FlowNode> enclosingIf(FlowNode node, int depth) {
        Optional<FlowNode> block = flow.blocks(node).stream()
                .filter(b -> b.label().startsWith("if") || b.label().startsWith("else"))
                .findFirst();
        if (block.isPresent()) {
            return block;
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
