package org.layergraft.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Two network namespaces with a cable between them: to TCP, two machines. Made by root, with iproute2, on Linux only. */
final class TwoMachines implements AutoCloseable {

    /** Node 0's address. */
    static final String ADDRESS = "10.213.7.1";

    private static final String OTHER = "10.213.7.2";

    private final List<String> names;

    private TwoMachines(List<String> names) {
        this.names = names;
    }

    static TwoMachines make() throws IOException, InterruptedException {
        String mark = "lg" + ProcessHandle.current().pid() % 1_000_000;
        var machines = new TwoMachines(List.of(mark + "a", mark + "b"));
        String a = machines.names.getFirst();
        String b = machines.names.getLast();
        boolean made = ip("netns", "add", a)
                && ip("netns", "add", b)
                && ip("link", "add", a, "netns", a, "type", "veth", "peer", "name", b, "netns", b)
                && ip("-n", a, "addr", "add", ADDRESS + "/24", "dev", a)
                && ip("-n", b, "addr", "add", OTHER + "/24", "dev", b)
                && ip("-n", a, "link", "set", "lo", "up")
                && ip("-n", b, "link", "set", "lo", "up")
                && ip("-n", a, "link", "set", a, "up")
                && ip("-n", b, "link", "set", b, "up");
        if (!made) {
            machines.close();
        }
        Assumptions.assumeTrue(made, "skipped: needs root and iproute2, to make network namespaces");
        return machines;
    }

    /** A command line of Layergraft that runs on one of the machines. */
    record Running(Process process, Path output, Path protocol) {

        /** @return exit code and all it printed */
        Ended end() throws IOException, InterruptedException {
            int code = process.waitFor();
            return new Ended(code, Files.readString(output));
        }
    }

    record Ended(int code, String text) {}

    /** @param node 0 or 1; @param folder for its output */
    Running start(int node, Path folder, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                names.get(node),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlayergraft.home=" + System.getProperty("layergraft.home"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.layergraft.cli.Main"));
        command.addAll(arguments);
        Path output = folder.resolve("node" + node + ".txt");
        Path protocol = folder.resolve("node" + node + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("LAYERGRAFT_LOG", protocol.toString());
        return new Running(builder.start(), output, protocol);
    }

    private static boolean ip(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean done = process.waitFor() == 0;
            if (!done) {
                System.err.println(String.join(" ", command) + ": " + words);
            }
            return done;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** The cable goes with the namespaces. */
    @Override
    public void close() throws IOException {
        try {
            for (String name : names) {
                ip("netns", "del", name);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
