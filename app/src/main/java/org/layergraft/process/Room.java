package org.layergraft.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.layergraft.text.LayergraftException;

/**
 * This machine's memory, before ranks are started in it. Far too many of them would take it from every other program, and the kernel
 * would end whichever it likes.
 *
 * @param free bytes that programs can get without swapping, {@code MemAvailable} of Linux; empty where nobody can tell
 */
record Room(OptionalLong free) {

    /** What an idle rank was seen to need for itself is 120 to 150 MiB. */
    private static final long RANK = 128L << 20;

    private static final Path MEMINFO = Path.of("/proc/meminfo");

    static Room now() {
        try (var lines = Files.lines(MEMINFO)) {
            return new Room(lines.filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst());
        } catch (IOException | UncheckedIOException anotherSystem) {
            return new Room(OptionalLong.empty());
        }
    }

    /** @throws LayergraftException INPUT, where not even ranks without a model have room */
    void mustHold(int ranks) throws LayergraftException {
        if (free.isPresent() && ranks > 1 && ranks > free.getAsLong() / RANK) {
            throw LayergraftException.input(
                    "process",
                    "ranks.many",
                    ranks,
                    RANK >> 20,
                    MemoryGuard.gibibytes(free.getAsLong()),
                    Math.max(1, free.getAsLong() / RANK));
        }
    }
}
