package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the tensors below a value. */
public final class Tensors {

    private Tensors() {}

    /** Every tensor once, in no particular order; a tensor that two attributes share counts as one. */
    public static List<Value.Tensor> in(Value root) {
        Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Value> left = new ArrayDeque<>(List.of(root));
        var found = new ArrayList<Value.Tensor>();
        while (!left.isEmpty()) {
            var value = left.pop();
            if (!seen.add(value)) {
                continue;
            }
            if (value instanceof Value.Tensor tensor) {
                found.add(tensor);
            }
            children(value).forEach(left::push);
        }
        return found;
    }

    /** What a value directly holds, in order. */
    static List<Value> children(Value value) {
        return switch (value) {
            case Value.Tuple(List<Value> items) -> items;
            case Value.Items list -> list.items();
            case Value.Dict dict ->
                dict.entries().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toList();
            case Value.Instance object -> List.of(object.state());
            case Value.Global global -> List.of(global.argument());
            case Value.Tensor _,
                    Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Complex _,
                    Value.Text _,
                    Value.Device _ -> List.of();
        };
    }
}
