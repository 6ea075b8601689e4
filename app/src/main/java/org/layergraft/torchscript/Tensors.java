package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

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
            switch (value) {
                case Value.Tensor tensor -> found.add(tensor);
                case Value.Tuple(List<Value> items) -> items.forEach(left::push);
                case Value.Items list -> list.items().forEach(left::push);
                case Value.Dict dict ->
                    dict.entries().forEach(entry -> {
                        left.push(entry.getKey());
                        left.push(entry.getValue());
                    });
                case Value.Instance object -> left.push(object.state());
                case Value.Global global -> left.push(global.argument());
                case Value.None _,
                        Value.Bool _,
                        Value.Int _,
                        Value.Real _,
                        Value.Complex _,
                        Value.Text _,
                        Value.Device _ -> {}
            }
        }
        return found;
    }
}
