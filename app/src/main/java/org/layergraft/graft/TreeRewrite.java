package org.layergraft.graft;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.Value;

/** Makes the object tree anew where something changes. What was shared stays shared, what did not change is not copied. */
final class TreeRewrite {

    private final Map<Value.Instance, String> classNames = new IdentityHashMap<>();
    private final Map<Value.Instance, Map<String, Value>> added = new IdentityHashMap<>();
    private final Map<Value.Instance, List<String>> removed = new IdentityHashMap<>();
    private final Map<Value.Instance, Map<String, String>> renamed = new IdentityHashMap<>();
    private final Map<Value.Instance, Value.Instance> instances = new IdentityHashMap<>();
    private final Map<Value.Tensor, Value.Tensor> tensors = new IdentityHashMap<>();
    private final Map<Value, Value> made = new IdentityHashMap<>();

    TreeRewrite retype(Value.Instance module, String className) {
        classNames.put(module, className);
        return this;
    }

    TreeRewrite add(Value.Instance module, String attribute, Value value) {
        added.computeIfAbsent(module, _ -> new java.util.LinkedHashMap<>()).put(attribute, value);
        return this;
    }

    TreeRewrite remove(Value.Instance module, String attribute) {
        removed.computeIfAbsent(module, _ -> new ArrayList<>()).add(attribute);
        return this;
    }

    /** The attribute keeps its place among the others. */
    TreeRewrite rename(Value.Instance module, String attribute, String to) {
        renamed.computeIfAbsent(module, _ -> new java.util.HashMap<>()).put(attribute, to);
        return this;
    }

    /** Wherever the module stands. What is inside {@code by} is taken as it is. */
    TreeRewrite replace(Value.Instance module, Value.Instance by) {
        instances.put(module, by);
        return this;
    }

    TreeRewrite replace(Value.Tensor tensor, Value.Tensor by) {
        tensors.put(tensor, by);
        return this;
    }

    Value.Instance in(Value.Instance root) {
        return (Value.Instance) of(root);
    }

    private Value of(Value value) {
        var known = made.get(value);
        if (known == null) {
            known = build(value);
            made.put(value, known);
        }
        return known;
    }

    private Value build(Value value) {
        return switch (value) {
            case Value.Tensor tensor -> tensors.getOrDefault(tensor, tensor);
            case Value.Tuple(List<Value> items) -> {
                var fresh = all(items);
                yield same(items, fresh) ? value : new Value.Tuple(fresh);
            }
            case Value.Items list -> {
                var fresh = all(list.items());
                yield same(list.items(), fresh) ? value : new Value.Items(fresh, list.type());
            }
            case Value.Dict dict -> dict(dict);
            case Value.Global(String name, Value argument) -> {
                var fresh = of(argument);
                yield fresh == argument ? value : new Value.Global(name, fresh);
            }
            case Value.Instance object -> instances.containsKey(object) ? instances.get(object) : instance(object);
            case Value.None _, Value.Bool _, Value.Int _, Value.Real _, Value.Complex _, Value.Text _, Value.Device _ ->
                value;
        };
    }

    private List<Value> all(List<Value> items) {
        return items.stream().map(this::of).toList();
    }

    private static boolean same(List<Value> a, List<Value> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    private Value.Dict dict(Value.Dict dict) {
        var values = dict.entries().stream().map(Map.Entry::getValue).toList();
        var fresh = all(values);
        if (same(values, fresh)) {
            return dict;
        }
        var entries = new ArrayList<Map.Entry<Value, Value>>();
        for (int i = 0; i < fresh.size(); i++) {
            entries.add(Map.entry(dict.entries().get(i).getKey(), fresh.get(i)));
        }
        return new Value.Dict(entries, dict.type());
    }

    private Value.Instance instance(Value.Instance object) {
        var state = of(object.state());
        var less = removed.getOrDefault(object, List.of());
        var more = added.getOrDefault(object, Map.of());
        var names = renamed.getOrDefault(object, Map.of());
        if (state instanceof Value.Dict dict && !(less.isEmpty() && more.isEmpty() && names.isEmpty())) {
            var entries = new ArrayList<Map.Entry<Value, Value>>();
            for (var entry : dict.entries()) {
                if (!(entry.getKey() instanceof Value.Text(String name))) {
                    entries.add(entry);
                } else if (!less.contains(name)) {
                    entries.add(
                            names.containsKey(name)
                                    ? Map.entry(new Value.Text(names.get(name)), entry.getValue())
                                    : entry);
                }
            }
            more.forEach((name, value) -> entries.add(Map.entry(new Value.Text(name), value)));
            state = new Value.Dict(entries, dict.type());
        }
        String className = classNames.getOrDefault(object, object.className());
        return state == object.state() && className.equals(object.className())
                ? object
                : new Value.Instance(className, state);
    }

    /** The model with the tree changed and nothing else. */
    ScriptModel in(ScriptModel model) {
        return model.with(model.code(), in(model.module()), model.storages(), model.others());
    }
}
