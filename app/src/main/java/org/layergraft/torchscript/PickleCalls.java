package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.List;
import org.layergraft.model.Shape;

/** What the few functions that TorchScript's pickles name make of their arguments. */
final class PickleCalls {

    private PickleCalls() {}

    static Object call(PickleName name, Object argument) {
        return switch (name) {
            case PickleName.Function function -> call(function, arguments(argument));
            case PickleName.Declared(String qualified) -> new Raw.Applied(qualified, argument);
            case PickleName.Storage _, PickleName.Unsupported _, PickleName.Foreign _ -> throw PickleReader.broken();
        };
    }

    private static Object call(PickleName.Function function, Object[] arguments) {
        return switch (function) {
            case TENSOR -> tensor(arguments);
            // Backward hooks, which TorchScript writes empty and never reads.
            case ORDERED_DICT -> new Raw.Mapping();
            case DEVICE -> new Raw.Ready(new Value.Device(PickleReader.as(String.class, arguments[0])));
            case COMPLEX ->
                new Raw.Ready(new Value.Complex(
                        PickleReader.as(Double.class, arguments[0]), PickleReader.as(Double.class, arguments[1])));
            case INT_LIST, TENSOR_LIST, DOUBLE_LIST, BOOL_LIST ->
                tagged(arguments[0], function.listType().orElseThrow());
            case TYPE_TAG -> tagged(arguments[0], PickleReader.as(String.class, arguments[1]));
            case TENSOR_FROM_ID -> new Raw.Applied(function.qualified(), arguments);
        };
    }

    private static Object tagged(Object container, String type) {
        switch (container) {
            case Raw.Sequence list -> list.type = type;
            case Raw.Mapping dict -> dict.type = type;
            case null, default -> throw PickleReader.broken();
        }
        return container;
    }

    /** {@code ("storage", torch.FloatStorage, key, device, elements)} */
    static Raw.Storage storage(Object persistentId) {
        var parts = arguments(persistentId);
        if (parts.length != 5
                || !"storage".equals(parts[0])
                || !(parts[1] instanceof Raw.Named(PickleName.Storage(StorageType type)))) {
            throw PickleReader.broken();
        }
        return new Raw.Storage(
                PickleReader.as(String.class, parts[2]),
                type,
                PickleReader.as(String.class, parts[3]),
                count(parts[4]));
    }

    private static Raw.Ready tensor(Object[] arguments) {
        if (arguments.length == 7
                && !PickleReader.as(Raw.Mapping.class, arguments[6]).keys.isEmpty()) {
            // Conjugate and negative bits, which a Tensor value cannot carry.
            throw new Refusal("archive.unsupported", "a conjugate or negated view");
        }
        if (arguments.length < 6 || arguments.length > 7) {
            throw PickleReader.broken();
        }
        var storage = PickleReader.as(Raw.Storage.class, arguments[0]);
        var sizes = counts(arguments[2]);
        var strides = counts(arguments[3]);
        long offset = count(arguments[1]);
        var shape = new Shape(sizes);
        if (sizes.size() != strides.size()
                || shape.elements() > 0 && reach(offset, sizes, strides) > storage.elements()) {
            throw new Refusal("archive.damagedTensor", storage.key());
        }
        return new Raw.Ready(new Value.Tensor(
                storage.key(),
                storage.type().name(),
                storage.device(),
                storage.elements(),
                offset,
                shape,
                strides,
                PickleReader.as(Boolean.class, arguments[4]),
                storage.dtype()));
    }

    /** The number of storage elements a view needs: its last element's place, plus one. */
    private static long reach(long offset, List<Long> sizes, List<Long> strides) {
        long last = offset;
        for (int i = 0; i < sizes.size(); i++) {
            last = Math.addExact(last, Math.multiplyExact(sizes.get(i) - 1, strides.get(i)));
        }
        return Math.addExact(last, 1);
    }

    private static List<Long> counts(Object tuple) {
        var counts = new ArrayList<Long>();
        for (var item : arguments(tuple)) {
            counts.add(count(item));
        }
        return counts;
    }

    private static long count(Object number) {
        if ((number instanceof Integer || number instanceof Long) && ((Number) number).longValue() >= 0) {
            return ((Number) number).longValue();
        }
        throw PickleReader.broken();
    }

    private static Object[] arguments(Object tuple) {
        return PickleReader.as(Object[].class, tuple);
    }
}
