package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Turns what the pickle machine left behind into immutable {@link Value}s; what was one object stays one object. */
final class ValueTree {

    /** Modules nest a few dozen deep. Readers of the tree recurse, and a file must not be able to exhaust their stack. */
    static final int DEEPEST = 500;

    private final Map<Object, Value> made = new IdentityHashMap<>();
    private final Map<Object, Boolean> underway = new IdentityHashMap<>();

    Value of(Object raw) {
        return of(raw, 0);
    }

    private Value of(Object raw, int depth) {
        if (depth > DEEPEST) {
            throw new Refusal("archive.tooDeep", DEEPEST);
        }
        return switch (raw) {
            case null -> new Value.None();
            case Boolean b -> new Value.Bool(b);
            case Integer i -> new Value.Int(i);
            case Long l -> new Value.Int(l);
            case Double d -> new Value.Real(d);
            case String s -> new Value.Text(s);
            case Raw.Ready(Value value) -> value;
            default -> shared(raw, depth);
        };
    }

    private Value shared(Object raw, int depth) {
        var known = made.get(raw);
        if (known != null) {
            return known;
        }
        if (underway.put(raw, true) != null) {
            // TorchScript memoizes an object after its contents, so it can never write a cycle.
            throw PickleReader.broken();
        }
        var value = build(raw, depth + 1);
        underway.remove(raw);
        made.put(raw, value);
        return value;
    }

    private Value build(Object raw, int depth) {
        return switch (raw) {
            case Object[] tuple -> new Value.Tuple(all(Arrays.asList(tuple), depth));
            case Raw.Sequence list -> new Value.Items(all(list.items, depth), list.type);
            case Raw.Mapping dict -> dict(dict, depth);
            case Raw.Made object when object.built -> new Value.Instance(object.className, of(object.state, depth));
            case Raw.Applied(String name, Object argument) -> new Value.Global(name, of(argument, depth));
            default -> throw PickleReader.broken();
        };
    }

    private Value.Dict dict(Raw.Mapping dict, int depth) {
        var entries = new ArrayList<Map.Entry<Value, Value>>(dict.keys.size());
        for (int i = 0; i < dict.keys.size(); i++) {
            entries.add(Map.entry(of(dict.keys.get(i), depth), of(dict.values.get(i), depth)));
        }
        return new Value.Dict(entries, dict.type);
    }

    private List<Value> all(List<?> raw, int depth) {
        var values = new ArrayList<Value>(raw.size());
        for (var item : raw) {
            values.add(of(item, depth));
        }
        return values;
    }
}
