package org.layergraft.graft;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.OptionalLong;
import org.layergraft.graft.LayerKind.Shaped;
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

    /**
     * Of an edit that is about to be made.
     *
     * @param shapes asked for the shapes that the new layers would be given; {@link ShapeSource#NONE} leaves the operations uncounted
     * @throws LayergraftException when the edit cannot be made
     */
    public static Estimate of(Grafted before, Edit edit, ShapeSource shapes) throws LayergraftException {
        var after = Grafter.then(before, edit, shapes);
        return new Estimate(
                parameters(after) - parameters(before),
                bytes(after.model()) - bytes(before.model()),
                flops(before, after, edit, shapes));
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

    private static OptionalLong flops(Grafted before, Grafted after, Edit edit, ShapeSource shapes)
            throws LayergraftException {
        if (edit.added().isEmpty() || edit instanceof Edit.Declare) {
            return OptionalLong.of(0);
        }
        var layer = edit.added().get();
        var kind = LayerSettings.kind(layer);
        var draft = new Draft(before.model(), shapes, before.code());
        var sites = new SiteFinder(draft);
        long sum = 0;
        for (String path : after.steps().getLast().added()) {
            var site = sites.full(edit, path.substring(0, Math.max(0, path.lastIndexOf('.'))), path);
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
