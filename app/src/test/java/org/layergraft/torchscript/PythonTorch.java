package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A real PyTorch, where one is installed: the judge of what we read and write. */
public final class PythonTorch {

    /** Another Python with another PyTorch can be named by hand. */
    private static final String PYTHON = System.getProperty("layergraft.python", "/usr/bin/python3");

    private PythonTorch() {}

    public static void assumePresent() {
        assumePresent("torch");
    }

    /** @param module {@code torch} or {@code torchvision} */
    public static void assumePresent(String module) {
        boolean present = Files.isExecutable(Path.of(PYTHON));
        try {
            present = present
                    && start(List.of(
                                            "-c",
                                            "import importlib.util as u, sys; sys.exit(u.find_spec('" + module
                                                    + "') is None)"))
                                    .waitFor()
                            == 0;
        } catch (IOException | InterruptedException _) {
            present = false;
        }
        Assumptions.assumeTrue(
                present, "skipped: needs " + PYTHON + " with " + module + " (Debian package python3-" + module + ")");
    }

    /** Runs a script with arguments; what it prints is returned, its failure fails the test. */
    public static String run(String script, Object... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("-W", "ignore", script));
        for (var argument : arguments) {
            command.add(argument.toString());
        }
        var process = start(command);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }
}
