package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** How a Python program ended, and all it printed. */
    public record Ended(int code, String text) {}

    /** {@code torchrun} on this machine alone. */
    public static Ended torchrun(Path folder, int ranks, Object... command) throws IOException, InterruptedException {
        // Redirecting and copying as well: without, PyTorch 1.13's launcher fails in Python 3.11.
        var arguments = new ArrayList<>(List.of("-m", "torch.distributed.run", "--redirects", "1", "--tee", "1"));
        arguments.addAll(
                List.of("--nproc_per_node", String.valueOf(ranks), "--master_port", String.valueOf(freePort())));
        for (var argument : command) {
            arguments.add(argument.toString());
        }
        return end(process(arguments, folder, Map.of()));
    }

    /** The same without torchrun itself, which takes its time: as many processes, told what it would tell them. */
    public static List<Ended> ranks(Path folder, int ranks, Object... command)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(List.of("-W", "ignore"));
        for (var argument : command) {
            arguments.add(argument.toString());
        }
        String port = String.valueOf(freePort());
        var started = new ArrayList<Process>();
        for (int rank = 0; rank < ranks; rank++) {
            String number = String.valueOf(rank);
            String all = String.valueOf(ranks);
            started.add(process(
                    arguments,
                    folder,
                    Map.of(
                            "RANK", number,
                            "LOCAL_RANK", number,
                            "WORLD_SIZE", all,
                            "LOCAL_WORLD_SIZE", all,
                            "MASTER_ADDR", "127.0.0.1",
                            "MASTER_PORT", port)));
        }
        var ended = new ArrayList<Ended>();
        for (var process : started) {
            ended.add(end(process));
        }
        return ended;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process process(List<String> arguments, Path folder, Map<String, String> environment)
            throws IOException {
        var command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("GLOO_SOCKET_IFNAME", "lo");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private static Process start(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }
}
