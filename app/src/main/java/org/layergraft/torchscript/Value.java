package org.layergraft.torchscript;

import java.util.List;
import java.util.Map;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * What {@code data.pkl} holds. Values that a pickle can share (objects, tensors, lists, dictionaries) are classes compared by
 * identity: two attributes that hold the same {@link Instance} are tied, and stay tied when written. All are immutable.
 */
public sealed interface Value {

    record None() implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    record Complex(double real, double imaginary) implements Value {}

    record Text(String value) implements Value {}

    /** {@code torch.device}. */
    record Device(String value) implements Value {}

    record Tuple(List<Value> items) implements Value {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /** A list; {@code type} is the TorchScript type it was tagged with, e.g. {@code List[int]}, or "". */
    final class Items implements Value {
        private final List<Value> items;
        private final String type;

        public Items(List<Value> items, String type) {
            this.items = List.copyOf(items);
            this.type = type;
        }

        public List<Value> items() {
            return items;
        }

        public String type() {
            return type;
        }
    }

    /** A dictionary in insertion order; {@code type} as in {@link Items}. */
    final class Dict implements Value {
        private final List<Map.Entry<Value, Value>> entries;
        private final String type;

        public Dict(List<Map.Entry<Value, Value>> entries, String type) {
            this.entries = List.copyOf(entries);
            this.type = type;
        }

        public List<Map.Entry<Value, Value>> entries() {
            return entries;
        }

        public String type() {
            return type;
        }
    }

    /**
     * A module or another TorchScript object.
     *
     * <p>{@code state} is a {@link Dict} of attributes for plain objects, and anything for classes with {@code __setstate__}.
     */
    final class Instance implements Value {
        private final String className;
        private final Value state;

        public Instance(String className, Value state) {
            this.className = className;
            this.state = state;
        }

        /** {@code __torch__.torch.nn.modules.linear.Linear}. */
        public String className() {
            return className;
        }

        public Value state() {
            return state;
        }
    }

    /** An enum member or another global that is looked up by name; {@code argument} is what it is called with. */
    record Global(String name, Value argument) implements Value {}

    /** A tensor: a view of a storage. Strides and offset count elements. */
    final class Tensor implements Value {
        private final String storage;
        private final String storageType;
        private final String device;
        private final long storageElements;
        private final long offset;
        private final Shape shape;
        private final List<Long> strides;
        private final boolean requiresGrad;
        private final DType dtype;

        public Tensor(
                String storage,
                String storageType,
                String device,
                long storageElements,
                long offset,
                Shape shape,
                List<Long> strides,
                boolean requiresGrad,
                DType dtype) {
            this.storage = storage;
            this.storageType = storageType;
            this.device = device;
            this.storageElements = storageElements;
            this.offset = offset;
            this.shape = shape;
            this.strides = List.copyOf(strides);
            this.requiresGrad = requiresGrad;
            this.dtype = dtype;
        }

        /** Key of the storage: its entry is {@code data/<key>}. */
        public String storage() {
            return storage;
        }

        /** {@code FloatStorage}, {@code LongStorage} … as pickled. */
        public String storageType() {
            return storageType;
        }

        public String device() {
            return device;
        }

        public long storageElements() {
            return storageElements;
        }

        public long offset() {
            return offset;
        }

        public Shape shape() {
            return shape;
        }

        public List<Long> strides() {
            return strides;
        }

        public boolean requiresGrad() {
            return requiresGrad;
        }

        public DType dtype() {
            return dtype;
        }

        public Tensor withRequiresGrad(boolean wanted) {
            return new Tensor(storage, storageType, device, storageElements, offset, shape, strides, wanted, dtype);
        }
    }
}
