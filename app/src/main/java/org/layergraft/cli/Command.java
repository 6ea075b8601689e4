package org.layergraft.cli;

import java.util.concurrent.Callable;
import org.layergraft.text.LayergraftException;
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
