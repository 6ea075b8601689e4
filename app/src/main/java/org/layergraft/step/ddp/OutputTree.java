package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.GenericDictIterator;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueArrayRef;
import org.bytedeco.pytorch.Tensor;

/**
 * The tensors of what forward returned: tensors, tuples (named ones too), lists and dictionaries, depth first, dictionaries in
 * insertion order. Objects of script classes are not entered, as neither DDP's search nor its sink enters a class of one's own
 * (ddp-semantics R3.3).
 *
 * @param dictionary whether there is a dictionary in it, be it inside a tuple
 */
record OutputTree(boolean dictionary, List<Leaf> leaves) {

    /** @param key of the outermost dictionary above this tensor, if that is a text; torchvision returns (losses, detections) */
    record Leaf(Optional<String> key, Tensor tensor) {}

    static OutputTree of(IValue output) {
        List<Leaf> leaves = new ArrayList<>();
        boolean dictionary = collect(output, Optional.empty(), true, leaves);
        return new OutputTree(dictionary, List.copyOf(leaves));
    }

    List<Tensor> tensors() {
        return leaves.stream().map(Leaf::tensor).toList();
    }

    /** The same tree with other tensors in the same places. */
    OutputTree with(List<Tensor> tensors) {
        List<Leaf> replaced = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            replaced.add(new Leaf(leaves.get(i).key(), tensors.get(i)));
        }
        return new OutputTree(dictionary, List.copyOf(replaced));
    }

    /** @param free no dictionary is around the value; @return whether there is one in it */
    private static boolean collect(IValue value, Optional<String> key, boolean free, List<Leaf> into) {
        boolean dictionary = false;
        if (value.isTensor()) {
            Tensor tensor = LoadedModel.owned(value);
            if (tensor.defined()) {
                into.add(new Leaf(key, tensor));
            }
        } else if (value.isTuple()) {
            IValueArrayRef elements = value.toTuple().elements().asArrayRef();
            for (long i = 0; i < elements.size(); i++) {
                dictionary |= collect(elements.at(i), key, free, into);
            }
        } else if (value.isList()) {
            GenericList list = value.toList();
            for (long i = 0; i < list.size(); i++) {
                dictionary |= collect(list.get(i), key, free, into);
            }
        } else if (value.isGenericDict()) {
            dictionary = true;
            collectEntries(value.toGenericDict(), key, free, into);
        }
        return dictionary;
    }

    private static void collectEntries(GenericDict dictionary, Optional<String> key, boolean free, List<Leaf> into) {
        GenericDictIterator entry = dictionary.begin();
        for (long i = 0; i < dictionary.size(); i++, entry.increment()) {
            IValue name = entry.access().key();
            Optional<String> below = !free
                    ? key
                    : name.isString() ? Optional.of(name.toStringRef().getString()) : Optional.empty();
            collect(entry.access().value(), below, false, into);
        }
    }
}
