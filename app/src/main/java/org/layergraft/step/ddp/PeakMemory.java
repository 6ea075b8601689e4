package org.layergraft.step.ddp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest resident set this process has had. */
final class PeakMemory {

    private PeakMemory() {}

    /** 0 where the operating system has no {@code /proc}. */
    static long bytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
