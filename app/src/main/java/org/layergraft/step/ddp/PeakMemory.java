package org.layergraft.step.ddp;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident set this process has had since the last {@link #restart}. Linux only: elsewhere 0, and nothing restarts. */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    /** proc(5): writing 5 sets VmHWM to what is resident now. */
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** 0 where the operating system has no {@code /proc}. */
    static long bytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }

    /** Gives back what earlier work of this process has freed and begins to count anew. */
    static void restart() {
        giveBack();
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException notLinux) {
            // Then the peak is that of the whole process.
        }
    }

    /** Java's heap and the C library keep freed memory for later; both can be asked to return it. */
    static void giveBack() {
        System.gc();
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
