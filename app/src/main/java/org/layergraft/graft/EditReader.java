package org.layergraft.graft;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.layergraft.text.LayergraftException;

/** One edit from JSON; whatever it does not know it refuses with its place. */
final class EditReader {

    /** Sizes of single modules, see {@link LayerSpec#each()}. No layer has a hyper-parameter of that name. */
    static final String EACH = "each";

    private EditReader() {}

    static Edit edit(Fields f) throws LayergraftException {
        String op = f.text("op");
        switch (op) {
            case "declare" -> {
                f.only(List.of("op", "module", "layer", "scope"));
                return new Edit.Declare(f.text("module", ""), layer(f, true), scope(f));
            }
            case "insert" -> {
                f.only(List.of("op", "module", "after", "layer", "scope"));
                return new Edit.Insert(f.text("module", ""), f.text("after"), layer(f, true), scope(f));
            }
            case "branch" -> {
                f.only(List.of("op", "module", "after", "layer", "use", "weight", "scope"));
                var use = f.oneOf("use", Edit.Use.class, Edit.Use.IGNORED);
                return new Edit.Branch(
                        f.text("module", ""), f.text("after"), layer(f, true), use, f.number("weight", 1), scope(f));
            }
            case "wrap" -> {
                f.only(List.of("op", "module", "layer", "scope"));
                return new Edit.Wrap(f.text("module"), layer(f, true), scope(f));
            }
            case "replace" -> {
                f.only(List.of("op", "module", "layer", "scope"));
                return new Edit.Replace(f.text("module"), layer(f, false), scope(f));
            }
            case "rename" -> {
                f.only(List.of("op", "module", "to"));
                return new Edit.Rename(f.text("module"), f.text("to"));
            }
            case "remove", "freeze", "unfreeze" -> {
                f.only(List.of("op", "module"));
                String target = f.text("module");
                return switch (op) {
                    case "remove" -> new Edit.Remove(target);
                    case "freeze" -> new Edit.Freeze(target);
                    default -> new Edit.Unfreeze(target);
                };
            }
            case "add_zero" -> {
                f.only(List.of("op", "parameters"));
                return new Edit.AddZero(f.text("parameters"));
            }
            default -> throw Problems.of("script.op", f.place("op"), op);
        }
    }

    private static Edit.Scope scope(Fields f) throws LayergraftException {
        return f.oneOf("scope", Edit.Scope.class, Edit.Scope.THIS);
    }

    private static LayerSpec layer(Fields edit, boolean named) throws LayergraftException {
        var f = Fields.of(edit.node("layer"), edit.place("layer"));
        String id = f.text("kind");
        var kind = LayerKinds.find(id);
        if (kind.isEmpty()) {
            throw Problems.of(
                    "script.kind",
                    f.place("kind"),
                    id,
                    LayerKinds.all().stream().map(LayerKind::id).collect(Collectors.joining(", ")));
        }
        var hypers = kind.get().hypers().stream().map(HyperKind::name).toList();
        var known = new ArrayList<>(List.of("kind", "name"));
        known.addAll(hypers);
        boolean several = List.of("wrap", "replace").contains(edit.text("op"))
                && f.given(EACH).isPresent();
        var each = new LinkedHashMap<String, SequencedMap<String, Hyper>>();
        if (several) {
            known.add(EACH);
            var modules = Fields.of(f.node(EACH), f.place(EACH));
            for (var module : modules.json.properties()) {
                var own = Fields.of(module.getValue(), modules.place(module.getKey()));
                own.only(hypers);
                each.put(module.getKey(), hypers(own));
            }
        }
        f.only(known);
        return new LayerSpec(id, named ? f.text("name") : f.text("name", ""), hypers(f), each);
    }

    private static SequencedMap<String, Hyper> hypers(Fields f) throws LayergraftException {
        var hypers = new LinkedHashMap<String, Hyper>();
        for (var field : f.json.properties()) {
            if (!List.of("kind", "name", EACH).contains(field.getKey())) {
                hypers.put(field.getKey(), hyper(field.getValue(), f.place(field.getKey())));
            }
        }
        return hypers;
    }

    private static Hyper hyper(JsonNode value, String place) throws LayergraftException {
        if (value.isBoolean()) {
            return new Hyper.Flag(value.booleanValue());
        }
        if (value.isTextual()) {
            return new Hyper.Word(value.textValue());
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return new Hyper.Whole(value.longValue());
        }
        if (value.isNumber()) {
            return new Hyper.Real(value.doubleValue());
        }
        if (value.isArray()
                && StreamSupport.stream(value.spliterator(), false)
                        .allMatch(v -> v.isIntegralNumber() && v.canConvertToLong())) {
            return new Hyper.Wholes(StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::longValue)
                    .toList());
        }
        throw Problems.of("script.hyper", place);
    }

    /** The fields of one JSON object and where it stands. */
    record Fields(JsonNode json, String at) {

        static Fields of(JsonNode json, String at) throws LayergraftException {
            if (!json.isObject()) {
                throw Problems.of("script.type", at.isEmpty() ? "$" : at, "{ … }");
            }
            return new Fields(json, at);
        }

        String place(String field) {
            return at.isEmpty() ? field : at + "." + field;
        }

        void only(List<String> known) throws LayergraftException {
            for (var field : json.properties()) {
                if (!known.contains(field.getKey())) {
                    throw Problems.of("script.field", place(field.getKey()), String.join(", ", known));
                }
            }
        }

        private Optional<JsonNode> given(String field) {
            return Optional.ofNullable(json.get(field));
        }

        JsonNode node(String field) throws LayergraftException {
            return given(field).orElseThrow(() -> Problems.of("script.missing", place(field)));
        }

        String text(String field) throws LayergraftException {
            var value = node(field);
            if (!value.isTextual()) {
                throw Problems.of("script.type", place(field), "\"…\"");
            }
            return value.textValue();
        }

        String text(String field, String otherwise) throws LayergraftException {
            return given(field).isPresent() ? text(field) : otherwise;
        }

        double number(String field, double otherwise) throws LayergraftException {
            if (given(field).isEmpty()) {
                return otherwise;
            }
            if (!node(field).isNumber()) {
                throw Problems.of("script.type", place(field), "1.0");
            }
            return node(field).doubleValue();
        }

        <E extends Enum<E>> E oneOf(String field, Class<E> type, E otherwise) throws LayergraftException {
            if (given(field).isEmpty()) {
                return otherwise;
            }
            String wanted = text(field);
            for (E value : type.getEnumConstants()) {
                if (value.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                    return value;
                }
            }
            String all = Arrays.stream(type.getEnumConstants())
                    .map(v -> v.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" | "));
            throw Problems.of("script.type", place(field), all);
        }
    }
}
