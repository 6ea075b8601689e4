package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The program without a command: the window, or the main job where there is no display. */
@Command(
        name = "layergraft",
        description =
                "Graft layers onto TorchScript models and see which parameters receive a gradient, on one device and"
                        + " under DistributedDataParallel.",
        footer = {
            "",
            "Without a command: the window, on FILE if given. Without a display: the tour, on FILE or the first"
                    + " sample.",
            "Exit codes: 0 trains, 1 does not train under DDP, 2 bad input or usage, 3 the engine failed."
        },
        versionProvider = Version.class,
        subcommands = {
            GraphCommand.class,
            GraftCommand.class,
            CheckCommand.class,
            MatrixCommand.class,
            CompareCommand.class,
            GrowthCommand.class,
            ExportCommand.class,
            TorchrunCommand.class,
            ReportCommand.class,
            ConfigCommand.class,
            SnippetCommand.class,
            SnapshotCommand.class,
            DevicesCommand.class
        })
final class Layergraft implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A TorchScript model (.pt) or an experiment (.graft).")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    private final Console console;
    private final Engine.Source engines;
    private final Window window;
    private final Display display;

    Layergraft(Console console, Engine.Source engines, Window window, Display display) {
        this.console = console;
        this.engines = engines;
        this.window = window;
        this.display = display;
    }

    @Override
    public Integer call() throws LayergraftException {
        return open(file);
    }

    /** The window, or without a display the tour. */
    int open(Optional<Path> given) throws LayergraftException {
        if (display.isThere()) {
            window.open(given.map(Path::toString).stream().toList());
            return ExitCode.TRAINS;
        }
        try (Engine engine = engines.open();
                Interrupts interrupts = new Interrupts()) {
            Path model = given.isPresent() ? given.get() : Home.firstSample();
            new Tour(console, engine.runs(), window, interrupts.cancellation()).take(model);
        }
        return ExitCode.TRAINS;
    }

    Console console() {
        return console;
    }

    Engine.Source engines() {
        return engines;
    }

    Window window() {
        return window;
    }

    /** Whether a window could be shown at all. */
    @FunctionalInterface
    interface Display {
        boolean isThere();

        /** Windows and macOS always have one; elsewhere X11 or Wayland must be named, or JavaFX be told of another. */
        static boolean ofThisMachine() {
            String system = System.getProperty("os.name", "");
            return List.of("Windows", "Mac").stream().anyMatch(system::startsWith)
                    || !System.getProperty("glass.platform", "").isEmpty()
                    || named("DISPLAY")
                    || named("WAYLAND_DISPLAY");
        }

        private static boolean named(String variable) {
            return !Optional.ofNullable(System.getenv(variable)).orElse("").isEmpty();
        }
    }
}
