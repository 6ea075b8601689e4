package org.layergraft.step.ddp;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.layergraft.step.Devices.Gpu;

/**
 * The GPUs as NVIDIA's driver names them, in the order in which libtorch counts them. libtorch's own binding tells names only where
 * JavaCPP's CUDA is there to compile against, and makes a context on the GPU for its memory.
 */
final class CudaDriver {

    private static final String LIBRARY =
            System.getProperty("os.name").startsWith("Windows") ? "nvcuda.dll" : "libcuda.so.1";

    private static final int LONGEST_NAME = 256;

    private CudaDriver() {}

    /** None where there is no driver, or one that sees none. */
    static List<Gpu> gpus() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup driver = SymbolLookup.libraryLookup(LIBRARY, arena);
            return call(driver, "cuInit", 0) == 0 ? all(driver, arena) : List.of();
        } catch (IllegalArgumentException noDriver) {
            return List.of();
        }
    }

    private static List<Gpu> all(SymbolLookup driver, Arena arena) {
        MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
        int count = call(driver, "cuDeviceGetCount", number) == 0 ? number.get(ValueLayout.JAVA_INT, 0) : 0;
        List<Gpu> gpus = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            if (call(driver, "cuDeviceGet", number, index) != 0) {
                break; // Counting on would give the others wrong indices.
            }
            int device = number.get(ValueLayout.JAVA_INT, 0);
            MemorySegment name = arena.allocate(LONGEST_NAME);
            MemorySegment bytes = arena.allocate(ValueLayout.JAVA_LONG);
            boolean named = call(driver, "cuDeviceGetName", name, LONGEST_NAME, device) == 0;
            boolean sized = call(driver, "cuDeviceTotalMem_v2", bytes, device) == 0;
            gpus.add(new Gpu(
                    index,
                    named ? name.getString(0) : "GPU " + index,
                    sized ? bytes.get(ValueLayout.JAVA_LONG, 0) : 0));
        }
        return gpus;
    }

    /** @return 0 when it went well */
    private static int call(SymbolLookup driver, String function, Object... arguments) {
        ValueLayout[] types = new ValueLayout[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof MemorySegment ? ValueLayout.ADDRESS : ValueLayout.JAVA_INT;
        }
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(
                        driver.find(function).orElseThrow(() -> new IllegalArgumentException(function)),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
        try {
            return (int) handle.invokeWithArguments(arguments);
        } catch (RuntimeException | Error bug) {
            throw bug;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
