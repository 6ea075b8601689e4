package org.layergraft.torchscript;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A value as text that tells what is shared: equal texts mean equal trees with the same sharing. */
final class Described {

    private final Map<Value, Integer> seen = new IdentityHashMap<>();

    static String tree(Value value) {
        return new Described().of(value);
    }

    private String of(Value value) {
        return switch (value) {
            case Value.None _, Value.Bool _, Value.Int _, Value.Complex _, Value.Text _, Value.Device _ ->
                value.toString();
            case Value.Real(double d) -> "Real" + Double.doubleToRawLongBits(d);
            case Value.Tuple tuple -> "(" + all(tuple.items()) + ")";
            case Value.Global(String name, Value argument) -> name + "(" + of(argument) + ")";
            case Value.Items _, Value.Dict _, Value.Instance _, Value.Tensor _ -> {
                var known = seen.get(value);
                if (known != null) {
                    yield "#" + known;
                }
                var text = shared(value);
                seen.put(value, seen.size());
                yield text + "=#" + (seen.size() - 1);
            }
        };
    }

    private String shared(Value value) {
        return switch (value) {
            case Value.Items list -> list.type() + "[" + all(list.items()) + "]";
            case Value.Dict dict ->
                dict.type()
                        + dict.entries().stream()
                                .map(e -> of(e.getKey()) + ":" + of(e.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
            case Value.Instance object -> object.className() + "<" + of(object.state()) + ">";
            case Value.Tensor t ->
                "Tensor" + t.storage() + t.storageType() + t.device() + t.storageElements() + "+" + t.offset()
                        + t.shape().sizes() + t.strides() + t.requiresGrad() + t.dtype();
            default -> throw new AssertionError(value);
        };
    }

    private String all(Iterable<Value> values) {
        var text = new StringBuilder();
        values.forEach(v -> text.append(of(v)).append(','));
        return text.toString();
    }
}
