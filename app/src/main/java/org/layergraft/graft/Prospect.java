package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Tensors;
import org.layergraft.torchscript.Value;

/**
 * Everywhere that an edit would put its layer, and what is known there. Made once for a place, it tells what the edit would add with
 * any hyper-parameters, quickly enough for every key stroke: nothing is rewritten and nothing is run.
 */
public final class Prospect {

    /**
     * @param module that the layer goes into, around or in the place of, @param layer its path afterwards
     * @param runs how often it runs in one forward
     * @param gone what a replacement takes away; its operations are empty where they cannot be counted
     */
    record Spot(String module, String layer, Site site, long runs, Estimate gone) {}

    private static final Estimate NOTHING = new Estimate(0, 0, OptionalLong.of(0));

    private final List<Spot> places;
    private final boolean reads;
    private final DType dtype;

    private Prospect(List<Spot> places, boolean reads, DType dtype) {
        this.places = List.copyOf(places);
        this.reads = reads;
        this.dtype = dtype;
    }

    /**
     * @param edit one that adds a layer; its hyper-parameters do not count
     * @param shapes asked for every value that a layer would be given
     * @throws LayergraftException when the edit cannot be made anywhere, whatever the hyper-parameters
     */
    public static Prospect of(Grafted now, Edit edit, ShapeSource shapes) throws LayergraftException {
        var draft = new Draft(now.model(), shapes, Optional.of(now.code()));
        var dtype = draft.tree().parameters().values().stream()
                .map(Value.Tensor::dtype)
                .filter(DType::isFloating)
                .findFirst()
                .orElse(DType.FLOAT32);
        return new Prospect(new Finder(draft, edit).places(), !(edit instanceof Edit.Declare), dtype);
    }

    /**
     * What the edit would add, over all modules that would get the layer; a module that it does not fit is left out, as the edit leaves
     * it out.
     *
     * @return empty where it fits nowhere, and where only reading a file tells
     */
    public Optional<Estimate> adds(LayerSpec layer) {
        return adds(layer, _ -> Optional.empty());
    }

    /** What was measured of a layer: what it was given, and how often. */
    record Measured(Shape input, long runs) {}

    /** By the layer's path. */
    @FunctionalInterface
    interface Measurements {
        Optional<Measured> of(String layer);
    }

    Optional<Estimate> adds(LayerSpec layer, Measurements measurements) {
        var kind = LayerKinds.find(layer.kind()).orElseThrow(() -> new IllegalArgumentException(layer.kind()));
        var sum = Optional.<Estimate>empty();
        for (var place : places) {
            var measured = measurements.of(place.layer());
            var site = measured.isPresent() ? place.site().shaped(measured.map(Measured::input)) : place.site();
            var own = layer.in(place.module());
            var found = own.map(spec -> LayerSettings.check(kind, spec, site));
            if (found.isEmpty() || !found.get().misfits().isEmpty()) {
                continue;
            }
            var settings = found.get().values();
            if (CustomKinds.isFile(kind, settings)) {
                return Optional.empty();
            }
            var blueprint = kind.blueprint().apply(settings);
            var once = reads ? flops(kind, settings, site) : OptionalLong.of(0);
            var runs = measured.map(Measured::runs).orElse(place.runs());
            var fresh = new Estimate(blueprint.parameters(), blueprint.bytes(dtype.bytes()), times(once, runs));
            var gone = new Estimate(
                    place.gone().parameters(),
                    place.gone().bytes(),
                    times(place.gone().flops(), runs));
            sum = Optional.of(sum.orElse(NOTHING).plus(fresh).minus(gone));
        }
        return sum;
    }

    private static OptionalLong flops(LayerKind kind, Settings settings, Site site) {
        return site.shape()
                .flatMap(input -> kind.output(settings, input)
                        .map(output -> OptionalLong.of(kind.flops().of(settings, input, output))))
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong times(OptionalLong once, long runs) {
        return once.isPresent() ? OptionalLong.of(once.getAsLong() * runs) : once;
    }

    /** Looks for the places of one edit. */
    private static final class Finder {

        private final Draft draft;
        private final Edit edit;
        private final SiteFinder sites;
        private final Calls calls;
        private final LayerSpec layer;

        Finder(Draft draft, Edit edit) throws LayergraftException {
            this.draft = draft;
            this.edit = edit;
            this.sites = new SiteFinder(draft);
            this.calls = new Calls(draft.graph());
            this.layer = edit.added().orElseThrow(() -> new IllegalArgumentException(edit.toString()));
        }

        List<Spot> places() throws LayergraftException {
            var places = new ArrayList<Spot>();
            switch (edit) {
                case Edit.Declare(String module, var _, Edit.Scope scope) -> in(places, module, scope);
                case Edit.Insert(String module, String after, var _, Edit.Scope scope) ->
                    in(places, holder(module, after), scope);
                case Edit.Branch(String module, String after, var _, var _, var _, Edit.Scope scope) ->
                    in(places, holder(module, after), scope);
                case Edit.Wrap wrap -> {
                    for (String path : Wrapper.places(draft, wrap)) {
                        places.add(place(path, ModuleTree.join(path, layer.name()), NOTHING));
                    }
                }
                case Edit.Replace replace -> {
                    for (String path : Replacer.places(draft, replace)) {
                        places.add(replaced(path));
                    }
                }
                case Edit.Remove _, Edit.Freeze _, Edit.Unfreeze _, Edit.AddZero _, Edit.Rename _ ->
                    throw new IllegalArgumentException(edit.toString());
            }
            return places;
        }

        private String holder(String module, String after) throws LayergraftException {
            return Place.of(draft, module, after).module();
        }

        private void in(List<Spot> places, String module, Edit.Scope scope) throws LayergraftException {
            var tree = draft.tree();
            var holder = tree.at(module);
            var holders = scope == Edit.Scope.ALL ? tree.instances(holder.className()) : List.of(holder);
            for (var one : holders) {
                String path = one == holder ? module : tree.paths(one).getFirst();
                places.add(place(path, ModuleTree.join(path, layer.name()), NOTHING));
            }
        }

        private Spot place(String module, String path, Estimate gone) throws LayergraftException {
            var tree = draft.tree();
            return new Spot(module, path, sites.full(edit, module), calls.of(tree.paths(tree.at(module))), gone);
        }

        private Spot replaced(String module) throws LayergraftException {
            int dot = module.lastIndexOf('.');
            String name = layer.name().isEmpty() ? module.substring(dot + 1) : layer.name();
            String path = ModuleTree.join(dot < 0 ? "" : module.substring(0, dot), name);
            var place = place(module, path, NOTHING);
            var old = draft.tree().at(module);
            long parameters = 0;
            long bytes = 0;
            for (var tensor : Tensors.in(old)) {
                bytes += tensor.shape().elements() * tensor.dtype().bytes();
            }
            var distinct = Collections.newSetFromMap(new IdentityHashMap<Value.Tensor, Boolean>());
            for (var entry : draft.tree().parameters().entrySet()) {
                boolean inside = entry.getKey().startsWith(module + ".");
                if (inside && distinct.add(entry.getValue())) {
                    parameters += entry.getValue().shape().elements();
                }
            }
            return new Spot(
                    module,
                    path,
                    place.site(),
                    place.runs(),
                    new Estimate(parameters, bytes, Replaced.flops(place.site())));
        }
    }
}
