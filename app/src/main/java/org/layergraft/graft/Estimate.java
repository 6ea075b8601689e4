package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Tensors;
import org.layergraft.torchscript.Value;

/**
 * What a layer or an edit adds to a model; what it takes away counts negative.
 *
 * @param parameters elements of parameters
 * @param bytes of parameters, buffers and other tensors
 * @param flops floating-point operations of the new layers in one forward at the current input, as often as they are called there, less
 *     those of the layers they replace, counted as {@link LayerKind#flops} says; empty where a shape or an old layer is unknown
 */
public record Estimate(long parameters, long bytes, OptionalLong flops) {

    private static final Estimate NOTHING = new Estimate(0, 0, OptionalLong.of(0));

    /**
     * Of an edit that is about to be made.
     *
     * @param shapes asked for the shapes that the new layers would be given; {@link ShapeSource#NONE} leaves the operations uncounted
     *     where the graph does not prove them
     * @throws LayergraftException when the edit cannot be made
     */
    public static Estimate of(Grafted before, Edit edit, ShapeSource shapes) throws LayergraftException {
        return of(before, Grafter.then(before, edit, shapes), edit, shapes);
    }

    /** As {@link #of(Grafted, Edit, ShapeSource)}, where the edit was already made. */
    public static Estimate of(Grafted before, Grafted after, Edit edit, ShapeSource shapes) throws LayergraftException {
        return of(before, after, edit, shapes, _ -> Optional.empty());
    }

    /**
     * Of every edit of a log, in its order. Runs nothing.
     *
     * @param report of the model with all these edits; {@link ShapeReport#EMPTY} where it was not run
     * @throws LayergraftException when the edits cannot be made
     */
    public static List<Estimate> of(ScriptModel base, List<Edit> edits, ShapeReport report) throws LayergraftException {
        var versions = new ArrayList<>(List.of(Grafter.start(base)));
        for (var edit : edits) {
            versions.add(Grafter.then(versions.getLast(), edit));
        }
        var last = versions.getLast();
        var graph = new Draft(last.model(), ShapeSource.NONE, Optional.of(last.code())).graph();
        var estimates = new ArrayList<Estimate>();
        for (int i = 0; i < edits.size(); i++) {
            var edit = edits.get(i);
            // Later edits may have renamed the layers, or removed them.
            var then = versions.get(i + 1).steps().isEmpty()
                    ? List.<String>of()
                    : versions.get(i + 1).steps().getLast().added();
            var paths = last.steps().stream()
                    .filter(s -> s.edit() == edit)
                    .findFirst()
                    .map(Grafted.Step::added)
                    .orElse(List.of());
            estimates.add(of(versions.get(i), versions.get(i + 1), edit, ShapeSource.NONE, layer -> {
                int at = then.indexOf(layer);
                return at >= 0 && at < paths.size() ? measured(graph, paths.get(at), report) : Optional.empty();
            }));
        }
        return List.copyOf(estimates);
    }

    private static Optional<Prospect.Measured> measured(ModelGraph graph, String path, ShapeReport report) {
        return graph.module(path).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .findFirst()
                .flatMap(n -> report.shape(n.id())
                        .map(shape -> new Prospect.Measured(
                                shape, report.of(n.id()).orElseThrow().times())));
    }

    private static Estimate of(
            Grafted before, Grafted after, Edit edit, ShapeSource shapes, Prospect.Measurements measured)
            throws LayergraftException {
        return new Estimate(
                parameters(after) - parameters(before),
                bytes(after.model()) - bytes(before.model()),
                flops(before, edit, shapes, measured));
    }

    /** Neither more nor less than before. */
    public boolean isNothing() {
        return equals(NOTHING);
    }

    private static long parameters(Grafted grafted) throws LayergraftException {
        var tree = new Draft(grafted.model(), ShapeSource.NONE, Optional.of(grafted.code())).tree();
        var distinct = Collections.newSetFromMap(new IdentityHashMap<Value.Tensor, Boolean>());
        distinct.addAll(tree.parameters().values());
        return distinct.stream().mapToLong(t -> t.shape().elements()).sum();
    }

    private static long bytes(ScriptModel model) {
        return Tensors.in(model.module()).stream()
                .mapToLong(t -> t.shape().elements() * t.dtype().bytes())
                .sum();
    }

    private static OptionalLong flops(Grafted before, Edit edit, ShapeSource shapes, Prospect.Measurements measured)
            throws LayergraftException {
        if (edit.added().isEmpty() || edit instanceof Edit.Declare) {
            return OptionalLong.of(0);
        }
        return Prospect.of(before, edit, shapes)
                .adds(edit.added().get(), measured)
                .map(Estimate::flops)
                .orElse(OptionalLong.empty());
    }

    Estimate plus(Estimate other) {
        return new Estimate(
                parameters + other.parameters,
                bytes + other.bytes,
                flops.isPresent() && other.flops.isPresent()
                        ? OptionalLong.of(flops.getAsLong() + other.flops.getAsLong())
                        : OptionalLong.empty());
    }

    Estimate minus(Estimate other) {
        return plus(new Estimate(
                -other.parameters,
                -other.bytes,
                other.flops.isPresent() ? OptionalLong.of(-other.flops.getAsLong()) : other.flops));
    }
}
