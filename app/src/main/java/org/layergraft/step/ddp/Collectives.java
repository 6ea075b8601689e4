package org.layergraft.step.ddp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.RecordFunction;
import org.bytedeco.pytorch.RecordFunctionCallbacksEntry;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Hears when Gloo's threads take up and end each collective, without touching what is exchanged: Gloo wraps every asynchronous work
 * in a {@code RecordFunction} of scope {@code USER_SCOPE} (torch/csrc/distributed/c10d/ProcessGroupGloo.cpp,
 * {@code recordAsyncWorkProfilingInfo}), and {@code at::addGlobalCallback} listens to that scope alone, so that operators are
 * neither heard nor slowed.
 *
 * <p>The binding has the function but not the struct it takes, so the struct is laid out here as in aten/src/ATen/record_function.h
 * of libtorch 2.10 on x86-64 Linux. Elsewhere, and where what is found does not look like that header, nothing is heard.
 * Decision record 0024.
 */
final class Collectives implements AutoCloseable {

    private static final int CALLBACK_BYTES = 40;
    private static final int ENTRY_BYTES = 56;
    private static final int SCOPES_AT = 24;
    private static final int USER_SCOPE = 7;
    private static final int NEEDS_INPUTS_AT = 34;
    private static final int INPUTS_AT = 208;
    private static final String PREFIX = "gloo:";

    /**
     * One collective.
     *
     * @param operation {@code all_reduce}, say
     * @param memory address of its first tensor's elements; 0 when unknown
     * @param started {@code System.nanoTime}
     */
    static final class Work {
        final String operation;
        final long memory;
        final long started;
        private final long id;
        private long finished;
        private boolean ended;

        private Work(String operation, long memory, long started, long id) {
            this.operation = operation;
            this.memory = memory;
            this.started = started;
            this.id = id;
        }
    }

    /** @param finished {@code System.nanoTime}; meaningless while it has not ended */
    record Heard(String operation, long memory, long started, boolean ended, long finished) {}

    private final List<Work> works = new ArrayList<>();
    private final FunctionView function = new FunctionView();
    private final TensorView tensor = new TensorView();
    private final long handle;

    private Collectives(boolean listens) {
        handle = listens ? torch.addGlobalCallback(new Address(callback().address())) : 0;
    }

    /** Listens from now on, where that can be done. */
    static Collectives listen() {
        boolean known = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64")
                && Pointer.sizeof(RecordFunctionCallbacksEntry.class) == ENTRY_BYTES;
        return new Collectives(known);
    }

    /** Whether anything can be heard at all. */
    boolean listens() {
        return handle != 0;
    }

    /** Forgets what it heard, but not what still lasts. */
    synchronized void forget() {
        works.removeIf(work -> work.ended);
    }

    /** In the order in which they were taken up. */
    synchronized List<Heard> heard() {
        return works.stream()
                .map(work -> new Heard(work.operation, work.memory, work.started, work.ended, work.finished))
                .toList();
    }

    @Override
    public void close() {
        if (listens()) {
            torch.removeCallback(handle);
        }
    }

    /** Global memory: works that never end keep pointing at it. */
    private MemorySegment callback() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            var start = lookup.bind(
                    this,
                    "start",
                    MethodType.methodType(MemorySegment.class, MemorySegment.class, MemorySegment.class));
            var end = lookup.bind(
                    this, "end", MethodType.methodType(void.class, MemorySegment.class, MemorySegment.class));
            Linker linker = Linker.nativeLinker();
            MemorySegment callback = Arena.global().allocate(CALLBACK_BYTES, 8);
            // It returns a unique_ptr, that is: in memory whose address comes first and is returned.
            callback.set(
                    ValueLayout.ADDRESS,
                    0,
                    linker.upcallStub(
                            start,
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                            Arena.global()));
            callback.set(
                    ValueLayout.ADDRESS,
                    8,
                    linker.upcallStub(
                            end, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS), Arena.global()));
            callback.set(ValueLayout.JAVA_DOUBLE, 16, 1.0);
            callback.set(ValueLayout.JAVA_BOOLEAN, SCOPES_AT + USER_SCOPE, true);
            callback.set(ValueLayout.JAVA_BOOLEAN, NEEDS_INPUTS_AT, true);
            return callback;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Called by a thread of Gloo. What it throws would end the process. */
    private MemorySegment start(MemorySegment result, MemorySegment record) {
        long now = System.nanoTime();
        result.reinterpret(8).set(ValueLayout.JAVA_LONG, 0, 0);
        try {
            began(now, record.address());
        } catch (RuntimeException unreadable) {
            System.err.println("collective: " + unreadable);
        }
        return result;
    }

    private synchronized void began(long now, long address) {
        String name = function.at(address).name().getString();
        if (name.startsWith(PREFIX)) {
            works.add(new Work(name.substring(PREFIX.length()), memory(address), now, address));
        }
    }

    private long memory(long address) {
        MemorySegment record = MemorySegment.ofAddress(address).reinterpret(INPUTS_AT + 16);
        long inputs = record.get(ValueLayout.JAVA_LONG, INPUTS_AT);
        long count = record.get(ValueLayout.JAVA_LONG, INPUTS_AT + 8);
        if (count != 1 || count != function.num_inputs() || inputs == 0) {
            return 0;
        }
        // An IValue that holds a tensor begins with the pointer a Tensor consists of.
        Tensor first = tensor.at(inputs);
        return first.defined() && !first.is_sparse() ? first.data_ptr().address() : 0;
    }

    private void end(MemorySegment record, MemorySegment context) {
        ended(System.nanoTime(), record.address());
    }

    private synchronized void ended(long now, long address) {
        for (Work work : works.reversed()) {
            if (work.id == address && !work.ended) {
                work.ended = true;
                work.finished = now;
                return;
            }
        }
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }

    /** The binding's only way to look at a record it did not make. */
    private static final class FunctionView extends RecordFunction {
        FunctionView() {
            deallocate();
        }

        FunctionView at(long elsewhere) {
            address = elsewhere;
            return this;
        }
    }

    private static final class TensorView extends Tensor {
        TensorView() {
            deallocate();
        }

        TensorView at(long elsewhere) {
            address = elsewhere;
            return this;
        }
    }
}
