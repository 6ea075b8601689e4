package org.layergraft.graft;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

/** Finds out what is known about a place: first from the graph, then, only if the layer needs more, from a run. */
final class SiteFinder {

    private final Draft draft;
    /** Of the version that {@link #widthsOf} is the graph of. */
    private Optional<Widths> widths = Optional.empty();

    private Optional<ModelGraph> widthsOf = Optional.empty();

    SiteFinder(Draft draft) {
        this.draft = draft;
    }

    /** Of a value. @param module in whose forward the node stands */
    Site value(LayerSpec layer, String module, String node) throws LayergraftException {
        return measured(layer, node, new Site(proven(module, node), width(module, node), Optional.empty()));
    }

    /** Of what a module gives, for a layer that is wrapped around it. */
    Site result(LayerSpec layer, String path) throws LayergraftException {
        String node = path + "/@return";
        return measured(layer, node, new Site(proven(path, node), width(path, node), Optional.of(wrapped(path))));
    }

    /** Of what a module is given and gives, for a layer in its place. */
    Site argument(LayerSpec layer, String path) throws LayergraftException {
        var input = input(path);
        var wrapped = wrapped(path);
        String result = path + "/@return";
        var replaced = new Replaced(wrapped, proven(path, result), width(path, result));
        if (input.isEmpty()) {
            return new Site(Optional.empty(), OptionalLong.empty(), Optional.of(wrapped), Optional.of(replaced));
        }
        boolean open = LayerSettings.kind(layer).hypers().stream()
                .anyMatch(h -> !layer.hypers().containsKey(h.name())
                        && h.follows() instanceof Follows.Result(var given, var _)
                        && given.apply(replaced).isEmpty());
        var goal = open ? measured(replaced, result) : replaced;
        var site =
                new Site(proven(path, input.get()), width(path, input.get()), Optional.of(wrapped), Optional.of(goal));
        return measured(layer, input.get(), site);
    }

    private Replaced measured(Replaced proven, String result) throws LayergraftException {
        var shape = draft.shapes().of(draft.model(), result);
        if (shape.isEmpty()) {
            return proven;
        }
        draft.measured();
        return new Replaced(proven.module(), shape, proven.width());
    }

    /**
     * Everything that can be found out about where an edit's layer goes in one module, also what the layer does not need.
     *
     * @param holder the module that gets the layer, or whose place it takes
     */
    Site full(Edit edit, String holder) throws LayergraftException {
        return switch (edit) {
            case Edit.Insert(String module, String after, var _, var _) ->
                full(holder, moved(module, after, holder), Optional.empty());
            case Edit.Branch(String module, String after, var _, var _, var _, var _) ->
                full(holder, moved(module, after, holder), Optional.empty());
            case Edit.Wrap _ -> full(holder, holder + "/@return", Optional.of(wrapped(holder)));
            case Edit.Replace(var _, LayerSpec layer, var _) -> {
                var site = argument(layer, holder);
                var input = input(holder);
                yield input.isEmpty() || site.shape().isPresent()
                        ? site
                        : site.shaped(draft.shapes().of(draft.model(), input.get()));
            }
            case Edit.Declare _, Edit.Remove _, Edit.Freeze _, Edit.Unfreeze _, Edit.AddZero _, Edit.Rename _ ->
                Site.UNKNOWN;
        };
    }

    private Site full(String module, String node, Optional<Site.Wrapped> wrapped) throws LayergraftException {
        var proven = proven(module, node);
        var shape = proven.isPresent() ? proven : draft.shapes().of(draft.model(), node);
        return new Site(shape, width(module, node), wrapped);
    }

    /** The same node in another module of the class. */
    private String moved(String module, String after, String holder) throws LayergraftException {
        String from = Place.of(draft, module, after).module();
        return from.isEmpty() || !after.startsWith(from) ? after : holder + after.substring(from.length());
    }

    private Optional<String> input(String path) throws LayergraftException {
        return draft.graph().module(path).stream()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.INPUT)
                .map(FlowNode::id)
                .findFirst();
    }

    private Site.Wrapped wrapped(String path) throws LayergraftException {
        var type = draft.classAt(path);
        var module = draft.graph()
                .module(path)
                .orElseThrow(() -> Problems.of("module.unknown", path, Problems.nearest(path, List.of())));
        return new Site.Wrapped(module, ConvolutionText.read(type.span().in(draft.text(type))));
    }

    private OptionalLong width(String module, String node) throws LayergraftException {
        return widths().of(module, node);
    }

    private Optional<Shape> proven(String module, String node) throws LayergraftException {
        return widths().shape(module, node);
    }

    /** Kept while the model is the same: one edit asks for many modules. */
    private Widths widths() throws LayergraftException {
        var graph = draft.graph();
        if (widths.isEmpty() || widthsOf.filter(known -> known == graph).isEmpty()) {
            widths = Optional.of(new Widths(
                    graph, LossRule.of(draft.model()).inputs(), draft.model().code()));
            widthsOf = Optional.of(graph);
        }
        return widths.get();
    }

    private Site measured(LayerSpec layer, String node, Site proven) throws LayergraftException {
        if (!needsMore(layer, proven)) {
            return proven;
        }
        Optional<Shape> shape = draft.shapes().of(draft.model(), node);
        if (shape.isEmpty()) {
            return proven;
        }
        draft.measured();
        return proven.shaped(shape);
    }

    /** Is something left out that should follow from the place and does not yet? */
    private static boolean needsMore(LayerSpec layer, Site site) throws LayergraftException {
        var kind = LayerSettings.kind(layer);
        if (kind.role() == LayerKind.Role.BESIDE) {
            // Its sizes are those of the module, whatever goes through that.
            return false;
        }
        var found = LayerSettings.check(kind, layer, site).values();
        return kind.hypers().stream()
                .anyMatch(h -> h.required()
                        && h.follows().anywhere()
                        && !layer.hypers().containsKey(h.name())
                        && h.follows().from(site, found).isEmpty());
    }
}
