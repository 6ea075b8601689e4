package org.layergraft.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;

/**
 * Writes a {@link Value} tree as TorchScript's own pickler does (protocol 2, the same functions, opcodes and memo), so that every
 * libtorch reads it. What is one object in the tree is one object in the pickle: tied parameters stay tied.
 *
 * <p>Source: torch/csrc/jit/serialization/pickler.cpp.
 */
final class PickleWriter {

    private static final int PROTOCOL = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Value, Integer> shared = new IdentityHashMap<>();
    private final Map<Object, Integer> equal = new HashMap<>();
    /** Values with more than one way to them. */
    private final Set<Value> repeated = Collections.newSetFromMap(new IdentityHashMap<>());

    private int memo;

    private PickleWriter() {}

    static byte[] write(Value value) {
        var writer = new PickleWriter();
        writer.findRepeated(value);
        writer.op(Opcodes.PROTO);
        writer.out.write(PROTOCOL);
        writer.value(value);
        writer.op(Opcodes.STOP);
        return writer.out.toByteArray();
    }

    private void findRepeated(Value root) {
        Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Value> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            var value = left.pop();
            if (seen.add(value)) {
                Tensors.children(value).forEach(left::push);
            } else {
                repeated.add(value);
            }
        }
    }

    private record GlobalName(String module, String name) {}

    private record StorageKey(String key, String type, String device, long elements) {}

    private void value(Value value) {
        switch (value) {
            case Value.None() -> op(Opcodes.NONE);
            case Value.Bool(boolean b) -> bool(b);
            case Value.Int(long n) -> integer(n);
            case Value.Real(double d) -> real(d);
            case Value.Complex(double real, double imaginary) -> {
                function(PickleName.Function.COMPLEX);
                real(real);
                real(imaginary);
                op(Opcodes.TUPLE2);
                op(Opcodes.REDUCE);
            }
            case Value.Text(String text) -> text(text);
            case Value.Device device -> once(device, () -> device(device.value()));
            case Value.Tuple tuple -> sharing(tuple, () -> tuple(tuple.items()));
            case Value.Items list -> sharing(list, () -> list(list));
            case Value.Dict dict -> sharing(dict, () -> dict(dict));
            case Value.Instance object -> sharing(object, () -> object(object));
            case Value.Tensor tensor -> sharing(tensor, () -> tensor(tensor));
            case Value.Global global ->
                sharing(global, () -> {
                    global(global.name());
                    value(global.argument());
                    op(Opcodes.REDUCE);
                });
        }
    }

    private void tuple(List<Value> items) {
        // TorchScript marks only tuples longer than three.
        switch (items.size()) {
            case 0 -> op(Opcodes.EMPTY_TUPLE);
            case 1, 2, 3 -> {
                items.forEach(this::value);
                op(List.of(Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3).get(items.size() - 1));
            }
            default -> {
                op(Opcodes.MARK);
                items.forEach(this::value);
                op(Opcodes.TUPLE);
            }
        }
    }

    private void list(Value.Items list) {
        var specialized = PickleName.Function.forList(list.type());
        if (specialized.isPresent()) {
            function(specialized.get());
            op(Opcodes.MARK);
            bareList(list.items());
            op(Opcodes.TUPLE);
            op(Opcodes.REDUCE);
        } else {
            tagged(list.type(), () -> bareList(list.items()));
        }
    }

    private void bareList(List<Value> items) {
        op(Opcodes.EMPTY_LIST);
        op(Opcodes.MARK);
        items.forEach(this::value);
        op(Opcodes.APPENDS);
    }

    private void dict(Value.Dict dict) {
        tagged(dict.type(), () -> {
            op(Opcodes.EMPTY_DICT);
            op(Opcodes.MARK);
            for (var entry : dict.entries()) {
                value(entry.getKey());
                value(entry.getValue());
            }
            op(Opcodes.SETITEMS);
        });
    }

    private void tagged(String type, Runnable container) {
        if (type.isEmpty()) {
            container.run();
            return;
        }
        function(PickleName.Function.TYPE_TAG);
        container.run();
        text(type);
        op(Opcodes.TUPLE2);
        op(Opcodes.REDUCE);
    }

    private void object(Value.Instance object) {
        global(object.className());
        op(Opcodes.EMPTY_TUPLE);
        op(Opcodes.NEWOBJ);
        // libtorch memoizes no attributes; a file that shares them nevertheless must not grow when it is written again.
        if (object.state() instanceof Value.Dict attributes && !repeated.contains(attributes)) {
            dict(attributes);
        } else {
            value(object.state());
        }
        op(Opcodes.BUILD);
    }

    private void tensor(Value.Tensor tensor) {
        function(PickleName.Function.TENSOR);
        op(Opcodes.MARK);
        var storage = new StorageKey(tensor.storage(), tensor.storageType(), tensor.device(), tensor.storageElements());
        // The memo is what makes two tensors share memory: libtorch loads a storage once per persistent id, not once
        // per key.
        once(storage, () -> storage(storage));
        integer(tensor.offset());
        counts(tensor.shape().sizes());
        counts(tensor.strides());
        bool(tensor.requiresGrad());
        function(PickleName.Function.ORDERED_DICT);
        op(Opcodes.EMPTY_TUPLE);
        op(Opcodes.REDUCE);
        op(Opcodes.TUPLE);
        op(Opcodes.REDUCE);
    }

    private void storage(StorageKey storage) {
        op(Opcodes.MARK);
        text("storage");
        global("torch." + storage.type());
        text(storage.key());
        text(storage.device());
        integer(storage.elements());
        op(Opcodes.TUPLE);
        op(Opcodes.BINPERSID);
    }

    private void counts(List<Long> counts) {
        op(Opcodes.MARK);
        counts.forEach(this::integer);
        op(Opcodes.TUPLE);
    }

    private void device(String device) {
        function(PickleName.Function.DEVICE);
        text(device);
        op(Opcodes.TUPLE1);
        op(Opcodes.REDUCE);
    }

    private void function(PickleName.Function function) {
        global(function.qualified());
    }

    private void global(String qualified) {
        int dot = qualified.lastIndexOf('.');
        var name = new GlobalName(qualified.substring(0, dot), qualified.substring(dot + 1));
        once(name, () -> {
            op(Opcodes.GLOBAL);
            out.writeBytes((name.module + "\n" + name.name + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    private void text(String text) {
        once(text, () -> {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op(Opcodes.BINUNICODE);
            int32(utf8.length);
            out.writeBytes(utf8);
        });
    }

    private void bool(boolean b) {
        op(b ? Opcodes.NEWTRUE : Opcodes.NEWFALSE);
    }

    private void integer(long n) {
        if (n >= 0 && n <= 0xff) {
            op(Opcodes.BININT1);
            out.write((int) n);
        } else if (n >= 0 && n <= 0xffff) {
            op(Opcodes.BININT2);
            out.write((int) n);
            out.write((int) (n >> 8));
        } else if (n == (int) n) {
            op(Opcodes.BININT);
            int32((int) n);
        } else {
            op(Opcodes.LONG1);
            out.write(Long.BYTES);
            out.writeBytes(little(Long.BYTES).putLong(n).array());
        }
    }

    private void real(double d) {
        op(Opcodes.BINFLOAT);
        // The one big-endian number of the format.
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(d).array());
    }

    /** Values whose identity counts. */
    private void sharing(Value value, Runnable body) {
        var known = shared.get(value);
        if (known != null) {
            get(known);
        } else {
            body.run();
            shared.put(value, put());
        }
    }

    /** Things without identity, written once to save space. */
    private void once(Object thing, Runnable body) {
        var known = equal.get(thing);
        if (known != null) {
            get(known);
        } else {
            body.run();
            equal.put(thing, put());
        }
    }

    private int put() {
        memoOp(Opcodes.BINPUT, Opcodes.LONG_BINPUT, memo);
        return memo++;
    }

    private void get(int id) {
        memoOp(Opcodes.BINGET, Opcodes.LONG_BINGET, id);
    }

    private void memoOp(short narrow, short wide, int id) {
        if (id <= 0xff) {
            op(narrow);
            out.write(id);
        } else {
            op(wide);
            int32(id);
        }
    }

    private void op(short opcode) {
        out.write(opcode);
    }

    private void int32(int n) {
        out.writeBytes(little(Integer.BYTES).putInt(n).array());
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
