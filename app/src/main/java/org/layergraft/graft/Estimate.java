package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Shape;
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
 * @param flops floating-point operations of the new layers in one forward at the current input, each running once, counted as {@link
 *     LayerKind#flops} says; empty where a shape is unknown
 */
public record Estimate(long parameters, long bytes, OptionalLong flops) {

    private static final Estimate NOTHING = new Estimate(0, 0, OptionalLong.of(0));

    /** Knows what was measured: the shape that the layer with that number among the added ones is given. */
    @FunctionalInterface
    private interface Given {
        Optional<Shape> to(int layer);
    }

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
        var graph = new Draft(last.model(), ShapeSource.NONE, last.code()).graph();
        var estimates = new ArrayList<Estimate>();
        for (int i = 0; i < edits.size(); i++) {
            var edit = edits.get(i);
            // Later edits may have renamed the layers, or removed them.
            var paths = last.steps().stream()
                    .filter(s -> s.edit() == edit)
                    .findFirst()
                    .map(Grafted.Step::added)
                    .orElse(List.of());
            estimates.add(of(
                    versions.get(i),
                    versions.get(i + 1),
                    edit,
                    ShapeSource.NONE,
                    layer -> layer < paths.size() ? input(graph, paths.get(layer), report) : Optional.empty()));
        }
        return List.copyOf(estimates);
    }

    private static Optional<Shape> input(ModelGraph graph, String path, ShapeReport report) {
        return graph.module(path).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .findFirst()
                .flatMap(n -> report.shape(n.id()));
    }

    private static Estimate of(Grafted before, Grafted after, Edit edit, ShapeSource shapes, Given given)
            throws LayergraftException {
        return new Estimate(
                parameters(after) - parameters(before),
                bytes(after.model()) - bytes(before.model()),
                flops(before, after, edit, shapes, given));
    }

    /** Neither more nor less than before. */
    public boolean isNothing() {
        return equals(NOTHING);
    }

    private static long parameters(Grafted grafted) throws LayergraftException {
        var tree = new Draft(grafted.model(), ShapeSource.NONE, grafted.code()).tree();
        var distinct = Collections.newSetFromMap(new IdentityHashMap<Value.Tensor, Boolean>());
        distinct.addAll(tree.parameters().values());
        return distinct.stream().mapToLong(t -> t.shape().elements()).sum();
    }

    private static long bytes(ScriptModel model) {
        return Tensors.in(model.module()).stream()
                .mapToLong(t -> t.shape().elements() * t.dtype().bytes())
                .sum();
    }

    private static OptionalLong flops(Grafted before, Grafted after, Edit edit, ShapeSource shapes, Given given)
            throws LayergraftException {
        if (edit.added().isEmpty() || edit instanceof Edit.Declare) {
            return OptionalLong.of(0);
        }
        var layer = edit.added().get();
        var kind = LayerSettings.kind(layer);
        var draft = new Draft(before.model(), shapes, before.code());
        var sites = new SiteFinder(draft);
        long sum = 0;
        var added = after.steps().getLast().added();
        for (int i = 0; i < added.size(); i++) {
            String path = added.get(i);
            var site = sites.full(edit, path.substring(0, Math.max(0, path.lastIndexOf('.'))), path);
            var measured = given.to(i);
            if (measured.isPresent()) {
                site = site.shaped(measured);
            }
            if (site.shape().isEmpty()) {
                return OptionalLong.empty();
            }
            var input = site.shape().get();
            var settings = LayerSettings.of(layer, site);
            if (!(kind.shape().of(settings, input) instanceof Shaped.Fits(var output))) {
                return OptionalLong.empty();
            }
            sum += kind.flops().of(settings, input, output);
        }
        return OptionalLong.of(sum);
    }
}
