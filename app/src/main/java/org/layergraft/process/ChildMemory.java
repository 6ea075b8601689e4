package org.layergraft.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process needs of this machine's memory for itself. The pages of libraries are left out: all processes share them, and they
 * cost nothing that a model could have. Known on Linux only.
 */
final class ChildMemory {

    private static final Path PROC = Path.of("/proc");

    private ChildMemory() {}

    /** Can it be told on this system? */
    static boolean isKnown() {
        return of(ProcessHandle.current().pid()) > 0;
    }

    /** In bytes; 0 for a process that is gone, or where nobody can tell. */
    static long of(long pid) {
        Path status = PROC.resolve(String.valueOf(pid)).resolve("status");
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("RssAnon:") || line.startsWith("RssShmem:"))
                            .mapToLong(ChildMemory::kibibytes)
                            .sum()
                    * 1024;
        } catch (IOException | java.io.UncheckedIOException goneOrAnotherSystem) {
            return 0;
        }
    }

    private static long kibibytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
