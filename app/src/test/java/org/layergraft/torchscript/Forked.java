package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main method of the tests in a process of its own with a small heap: memory, hangs and crashes are seen from outside. */
final class Forked {

    private Forked() {}

    /**
     * @param folder where the process may leave files
     * @return the lines it printed; what does not end in time and well fails the test
     */
    static List<String> run(Class<?> main, int heapMegabytes, Duration limit, Path folder, Object... arguments)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, main.getSimpleName(), ".txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace("\n", File.pathSeparator),
                main.getName()));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        var lines = Files.readAllLines(output);
        var last = lines.subList(Math.max(0, lines.size() - 30), lines.size());
        assertTrue(ended, () -> "hangs: " + last);
        assertEquals(0, process.exitValue(), () -> String.join("\n", last));
        return lines;
    }
}
