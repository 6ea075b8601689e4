package org.layergraft.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of classes: used when it is good, and never in the way. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class StartArchiveTest {

    private static final Path LAUNCHER = Path.of(System.getProperty("layergraft.home"), "bin", "layergraft");

    @TempDir
    Path folder;

    private record Ended(int code, String said) {}

    private Ended start(Path archives, String jvm, String... arguments) throws IOException, InterruptedException {
        var process = begin(archives, jvm, arguments);
        String said = new String(process.getInputStream().readAllBytes());
        return new Ended(process.waitFor(), said);
    }

    private Process begin(Path archives, String jvm, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LAYERGRAFT_ARCHIVE", archives.toString());
        builder.environment().put("LAYERGRAFT_JVM", jvm);
        return builder.start();
    }

    private static List<Path> archives(Path in) throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.toList();
        }
    }

    /** Where the JVM took our classes from, as it says itself. */
    private static long fromArchive(String log) {
        return log.lines()
                .filter(l -> l.contains("org.layergraft.") && l.contains("shared objects file"))
                .count();
    }

    /** A JVM keeps no class of a signed jar in an archive: all of the graph's layout was left out. */
    @Test
    void noJarOfTheWindowIsSigned() throws Exception {
        var signed = new ArrayList<Path>();
        for (String part : List.of("app", "common", "javafx")) {
            try (Stream<Path> jars = Files.list(Path.of(System.getProperty("layergraft.home"), "lib", part))) {
                for (Path jar : jars.filter(j -> j.toString().endsWith(".jar")).toList()) {
                    try (var zip = new ZipFile(jar.toFile())) {
                        if (zip.stream().anyMatch(e -> e.getName().matches("META-INF/[^/]+\\.SF"))) {
                            signed.add(jar);
                        }
                    }
                }
            }
        }
        assertEquals(List.of(), signed);
    }

    @Test
    void classesComeFromTheArchiveAndADamagedOneChangesNothing() throws Exception {
        Ended plain = start(folder, "", "--version");
        assertEquals(0, plain.code());
        assertEquals(List.of(), archives(folder), "only a window that was closed, or --archive, makes one");
        assertEquals(0, start(folder, "", "--archive").code());
        assertEquals(1, archives(folder).size(), () -> "nothing else is left: " + list());
        Path archive = archives(folder).getFirst();

        assertEquals(plain, start(folder, "", "--version"));
        theWindowIsLoadedFromTheArchive();

        byte[] whole = Files.readAllBytes(archive);
        for (int length : new int[] {0, 100, 1 << 20}) {
            Files.write(archive, java.util.Arrays.copyOf(whole, length));
            assertEquals(plain, start(folder, "", "--version"), "cut to " + length);
        }
        Files.write(archive, new byte[1 << 20]);
        assertEquals(plain, start(folder, "", "--version"));
    }

    /** Most of ours, and nearly all of the layout's: an archive takes no classes of Java 5, nor what extends them. */
    private void theWindowIsLoadedFromTheArchive() throws Exception {
        String sample = LAUNCHER.resolveSibling("../samples/co_dino_head.pt")
                .normalize()
                .toString();
        Path picture = Files.createTempDirectory(folder.getParent(), "painted").resolve("one.png");
        Ended painted = start(folder, "-Xlog:class+load", "snapshot", sample, "--out", picture.toString());
        assertEquals(0, painted.code(), painted.said());
        long ours = fromArchive(painted.said());
        assertTrue(ours > 500, () -> "classes of ours from the archive: " + ours);
        var layout =
                painted.said().lines().filter(l -> l.contains(" org.eclipse.")).toList();
        assertTrue(layout.size() > 500, () -> "classes of the layout: " + layout.size());
        assertEquals(
                List.of(),
                layout.stream().filter(l -> l.contains("source: file:")).toList());
    }

    private String list() {
        try {
            return archives(folder).toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNoMatter() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ended plain = start(folder, "", "--version");
        assertEquals(plain, start(file.resolve("below"), "", "--version"));
        assertEquals(0, start(file.resolve("below"), "", "--archive").code());
        assertEquals(plain, start(Path.of("off"), "", "--version"));
    }
}
