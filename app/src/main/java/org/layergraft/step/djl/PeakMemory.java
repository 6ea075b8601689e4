package org.layergraft.step.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The largest resident set of this process, where the kernel tells (Linux); see proc(5). */
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Pattern HIGH_WATER = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    private PeakMemory() {}

    /** Forgets what earlier runs in this process took. */
    static void reset() {
        try {
            Files.writeString(CLEAR, "5");
        } catch (IOException | UnsupportedOperationException _) {
            // Elsewhere, or not allowed in this container: the peak then includes earlier runs.
        }
    }

    /** 0 where it cannot be known. */
    static long bytes() {
        try {
            Matcher line = HIGH_WATER.matcher(Files.readString(STATUS));
            return line.find() ? Long.parseLong(line.group(1)) * 1024 : 0;
        } catch (IOException _) {
            return 0;
        }
    }
}
