package org.layergraft.cli;

import java.util.Optional;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The run options that one forward needs. */
final class ForwardOptions {

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:i]",
            defaultValue = "auto",
            description = "Where the forward runs (default ${DEFAULT-VALUE}).")
    private String device;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of inputs and of libtorch.")
    private long seed;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds the forward may take (default ${DEFAULT-VALUE}).")
    private int timeout;

    /** Empty: the archive's own. */
    Optional<InputPlan> inputs() throws LayergraftException {
        return inputs.plan();
    }

    RunSettings settings() throws LayergraftException {
        return new RunSettings(1, device, inputs(), Optional.empty(), Switches.DEFAULT, 1, seed, timeout);
    }
}
