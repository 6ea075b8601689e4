package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.GenericDictIterator;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Tuple;
import org.bytedeco.pytorch.global.torch;

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
            GenericDict dictionary = value.toGenericDict();
            GenericDictIterator entry = dictionary.begin();
            for (long i = 0; i < dictionary.size(); i++, entry.increment()) {
                IValue key = new IValue(entry.access().key());
                collect(new IValue(entry.access().value()), other -> put(value, dictionary, key, other));
            }
        }
    }

    /** The binding reads dictionaries only, so a function written for these very types writes. */
    private static void put(IValue value, GenericDict dictionary, IValue key, IValue other) {
        String keys = dictionary.keyType().get().annotation_str().getString();
        String values = dictionary.valueType().get().annotation_str().getString();
        CompilationUnit unit = torch.compile(
                String.format("def put(d: Dict[%s, %s], k: %s, v: %s):%n    d[k] = v%n", keys, values, keys, values));
        unit.get_functions().get(0).apply(new IValueVector(value, key, other));
    }
}
