package org.layergraft.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;

/** The entry of the program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        var console = new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err));
        var program = new Layergraft(console, Engine::local, new JavaFxWindow(), Layergraft.Display::ofThisMachine);
        System.exit(run(program, arguments));
    }

    /** Tables and names hold letters that a POSIX locale's encoding lacks. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }

    /** @return the exit code; every error is one line on the console's {@code err} */
    static int run(Layergraft program, String... arguments) {
        Console console = program.console();
        if (isFileOnly(arguments)) {
            try {
                return program.open(Stream.of(arguments).map(Path::of).findFirst());
            } catch (LayergraftException | RuntimeException thrown) {
                return failed(console, thrown);
            }
        }
        var line = new CommandLine(program).setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(console.out(), true));
        line.setErr(new PrintWriter(console.err(), true));
        line.setExecutionStrategy(parsed -> {
            try {
                Outputs.check(parsed);
            } catch (LayergraftException told) {
                return failed(console, told);
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((thrown, _, _) -> failed(console, thrown));
        line.setParameterExceptionHandler((wrong, _) -> {
            console.fail(wrong.getMessage() + ". "
                    + console.texts()
                            .get(
                                    "cli",
                                    "usage",
                                    wrong.getCommandLine().getCommandSpec().qualifiedName()));
            return ExitCode.BAD_INPUT;
        });
        return line.execute(arguments);
    }

    /**
     * Is there nothing to parse? Every command's annotations would be read first, and whoever opens a window waits for it.
     * No command has a dot in its name.
     */
    private static boolean isFileOnly(String... arguments) {
        try {
            return arguments.length == 0
                    || arguments.length == 1
                            && Path.of(arguments[0]).toString().contains(".")
                            && !arguments[0].matches("[-@].*");
        } catch (InvalidPathException told) {
            return false;
        }
    }

    private static int failed(Console console, Exception thrown) {
        if (thrown instanceof LayergraftException told) {
            console.fail(console.texts().get(told.problem()));
            return ExitCode.of(told);
        }
        console.fail(console.texts().get("cli", "bug", thrown));
        return ExitCode.ENGINE_FAILED;
    }
}
