package org.layergraft.step.ddp;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch;
import org.layergraft.step.Device;

/**
 * The most memory this process has held at once since the last {@link #restart}: of a GPU what libtorch's allocator had given out, else
 * the largest resident set. That one on Linux only: elsewhere 0, and nothing restarts.
 */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    /** proc(5): writing 5 sets VmHWM to what is resident now. */
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    static long bytes(Device device) {
        return switch (device.kind()) {
            case CPU -> resident();
            case CUDA ->
                torch.getDeviceStats((byte) device.index()).allocated_bytes().peak();
        };
    }

    /** 0 where the operating system has no {@code /proc}. */
    private static long resident() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Gives back what earlier work of this process has freed and begins to count anew. Something must have run on that device. */
    static void restart(Device device) {
        giveBack(device);
        switch (device.kind()) {
            case CPU -> forgetPeak();
            case CUDA -> torch.resetPeakStats((byte) device.index());
        }
    }

    private static void forgetPeak() {
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException notLinux) {
            // Then the peak is that of the whole process.
        }
    }

    /** Java's heap, the C library and libtorch keep freed memory for later; all can be asked to return it. */
    static void giveBack(Device device) {
        System.gc();
        if (device.kind() == Device.Kind.CUDA) {
            torch.emptyCache();
        }
        var linker = Linker.nativeLinker();
        linker.defaultLookup().find("malloc_trim").ifPresent(address -> {
            try {
                int _ = (int) linker.downcallHandle(
                                address, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                        .invokeExact(0L);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }
}
