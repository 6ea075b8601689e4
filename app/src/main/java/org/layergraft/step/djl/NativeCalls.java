package org.layergraft.step.djl;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Two of DJL's native functions that its public methods wrap with a loss: {@code IValueUtils.runMethod} turns autograd off, and
 * {@code IValue.toIValueMap} forgets a dictionary's order. See ai/djl/pytorch/jni/PyTorchLibrary.java.
 */
final class NativeCalls {

    private final MethodHandle runMethod;
    private final MethodHandle toMap;
    private final MethodHandle wrap;

    NativeCalls() {
        try {
            Class<?> library = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
            MethodHandles.Lookup inside = MethodHandles.privateLookupIn(library, MethodHandles.lookup());
            Object only = inside.findStaticVarHandle(library, "LIB", library).get();
            runMethod = inside.findVirtual(
                            library,
                            "moduleRunMethod",
                            MethodType.methodType(
                                    long.class, long.class, String.class, long[].class, boolean.class, boolean.class))
                    .bindTo(only);
            toMap = inside.findVirtual(library, "iValueToMap", MethodType.methodType(long[].class, long.class))
                    .bindTo(only);
            wrap = inside.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException("this is not the DJL the program was built for", otherVersion);
        }
    }

    /** Calls {@code forward} with autograd on. */
    IValue forward(PtSymbolBlock module, IValue... arguments) {
        return call(module, "forward", arguments);
    }

    /** Calls any method with autograd on. */
    IValue call(PtSymbolBlock module, String method, IValue... arguments) {
        long[] handles = Arrays.stream(arguments).mapToLong(IValue::getHandle).toArray();
        try {
            long result = (long) runMethod.invokeExact(module.getHandle().longValue(), method, handles, true, false);
            return (IValue) wrap.invokeExact(result);
        } catch (Throwable thrown) {
            throw asUnchecked(thrown);
        }
    }

    /** Keys and values in turn, in the dictionary's order. */
    IValue[] entries(IValue dictionary) {
        try {
            long[] handles = (long[]) toMap.invokeExact(dictionary.getHandle().longValue());
            IValue[] entries = new IValue[handles.length];
            for (int i = 0; i < handles.length; i++) {
                entries[i] = (IValue) wrap.invokeExact(handles[i]);
            }
            return entries;
        } catch (Throwable thrown) {
            throw asUnchecked(thrown);
        }
    }

    private static RuntimeException asUnchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(thrown);
        };
    }
}
