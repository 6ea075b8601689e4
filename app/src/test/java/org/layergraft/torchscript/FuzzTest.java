package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged archives are refused in a sentence or read, never anything else: no crash, no hang, no memory beyond a small heap. 2,000 of
 * them; {@code -Dlayergraft.fuzz=100000} makes it more.
 */
class FuzzTest {

    /** So that nothing a header claims fits. */
    private static final int HEAP = 256;

    @TempDir
    Path folder;

    @Test
    void damagedArchivesAreRefusedOrRead() throws Exception {
        long count = Long.getLong("layergraft.fuzz", 2_000);
        var seeds = Files.createDirectory(folder.resolve("seeds"));
        Files.copy(Path.of("samples", "mini_mlp.pt"), seeds.resolve("mini_mlp.pt"));
        try (var archives =
                Files.list(Path.of(FuzzTest.class.getResource("archives").toURI()))) {
            for (var archive : archives.toList()) {
                Files.copy(archive, seeds.resolve(archive.getFileName()));
            }
        }
        var lines = Forked.run(Fuzz.class, HEAP, Duration.ofSeconds(60 + count / 20), folder, seeds, 0, count);
        assertTrue(lines.getLast().startsWith("done " + count), lines.getLast());
    }
}
