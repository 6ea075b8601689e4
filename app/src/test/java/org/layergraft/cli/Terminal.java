package org.layergraft.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.layergraft.experiment.ScratchSpace;
import org.layergraft.process.StepRunner;

/** Runs commands and keeps what they print. */
final class Terminal {

    static final Path SAMPLE = Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Layergraft program;

    Terminal(StepRunner runner) {
        this(() -> Engine.with(runner, ScratchSpace.open()), Window.NONE, false);
    }

    Terminal(Engine.Source engines, Window window, boolean display) {
        program = new Layergraft(new Console(print(out), print(err)), engines, window, () -> display);
    }

    int run(String... arguments) {
        return Main.run(program, arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
