package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.graft.LayerKind.Shaped;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.Problem;

/**
 * A layer at a place, looked at before anything is done: what is wrong, what was filled in, what comes out and what it costs. Cheap
 * enough for every key stroke.
 *
 * @param filled the layer with every hyper-parameter that was given or found
 * @param problems what is missing, out of range or does not fit; with one of them the edit is refused
 * @param warning what is allowed but rarely meant: a layer that is inserted gives another shape than it gets
 * @param output what comes out, where the input's shape is known
 * @param adds what it adds; empty while there are problems
 */
public record LayerCheck(
        LayerSpec filled,
        List<Misfit> problems,
        Optional<Problem> warning,
        Optional<Shape> output,
        Optional<Estimate> adds) {

    public LayerCheck {
        problems = List.copyOf(problems);
    }

    /** @param dtype of the model's parameters */
    public static LayerCheck of(LayerSpec layer, Site site, DType dtype) {
        var kind = LayerKinds.find(layer.kind()).orElseThrow(() -> new IllegalArgumentException(layer.kind()));
        var found = LayerSettings.check(kind, layer, site);
        var filled = new LayerSpec(layer.kind(), layer.name(), found.values().values());
        if (!found.misfits().isEmpty()) {
            return new LayerCheck(filled, found.misfits(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        var output = site.shape().flatMap(input -> output(kind, found.values(), input));
        var flops = output.map(out -> OptionalLong.of(
                        kind.flops().of(found.values(), site.shape().orElseThrow(), out)))
                .orElse(OptionalLong.empty());
        var blueprint = kind.blueprint().apply(found.values());
        var adds = new Estimate(blueprint.parameters(), blueprint.bytes(dtype.bytes()), flops);
        return new LayerCheck(
                filled, List.of(), changed(kind, found.values(), site, output), output, Optional.of(adds));
    }

    private static Optional<Shape> output(LayerKind kind, Settings settings, Shape input) {
        return kind.shape().of(settings, input) instanceof Shaped.Fits(Shape output)
                ? Optional.of(output)
                : Optional.empty();
    }

    private static Optional<Problem> changed(LayerKind kind, Settings settings, Site site, Optional<Shape> output) {
        if (output.isPresent()) {
            var input = site.shape().orElseThrow();
            return input.equals(output.get())
                    ? Optional.empty()
                    : Optional.of(Problem.of("graft", "check.changed", input, output.get()));
        }
        if (site.width().isEmpty()) {
            return Optional.empty();
        }
        // Only the last size is known: any shape that ends in it tells what a layer on the last size makes of it.
        long width = site.width().getAsLong();
        return output(kind, settings, Shape.of(1, width))
                .map(shape -> shape.sizes().getLast())
                .filter(size -> size != width)
                .map(size -> Problem.of("graft", "check.changed", width, size));
    }

    public boolean isPossible() {
        return problems.isEmpty();
    }
}
