package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.text.Problem;

/** What an edit did, as a sentence for menus and lists: "Declared parameter class_embed (32×512) in the root module". */
public final class EditTexts {

    private EditTexts() {}

    /** Look it up with {@link org.layergraft.text.Texts#get(Problem)}. */
    public static Problem describe(Edit edit) {
        return switch (edit) {
            case Edit.Declare(String module, LayerSpec layer, Edit.Scope scope) ->
                sentence("declared", layer, module, "", scope);
            case Edit.Insert(String module, String after, LayerSpec layer, Edit.Scope scope) ->
                sentence("inserted", layer, module, after, scope);
            case Edit.Branch(
                    String module,
                    String after,
                    LayerSpec layer,
                    Edit.Use use,
                    double weight,
                    Edit.Scope scope) ->
                sentence(
                        switch (use) {
                            case IGNORED -> "branched.ignored";
                            case OUTPUT -> "branched.output";
                            case LOSS -> "branched.loss";
                        },
                        layer,
                        module,
                        after,
                        scope,
                        weight);
            case Edit.Wrap(String module, LayerSpec layer, Edit.Scope scope) ->
                sentence(module.isEmpty() ? "wrapped.root" : "wrapped", layer, module, "", scope);
            case Edit.Replace(String module, LayerSpec layer, Edit.Scope scope) ->
                sentence("replaced", layer, module, "", scope);
            case Edit.Rename(String target, String to) -> Problem.of("graft", "edit.renamed", target, to);
            case Edit.Remove(String target) -> Problem.of("graft", "edit.removed", target);
            case Edit.Freeze(String target) ->
                Problem.of("graft", target.isEmpty() ? "edit.frozen.all" : "edit.frozen", target);
            case Edit.Unfreeze(String target) ->
                Problem.of("graft", target.isEmpty() ? "edit.unfrozen.all" : "edit.unfrozen", target);
            case Edit.AddZero(String parameters) ->
                Problem.of("graft", parameters.isEmpty() ? "edit.zero.all" : "edit.zero", parameters);
        };
    }

    /** What an edit adds, "+1,056 parameters, +4,224 bytes, +16,640 FLOPs a forward"; empty for one that adds nothing. */
    public static Optional<Problem> adds(Estimate estimate) {
        if (estimate.isNothing()) {
            return Optional.empty();
        }
        boolean counted = estimate.flops().orElse(0) != 0;
        var arguments = new ArrayList<Object>(List.of(estimate.parameters(), estimate.bytes()));
        estimate.flops().ifPresent(arguments::add);
        return Optional.of(Problem.of("graft", counted ? "edit.adds.flops" : "edit.adds", arguments.toArray()));
    }

    private static Problem sentence(
            String verb, LayerSpec layer, String module, String after, Edit.Scope scope, Object... more) {
        String all = scope == Edit.Scope.ALL ? ".all" : "";
        boolean bare = layer.kind().equals("parameter");
        String kind = LayerKinds.find(layer.kind()).map(LayerKind::label).orElse(layer.kind());
        String place =
                !verb.equals("declared") ? "" : (bare ? ".parameter" : "") + (module.isEmpty() ? ".root" : ".module");
        String named = (layer.name() + size(layer)).strip();
        // Only what stands in a module's place may go without a name.
        String key = "edit." + verb + place + (named.isEmpty() ? ".unnamed" : "") + all;
        var arguments = new ArrayList<Object>(List.of(kind, named, module, after));
        arguments.addAll(List.of(more));
        return Problem.of("graft", key, arguments.toArray());
    }

    /** {@code (32×512)}: the sizes that make the layer, as far as they are written; nothing where none is. */
    private static String size(LayerSpec layer) {
        var kind = LayerKinds.find(layer.kind());
        String sizes = layer.hypers().entrySet().stream()
                .filter(h -> kind.flatMap(k -> k.hyper(h.getKey()))
                        .filter(k -> !k.required())
                        .isEmpty())
                .flatMap(h -> switch (h.getValue()) {
                    case Hyper.Whole(long whole) -> Stream.of(whole);
                    case Hyper.Wholes(var list) -> list.stream();
                    case Hyper.Real _, Hyper.Flag _, Hyper.Word _ -> Stream.empty();
                })
                .map(String::valueOf)
                .collect(Collectors.joining("×"));
        return sizes.isEmpty() ? "" : " (" + sizes + ")";
    }
}
