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
 * @param byKey the same by key of the outermost value; empty unless that is a dictionary
 */
record OutputTree(List<PtNDArray> flat, Optional<SequencedMap<String, List<PtNDArray>>> byKey) {

    /** Takes the tensors over into the manager and closes the value. */
    static OutputTree of(IValue value, PtNDManager manager, NativeCalls calls) {
        if (!value.isMap()) {
            List<PtNDArray> flat = new ArrayList<>();
            flatten(value, manager, calls, flat);
            return new OutputTree(flat, Optional.empty());
        }
        SequencedMap<String, List<PtNDArray>> byKey = new LinkedHashMap<>();
        IValue[] entries = calls.entries(value);
        for (int i = 0; i < entries.length; i += 2) {
            List<PtNDArray> below = new ArrayList<>();
            String key = entries[i].isString() ? entries[i].toStringValue() : "#" + i / 2;
            entries[i].close();
            flatten(entries[i + 1], manager, calls, below);
            byKey.put(key, below);
        }
        value.close();
        return new OutputTree(byKey.values().stream().flatMap(List::stream).toList(), Optional.of(byKey));
    }

    private static void flatten(IValue value, PtNDManager manager, NativeCalls calls, List<PtNDArray> into) {
        if (value.isTensor()) {
            into.add(value.toTensor(manager));
        } else if (value.isMap()) {
            IValue[] entries = calls.entries(value);
            for (int i = 0; i < entries.length; i += 2) {
                entries[i].close();
                flatten(entries[i + 1], manager, calls, into);
            }
        } else if (value.isTensorList()) {
            into.addAll(List.of(value.toTensorArray(manager)));
        } else if (value.isList()) {
            flattenAll(value.toIValueArray(), manager, calls, into);
        } else if (value.isTuple()) {
            flattenAll(value.toIValueTuple(), manager, calls, into);
        }
        value.close();
    }

    private static void flattenAll(IValue[] values, PtNDManager manager, NativeCalls calls, List<PtNDArray> into) {
        for (IValue value : values) {
            flatten(value, manager, calls, into);
        }
    }
}
