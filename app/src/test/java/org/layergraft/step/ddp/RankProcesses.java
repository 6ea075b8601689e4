package org.layergraft.step.ddp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;

/** Real rank processes for tests, with nothing between the test and the child but the protocol. */
final class RankProcesses {

    private RankProcesses() {}

    /** Unpacks the natives once, before several processes need them. */
    static void prepare() throws IOException, InterruptedException {
        Process process = java("--prepare").inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("--prepare ended with " + process.exitValue());
        }
    }

    /** One report per rank. */
    static List<RankReport> run(StepPlan plan) throws IOException {
        JsonMapper json = StepJson.mapper();
        int port = freePort();
        List<Process> ranks = new ArrayList<>();
        List<RankReport> reports = new ArrayList<>();
        try {
            for (int rank = 0; rank < plan.worldSize(); rank++) {
                Process process =
                        java().redirectError(ProcessBuilder.Redirect.DISCARD).start();
                ranks.add(process);
                var in = process.outputWriter();
                in.write(json.writeValueAsString(new StepMessage.RunRank(plan, rank, port)) + "\n");
                in.flush();
            }
            // All at once: a rank whose pipe is full would stop, and the others would wait for it.
            try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<RankReport>> coming = new ArrayList<>();
                for (Process rank : ranks) {
                    coming.add(readers.submit(() -> report(rank.inputReader(), json)));
                }
                for (Future<RankReport> report : coming) {
                    reports.add(report.get());
                }
            }
            return reports;
        } catch (ExecutionException broken) {
            throw new IOException(broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            ranks.forEach(Process::destroyForcibly);
        }
    }

    private static RankReport report(BufferedReader out, JsonMapper json) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (!line.startsWith("{")) {
                continue; // Gloo and TorchScript's print write to standard output, too.
            }
            switch (json.readValue(line, StepMessage.class)) {
                case StepMessage.RankDone(RankReport report) -> {
                    return report;
                }
                case StepMessage.Failed failed -> throw new IOException(failed.toString());
                default -> {}
            }
        }
        throw new IOException("a rank ended without a report");
    }

    /** The exit code of a rank whose parent goes away before it asks for anything; -1 if it stays. */
    static int exitCodeAfterStdinCloses() throws IOException, InterruptedException {
        Process process = java().redirectError(ProcessBuilder.Redirect.DISCARD).start();
        process.outputWriter().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static ProcessBuilder java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath(),
                RankMain.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Of this JVM's class path what a rank may see: no DJL, no JavaFX. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        new File(entry).isDirectory() || entry.contains("bytedeco") || entry.contains("jackson"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
