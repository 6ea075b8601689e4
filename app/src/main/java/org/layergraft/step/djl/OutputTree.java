package org.layergraft.step.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The tensors in what forward returned, in order, and where they stood if it was a dictionary. Numbers, strings and None are
 * no outputs.
 *
 * @param flat depth first, dictionaries in insertion order
 * @param byKey the same by key of the outermost dictionary above each, be it inside a tuple; empty unless there is one
 */
record OutputTree(List<PtNDArray> flat, Optional<SequencedMap<String, List<PtNDArray>>> byKey) {

    /** Takes the tensors over into the manager and closes the value. */
    static OutputTree of(IValue value, PtNDManager manager, NativeCalls calls) {
        var walk = new Walk(manager, calls);
        walk.visit(value, Optional.empty());
        return new OutputTree(walk.flat, walk.dictionary ? Optional.of(walk.byKey) : Optional.empty());
    }

    private static final class Walk {
        private final PtNDManager manager;
        private final NativeCalls calls;
        private final List<PtNDArray> flat = new ArrayList<>();
        private final SequencedMap<String, List<PtNDArray>> byKey = new LinkedHashMap<>();
        private boolean dictionary;

        Walk(PtNDManager manager, NativeCalls calls) {
            this.manager = manager;
            this.calls = calls;
        }

        private void visit(IValue value, Optional<String> key) {
            if (value.isTensor()) {
                add(key, value.toTensor(manager));
            } else if (value.isMap()) {
                entries(calls.entries(value), key);
            } else if (value.isTensorList()) {
                for (PtNDArray array : value.toTensorArray(manager)) {
                    add(key, array);
                }
            } else if (value.isList()) {
                for (IValue item : value.toIValueArray()) {
                    visit(item, key);
                }
            } else if (value.isTuple()) {
                for (IValue item : value.toIValueTuple()) {
                    visit(item, key);
                }
            }
            value.close();
        }

        private void entries(IValue[] entries, Optional<String> around) {
            dictionary = true;
            for (int i = 0; i < entries.length; i += 2) {
                String own = entries[i].isString() ? entries[i].toStringValue() : "#" + i / 2;
                entries[i].close();
                String key = around.orElse(own);
                byKey.computeIfAbsent(key, _ -> new ArrayList<>());
                visit(entries[i + 1], Optional.of(key));
            }
        }

        private void add(Optional<String> key, PtNDArray array) {
            flat.add(array);
            key.ifPresent(k -> byKey.computeIfAbsent(k, _ -> new ArrayList<>()).add(array));
        }
    }
}
