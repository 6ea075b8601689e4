package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.Problem;

/**
 * A layer at a place, looked at before anything is done: what is wrong, what was filled in, what comes out and what it costs. Cheap
 * enough for every key stroke.
 *
 * @param filled the layer with every hyper-parameter that was given or found
 * @param problems what is missing, out of range or does not fit; with one of them the edit is refused
 * @param warning what is allowed but rarely meant: what comes next would get another shape than before, or a layer in a module's place
 *     takes another
 * @param output what comes out, where the input's shape is known
 * @param adds what it adds; empty while there are problems
 * @param idle hyper-parameters that make no difference there, so that nobody need be asked for them
 */
public record LayerCheck(
        LayerSpec filled,
        List<Misfit> problems,
        Optional<Problem> warning,
        Optional<Shape> output,
        Optional<Estimate> adds,
        Set<String> idle) {

    public LayerCheck {
        problems = List.copyOf(problems);
        idle = Set.copyOf(idle);
    }

    /** @param dtype of the model's parameters */
    public static LayerCheck of(LayerSpec layer, Site site, DType dtype) {
        var kind = LayerKinds.find(layer.kind()).orElseThrow(() -> new IllegalArgumentException(layer.kind()));
        var found = LayerSettings.check(kind, layer, site);
        var filled = new LayerSpec(layer.kind(), layer.name(), found.values().values());
        var idle = kind.hypers().stream()
                .filter(h -> !h.counts().test(site, found.values()))
                .map(HyperKind::name)
                .collect(Collectors.toSet());
        if (!found.misfits().isEmpty()) {
            return new LayerCheck(filled, found.misfits(), Optional.empty(), Optional.empty(), Optional.empty(), idle);
        }
        var output = site.shape().flatMap(input -> kind.output(found.values(), input));
        var flops = output.map(out -> OptionalLong.of(
                        kind.flops().of(found.values(), site.shape().orElseThrow(), out)))
                .orElse(OptionalLong.empty());
        var blueprint = kind.blueprint().apply(found.values());
        var adds = new Estimate(blueprint.parameters(), blueprint.bytes(dtype.bytes()), flops);
        return new LayerCheck(
                filled, List.of(), Seam.of(kind, found.values(), site).warning(), output, Optional.of(adds), idle);
    }

    public boolean isPossible() {
        return problems.isEmpty();
    }
}
