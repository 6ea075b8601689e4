package org.layergraft.graft;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;

/** One edit as JSON; {@link EditReader} is its other half. */
final class EditWriter {

    private EditWriter() {}

    static ObjectNode json(Edit edit) {
        var json = JsonNodeFactory.instance.objectNode();
        switch (edit) {
            case Edit.Declare(String module, LayerSpec layer, Edit.Scope scope) -> {
                json.put("op", "declare").put("module", module);
                json.set("layer", layer(layer));
                json.put("scope", lower(scope));
            }
            case Edit.Insert(String module, String after, LayerSpec layer, Edit.Scope scope) -> {
                json.put("op", "insert").put("module", module).put("after", after);
                json.set("layer", layer(layer));
                json.put("scope", lower(scope));
            }
            case Edit.Branch(
                    String module,
                    String after,
                    LayerSpec layer,
                    Edit.Use use,
                    double weight,
                    Edit.Scope scope) -> {
                json.put("op", "branch").put("module", module).put("after", after);
                json.set("layer", layer(layer));
                json.put("use", lower(use)).put("weight", weight).put("scope", lower(scope));
            }
            case Edit.Wrap(String module, LayerSpec layer, Edit.Scope scope) -> {
                json.put("op", "wrap").put("module", module);
                json.set("layer", layer(layer));
                json.put("scope", lower(scope));
            }
            case Edit.Replace(String module, LayerSpec layer, Edit.Scope scope) -> {
                json.put("op", "replace").put("module", module);
                json.set("layer", layer(layer));
                json.put("scope", lower(scope));
            }
            case Edit.Rename(String target, String to) ->
                json.put("op", "rename").put("module", target).put("to", to);
            case Edit.Remove(String target) -> json.put("op", "remove").put("module", target);
            case Edit.Freeze(String target) -> json.put("op", "freeze").put("module", target);
            case Edit.Unfreeze(String target) -> json.put("op", "unfreeze").put("module", target);
            case Edit.AddZero(String parameters) -> json.put("op", "add_zero").put("parameters", parameters);
        }
        return json;
    }

    private static ObjectNode layer(LayerSpec layer) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", layer.kind()).put("name", layer.name());
        hypers(json, layer.hypers());
        if (!layer.each().isEmpty()) {
            var each = json.putObject(EditReader.EACH);
            layer.each().forEach((path, own) -> hypers(each.putObject(path), own));
        }
        return json;
    }

    private static void hypers(ObjectNode json, Map<String, Hyper> hypers) {
        hypers.forEach((name, value) -> {
            switch (value) {
                case Hyper.Whole(long whole) -> json.put(name, whole);
                case Hyper.Real(double real) -> json.put(name, real);
                case Hyper.Flag(boolean flag) -> json.put(name, flag);
                case Hyper.Word(String word) -> json.put(name, word);
                case Hyper.Wholes(var list) -> {
                    var array = json.putArray(name);
                    list.forEach(array::add);
                }
            }
        });
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
