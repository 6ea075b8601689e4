package org.layergraft.torchscript;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.layergraft.text.LayergraftException;

/**
 * Reads a pickle as TorchScript's own unpickler does: the same opcodes, the same names, nothing else. razorvine's machine keeps
 * the stack, the memo and the scalars; every opcode that names, calls or builds something is handled here, so that no
 * constructor registered in razorvine is ever reached.
 *
 * <p>Source: torch/csrc/jit/serialization/unpickler.cpp. A few opcodes of newer protocols are understood beyond that, only so
 * that a refused name can be told.
 */
final class PickleReader extends Unpickler {

    /** What a hundred thousand tensors need, twice over. */
    private static final int MOST_OPCODES = 10_000_000;

    private static final int MOST_CONTAINERS = 1_000_000;

    private final ByteArrayInputStream bytes;
    private int opcodes;
    private int containers;
    private final int size;

    private PickleReader(byte[] pickle) {
        this.bytes = new ByteArrayInputStream(pickle);
        this.size = pickle.length;
    }

    /**
     * @param file named in errors
     * @param entry the pickle's name in errors, {@code data.pkl}
     */
    static Value read(byte[] pickle, String file, String entry) throws LayergraftException {
        var reader = new PickleReader(pickle);
        try {
            return new ValueTree().of(reader.load(reader.bytes));
        } catch (Refusal refusal) {
            Object[] arguments = new Object[refusal.arguments().length + 2];
            arguments[0] = file;
            arguments[1] = entry;
            System.arraycopy(refusal.arguments(), 0, arguments, 2, refusal.arguments().length);
            throw LayergraftException.input("torchscript", refusal.key(), arguments);
        } catch (IOException | RuntimeException broken) {
            // Whatever the machine stumbles over (an empty stack, a missing memo, an early end), the bytes are no
            // pickle of ours.
            throw ArchiveProblem.damagedPickle(file, entry, reader.position(), broken);
        }
    }

    private int position() {
        return size - bytes.available();
    }

    @Override
    protected Object dispatch(short opcode) throws PickleException, IOException {
        count(opcode);
        switch (opcode) {
            case Opcodes.GLOBAL -> name(PickleUtils.readline(bytes), PickleUtils.readline(bytes));
            case Opcodes.INST -> {
                name(PickleUtils.readline(bytes), PickleUtils.readline(bytes));
                throw broken();
            }
            case Opcodes.STACK_GLOBAL -> {
                var name = as(String.class, stack.pop());
                name(as(String.class, stack.pop()), name);
            }
            case Opcodes.BINUNICODE -> stack.add(text(unsigned(4)));
            case Opcodes.SHORT_BINUNICODE -> stack.add(text(unsigned(1)));
            case Opcodes.EMPTY_LIST -> stack.add(new Raw.Sequence());
            case Opcodes.LIST -> {
                var list = new Raw.Sequence();
                list.items.addAll(stack.pop_all_since_marker());
                stack.add(list);
            }
            case Opcodes.APPEND -> {
                var item = stack.pop();
                as(Raw.Sequence.class, stack.peek()).items.add(item);
            }
            case Opcodes.APPENDS -> {
                var items = stack.pop_all_since_marker();
                as(Raw.Sequence.class, stack.peek()).items.addAll(items);
            }
            case Opcodes.EMPTY_DICT -> stack.add(new Raw.Mapping());
            case Opcodes.DICT -> {
                var dict = new Raw.Mapping();
                putAll(dict, stack.pop_all_since_marker());
                stack.add(dict);
            }
            case Opcodes.SETITEM -> {
                var value = stack.pop();
                var key = stack.pop();
                as(Raw.Mapping.class, stack.peek()).put(key, value);
            }
            case Opcodes.SETITEMS -> {
                var items = stack.pop_all_since_marker();
                putAll(as(Raw.Mapping.class, stack.peek()), items);
            }
            case Opcodes.NEWOBJ -> {
                stack.pop();
                stack.add(new Raw.Made(declared(stack.pop())));
            }
            case Opcodes.BUILD -> {
                var state = stack.pop();
                var made = as(Raw.Made.class, stack.peek());
                made.state = state;
                made.built = true;
            }
            case Opcodes.REDUCE -> {
                var argument = stack.pop();
                stack.add(PickleCalls.call(as(Raw.Named.class, stack.pop()).name(), argument));
            }
            case Opcodes.BINPERSID -> stack.add(PickleCalls.storage(stack.pop()));
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.MARK,
                    Opcodes.STOP,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.MEMOIZE,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.STRING -> {
                return super.dispatch(opcode);
            }
            default -> throw broken();
        }
        return NO_RETURN_VALUE;
    }

    /** Without a limit, a few compressed kilobytes would fill any heap with empty lists. */
    private void count(short opcode) {
        boolean container =
                switch (opcode) {
                    case Opcodes.EMPTY_LIST,
                            Opcodes.LIST,
                            Opcodes.EMPTY_DICT,
                            Opcodes.DICT,
                            Opcodes.TUPLE,
                            Opcodes.TUPLE1,
                            Opcodes.TUPLE2,
                            Opcodes.TUPLE3,
                            Opcodes.NEWOBJ -> true;
                    default -> false;
                };
        containers += container ? 1 : 0;
        if (++opcodes > MOST_OPCODES || containers > MOST_CONTAINERS) {
            throw new Refusal("archive.tooMany", MOST_CONTAINERS);
        }
    }

    private void name(String module, String name) {
        switch (PickleName.of(module, name)) {
            case PickleName.Foreign(String qualified) -> throw new Refusal("archive.refusedName", qualified);
            case PickleName.Unsupported(String qualified) -> throw new Refusal("archive.unsupported", qualified);
            case PickleName known -> stack.add(new Raw.Named(known));
        }
    }

    private static String declared(Object named) {
        if (named instanceof Raw.Named(PickleName.Declared(String qualified))) {
            return qualified;
        }
        throw broken();
    }

    private static void putAll(Raw.Mapping dict, List<Object> items) {
        if (items.size() % 2 != 0) {
            throw broken();
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
        }
    }

    private long unsigned(int width) throws IOException {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (long) PickleUtils.readbyte(bytes) << (8 * i);
        }
        return value;
    }

    /** razorvine would allocate whatever length a damaged file claims. */
    private String text(long length) throws CharacterCodingException {
        if (length < 0 || length > bytes.available()) {
            throw broken();
        }
        byte[] utf8 = new byte[(int) length];
        bytes.readNBytes(utf8, 0, utf8.length);
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }

    static <T> T as(Class<T> type, Object value) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw broken();
    }

    static PickleException broken() {
        return new PickleException("no pickle that TorchScript writes");
    }
}
