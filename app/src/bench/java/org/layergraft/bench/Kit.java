package org.layergraft.bench;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** What the benches of the window have in common: the program as it is laid out, a display, models, and honest numbers. */
public final class Kit {

    static final Path HOME = Path.of("target", "layergraft").toAbsolutePath();
    static final Path WORK = Path.of("target", "bench").toAbsolutePath();
    private static final Path SOURCES = Path.of("app", "src", "bench", "java");
    private static final Path CLASSES = WORK.resolve("classes");
    /** An archive of classes takes no folders. */
    private static final Path JAR = WORK.resolve("classes.jar");

    private Kit() {}

    /** torchvision's, untrained and traced, made by the installed Python. */
    static Path model(String name) throws IOException, InterruptedException {
        Path file = WORK.resolve("models").resolve(name + ".pt");
        if (!Files.exists(file)) {
            run(List.of(
                    "/usr/bin/python3",
                    "app/src/bench/python/models.py",
                    file.getParent().toString()));
        }
        return file;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(command + " ended with " + code);
        }
    }

    /** Compiles programs that a bench starts into one jar; they may belong to any package of the window. */
    static void compile(String... sources) throws IOException {
        Files.createDirectories(CLASSES);
        var command = new ArrayList<>(
                List.of("-d", CLASSES.toString(), "-cp", classPath() + File.pathSeparator + jars("javafx")));
        command.addAll(List.of(
                "--add-exports",
                "javafx.graphics/com.sun.javafx.sg.prism=ALL-UNNAMED",
                "-XDignore.symbol.file",
                "-nowarn"));
        command.addAll(
                List.of("--module-path", HOME.resolve("lib/javafx").toString(), "--add-modules", "javafx.controls"));
        for (String source : sources) {
            command.add(SOURCES.resolve(source).toString());
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("does not compile: " + List.of(sources));
        }
        var jar = java.util.spi.ToolProvider.findFirst("jar").orElseThrow();
        jar.run(System.out, System.err, "--create", "--file", JAR.toString(), "-C", CLASSES.toString(), ".");
    }

    /** As the launcher gives it, our own classes last. */
    private static String classPath() throws IOException {
        return String.join(File.pathSeparator, jars("app"), jars("common"), JAR.toString());
    }

    private static String jars(String folder) throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("lib").resolve(folder))) {
            return String.join(
                    File.pathSeparator, files.map(Path::toString).sorted().toList());
        }
    }

    /** A JVM with the options that the launcher gives it. */
    static List<String> java(List<String> options, String main, String... arguments) throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                "--module-path",
                HOME.resolve("lib/javafx").toString(),
                "--add-modules",
                "javafx.controls,javafx.fxml,javafx.swing"));
        command.addAll(
                List.of("--enable-native-access=javafx.graphics,ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dlayergraft.home=" + HOME);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Starts something that has a window: under the display of this machine, else under Xvfb, else on JavaFX's headless platform.
     * Settings and archives of classes are the benches' own.
     */
    static Process start(List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.appendTo(WORK.resolve("stderr.txt").toFile()));
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().put("DISPLAY", Display.name());
        builder.environment().putAll(environment);
        return builder.start();
    }

    public static String load() {
        return String.format(
                Locale.ROOT,
                "load %.1f on %d cores",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    /** @param share 0.5 for the median */
    public static double quantile(List<Double> all, double share) {
        var sorted = all.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(Math.floor(share * sorted.size()))));
    }

    public static double median(List<Double> all) {
        return quantile(all, 0.5);
    }

    public static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
