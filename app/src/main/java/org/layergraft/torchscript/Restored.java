package org.layergraft.torchscript;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of an object that was saved through {@code __getstate__}: the archive holds what that returned, and only the text of
 * {@code __setstate__} tells which attribute each part becomes. Follows assignments of the state and its entries; an attribute made
 * any other way is not known.
 */
final class Restored {

    private final ScriptUnit unit;
    private final Map<String, Value> variables = new HashMap<>();
    private final Map<String, Value> attributes = new LinkedHashMap<>();
    private final String self;

    private Restored(ScriptUnit unit, ScriptUnit.Function setState, Value state) {
        this.unit = unit;
        this.self = setState.arguments().get(0).name();
        variables.put(setState.arguments().get(1).name(), state);
    }

    /** {@link ScriptModel#attributes}, and those that {@code __setstate__} makes of any other state. */
    static Map<String, Value> attributes(ScriptCode code, Value.Instance instance) {
        var unit = code.unit(instance.className());
        var setState = code.syntax(instance.className()).map(c -> c.methods().get("__setstate__"));
        if (unit.isEmpty() || setState.isEmpty() || setState.get().arguments().size() != 2) {
            return ScriptModel.attributes(instance);
        }
        var restored = new Restored(unit.get(), setState.get(), instance.state());
        for (var statement : setState.get().body().map(Syntax::children).orElse(List.of())) {
            statement.kinds("assignment").forEach(restored::assign);
        }
        return restored.attributes;
    }

    private void assign(Syntax assignment) {
        var left = assignment.child("left");
        var value = assignment.child("right").flatMap(this::value);
        if (left.isPresent() && value.isPresent()) {
            bind(left.get(), value.get());
        }
    }

    private void bind(Syntax target, Value value) {
        switch (target.kind()) {
            case "identifier" -> variables.put(target.in(unit.text()), value);
            case "attribute" -> {
                if (text(target, "object").equals(self)) {
                    attributes.put(text(target, "attribute"), value);
                }
            }
            case "pattern_list", "tuple_pattern" -> {
                for (var i = 0; i < target.children().size(); i++) {
                    var part = target.children().get(i);
                    item(value, i).ifPresent(v -> bind(part, v));
                }
            }
            default -> {}
        }
    }

    private Optional<Value> value(Syntax expression) {
        var at = expression.bare();
        return switch (at.kind()) {
            case "identifier" -> Optional.ofNullable(variables.get(at.in(unit.text())));
            case "subscript" ->
                at.child("value")
                        .flatMap(this::value)
                        .flatMap(whole -> index(at).flatMap(i -> item(whole, i)));
            default -> Optional.empty();
        };
    }

    private Optional<Integer> index(Syntax subscript) {
        try {
            return subscript.child("subscript").map(i -> Integer.parseInt(i.in(unit.text())));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Value> item(Value whole, int index) {
        var items =
                switch (whole) {
                    case Value.Tuple(List<Value> all) -> all;
                    case Value.Items list -> list.items();
                    default -> List.<Value>of();
                };
        return index >= 0 && index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
    }

    private String text(Syntax at, String field) {
        return at.child(field).map(c -> c.in(unit.text())).orElse("");
    }
}
