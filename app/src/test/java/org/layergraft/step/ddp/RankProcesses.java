package org.layergraft.step.ddp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/** Real rank processes for tests, warm from one run to the next as in the program; all tests of a JVM share them. */
final class RankProcesses {

    private RankProcesses() {}

    private static final class Shared {
        static final LocalStepRunner RUNNER = open();

        private static LocalStepRunner open() {
            try {
                return new LocalStepRunner(Installation.find(), Files.createTempDirectory("layergraft-ranks"));
            } catch (IOException | LayergraftException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /** One report per rank. */
    static List<RankReport> run(StepPlan plan) throws IOException {
        try {
            return Shared.RUNNER.ranks(plan, StepRunner.Progress.SILENT, new Cancellation());
        } catch (LayergraftException failed) {
            throw new IOException(failed.problem().toString(), failed);
        }
    }

    /** The exit code of a rank whose parent goes away before it asks for anything; -1 if it stays. */
    static int exitCodeAfterStdinCloses() throws IOException, InterruptedException {
        Process process = java(RankMain.class, List.of())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.outputWriter().close();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    /** A process that sees what a rank sees, and the tests' own classes. */
    static ProcessBuilder java(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", String.valueOf(1 << 20)); // as ChildLauncher does
        return builder;
    }

    /** Of this JVM's class path what a rank may see: no DJL, no JavaFX. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        new File(entry).isDirectory() || entry.contains("bytedeco") || entry.contains("jackson"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
