package org.layergraft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A window that was started to be measured.
 *
 * @param began just before its process was started, in microseconds since 1970
 */
record Launched(Process process, Path milestones, long began) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** @param archives folder with archives of classes, or {@code off} */
    static Launched layergraft(String archives, String options, String... arguments) throws IOException {
        Path milestones = fresh();
        var command = new java.util.ArrayList<>(
                List.of("sh", Kit.HOME.resolve("bin/layergraft").toString()));
        command.addAll(List.of(arguments));
        return start(
                command,
                Map.of(
                        "LAYERGRAFT_ARCHIVE",
                        archives,
                        "LAYERGRAFT_JVM",
                        "-Dlayergraft.milestones=" + milestones + " -Dlayergraft.config=" + Kit.WORK.resolve("config")
                                + " " + options),
                milestones);
    }

    /** An empty JavaFX window. */
    static Launched empty(List<String> options) throws IOException {
        return java(options, "org.layergraft.bench.EmptyWindow");
    }

    /** A program of the benches. */
    static Launched java(List<String> options, String main, String... arguments) throws IOException {
        Path milestones = fresh();
        var all = new java.util.ArrayList<>(options);
        all.add("-Dlayergraft.milestones=" + milestones);
        return start(Kit.java(all, main, arguments), new HashMap<>(), milestones);
    }

    private static Path fresh() throws IOException {
        return Files.createDirectories(Kit.WORK).resolve("milestones-" + System.nanoTime() + ".txt");
    }

    private static Launched start(List<String> command, Map<String, String> environment, Path milestones)
            throws IOException {
        Display.name();
        long began = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
        return new Launched(Kit.start(command, environment), milestones, began);
    }

    /** When it said so, in milliseconds from its start. */
    double millis(String milestone) throws IOException, InterruptedException {
        return (instant(milestone) - began) / 1000.0;
    }

    /** In microseconds since 1970. */
    long instant(String milestone) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            if (Files.exists(milestones)) {
                for (String line : Files.readAllLines(milestones)) {
                    if (line.startsWith(milestone + " ")) {
                        return Long.parseLong(line.substring(milestone.length() + 1));
                    }
                }
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException(milestone + " was not reached; see " + Kit.WORK.resolve("stderr.txt"));
    }

    /** CPU time of the process until now, in milliseconds. */
    double cpuMillis() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        Files.deleteIfExists(milestones);
    }
}
