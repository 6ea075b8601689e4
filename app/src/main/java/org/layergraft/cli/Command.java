package org.layergraft.cli;

import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What every command has: its parent's console and engine, and {@code --help}. */
abstract class Command implements Callable<Integer> {

    @ParentCommand
    private Layergraft parent;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public abstract Integer call() throws LayergraftException;

    /** What the user should know that stops nothing. */
    void note(Stream<Problem> notes) {
        var texts = console().texts();
        notes.forEach(n -> console().say(texts.get("cli", "check.warning", texts.get(n))));
    }

    Console console() {
        return parent.console();
    }

    Window window() {
        return parent.window();
    }

    Engine engine() throws LayergraftException {
        return parent.engines().open();
    }
}
