package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged archives are refused in a sentence or read, never anything else: no crash, no hang, no memory beyond a small heap. 2,000 of
 * them; {@code -Dlayergraft.fuzz=100000} makes it more.
 */
class FuzzTest {

    /** So that nothing a header claims fits. */
    private static final String HEAP = "-Xmx256m";

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
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-Djava.io.tmpdir=" + folder,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace("\n", File.pathSeparator),
                        Fuzz.class.getName(),
                        seeds.toString(),
                        "0",
                        String.valueOf(count)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60 + count / 20, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        var lines = Files.readAllLines(output);
        var last = lines.subList(Math.max(0, lines.size() - 30), lines.size());
        assertTrue(ended, () -> "hangs: " + last);
        assertEquals(0, process.exitValue(), () -> String.join("\n", last));
        assertTrue(last.getLast().startsWith("done " + count), last.getLast());
    }
}
