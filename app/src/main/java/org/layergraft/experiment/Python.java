package org.layergraft.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Python that somebody runs exported scripts with. Layergraft itself needs none.
 *
 * @param command a name that the system finds, or a path
 */
public record Python(String command) {

    private static final long SECONDS = 30;
    private static final String ASK =
            "import sys; print('python', sys.version.split()[0]); import torch; print('torch'," + " torch.__version__)";

    /** What there is. */
    public sealed interface Found {
        /** Nothing of this name can be started, or it is no Python. */
        record Nothing() implements Found {}

        /** @param version of Python */
        record WithoutTorch(String version) implements Found {}

        /** @param torch version of PyTorch */
        record Ready(String version, String torch) implements Found {}
    }

    /** Starts it and asks. May take some seconds. */
    public Found look() {
        try {
            var process = new ProcessBuilder(command, "-c", ASK)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            var alarm = Thread.ofVirtual().name("python-alarm").start(() -> end(process));
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            alarm.interrupt();
            return found(said.lines().toList());
        } catch (IOException notThere) {
            return new Found.Nothing();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Found.Nothing();
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            // It answered in time.
        }
    }

    static Found found(List<String> said) {
        String version = after(said, "python ");
        String torch = after(said, "torch ");
        if (version.isEmpty()) {
            return new Found.Nothing();
        }
        return torch.isEmpty() ? new Found.WithoutTorch(version) : new Found.Ready(version, torch);
    }

    private static String after(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** What repeats a run, as it is typed into a terminal. */
    public String torchrun(Path script, int ranks) {
        return quoted(command) + " -m torch.distributed.run --nproc_per_node " + ranks + " "
                + quoted(script.toString());
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:\\\\~+-]+") ? word : '"' + word.replace("\"", "\\\"") + '"';
    }
}
