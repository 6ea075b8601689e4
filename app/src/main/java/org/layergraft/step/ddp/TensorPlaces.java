package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.pytorch.GenericDictIterator;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Tuple;

/** The tensors in a value, at any depth of tuples, lists and dictionaries, and how to put others in their places. */
final class TensorPlaces {

    private record Place(Tensor tensor, Consumer<IValue> put) {}

    private final Predicate<Tensor> wanted;
    private final List<Place> places = new ArrayList<>();
    private IValue root;

    private TensorPlaces(IValue root, Predicate<Tensor> wanted) {
        this.root = root;
        this.wanted = wanted;
    }

    static TensorPlaces in(IValue value, Predicate<Tensor> wanted) {
        TensorPlaces found = new TensorPlaces(value, wanted);
        found.collect(value, other -> found.root = other);
        return found;
    }

    List<Tensor> tensors() {
        return places.stream().map(Place::tensor).toList();
    }

    /** The value with these tensors instead; containers are changed where they are. @param others as many, in the same order */
    IValue with(List<Tensor> others) {
        for (int i = 0; i < places.size(); i++) {
            places.get(i).put().accept(new IValue(others.get(i)));
        }
        return root;
    }

    private void collect(IValue value, Consumer<IValue> put) {
        if (value.isTensor()) {
            Tensor tensor = LoadedModel.owned(value);
            if (tensor.defined() && wanted.test(tensor)) {
                places.add(new Place(tensor, put));
            }
        } else if (value.isTuple()) {
            Tuple tuple = value.toTuple();
            for (long i = 0; i < tuple.size(); i++) {
                long at = i;
                collect(new IValue(tuple.elements().asArrayRef().at(i)), other -> tuple.unsafeSetElement(at, other));
            }
        } else if (value.isList()) {
            GenericList list = value.toList();
            for (long i = 0; i < list.size(); i++) {
                long at = i;
                collect(list.get(i), other -> list.set(at, other));
            }
        } else if (value.isGenericDict()) {
            GenericDictIterator entry = value.toGenericDict().begin();
            long entries = value.toGenericDict().size();
            for (long i = 0; i < entries; i++, entry.increment()) {
                IValue held = entry.access().value();
                collect(held, held::put);
            }
        }
    }
}
