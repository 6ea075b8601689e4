package org.layergraft.cli;

import java.util.List;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The run options that commands share. */
final class RunOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Option(
            names = "--ranks",
            paramLabel = "N",
            defaultValue = "2",
            description = "Processes (default ${DEFAULT-VALUE}).")
    private int ranks;

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|cuda[:i,j]",
            defaultValue = "auto",
            description = "auto takes CUDA where every rank gets a GPU.")
    private String device;

    @Option(
            names = "--loss",
            paramLabel = "sum|mean|square|outputs:0,2|keys:loss",
            description = "How outputs become one number; without it the archive's own, else sum.")
    private Optional<String> loss = Optional.empty();

    @Option(names = "--find-unused-parameters", description = "As in DistributedDataParallel.")
    private boolean findUnusedParameters;

    @Option(names = "--static-graph", description = "As in DistributedDataParallel.")
    private boolean staticGraph;

    @Option(
            names = "--checkpoint",
            paramLabel = "MODE:MODULE[,MODULE]",
            description = "Activation checkpointing of modules, reentrant or nonreentrant (torch.utils.checkpoint);"
                    + " matrix takes MODULE[,MODULE] and tries every mode.")
    private Optional<String> checkpoint = Optional.empty();

    @Mixin
    private DdpArguments ddp = new DdpArguments();

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Iterations (default ${DEFAULT-VALUE}, of a capture at least all that were recorded); DDP's late"
                            + " errors need 3.")
    private int steps;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Of inputs and of libtorch.")
    private long seed;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "60",
            description = "Seconds a collective may take before it counts as a hang (default ${DEFAULT-VALUE}).")
    private int timeout;

    /** For one run. */
    RunSettings settings() throws LayergraftException {
        return settings(checkpoint.isPresent() ? CheckpointOption.oneMode(checkpoint.get()) : Checkpoint.OFF);
    }

    /** For one run of an experiment file: what is not given is as the file has it. */
    RunSettings over(RunSettings saved) throws LayergraftException {
        RunSettings given = settings();
        Switches own = saved.switches();
        var switches = new Switches(
                findUnusedParameters || own.findUnusedParameters(),
                staticGraph || own.staticGraph(),
                checkpoint.isPresent() ? given.switches().checkpoint() : own.checkpoint(),
                ddp.isGiven() ? given.switches().options() : own.options());
        return new RunSettings(
                isGiven("--ranks") ? ranks : saved.ranks(),
                isGiven("--device") ? device : saved.device(),
                given.inputs().or(saved::inputs),
                given.loss().or(saved::loss),
                switches,
                isGiven("--steps") ? steps : saved.steps(),
                isGiven("--seed") ? seed : saved.seed(),
                isGiven("--timeout") ? timeout : saved.timeoutSeconds());
    }

    /** For a prediction: what is not given is as it was captured. Options that only a run can heed are refused. */
    RunSettings overCaptured(CapturedModel captured) throws LayergraftException {
        RunSettings given = settings();
        Switches own = captured.switches();
        return captured(
                captured,
                new Switches(
                        isGiven("--find-unused-parameters") ? findUnusedParameters : own.findUnusedParameters(),
                        isGiven("--static-graph") ? staticGraph : own.staticGraph(),
                        checkpoint.isPresent() ? given.switches().checkpoint() : own.checkpoint(),
                        ddp.isGiven() ? given.switches().options() : own.options()));
    }

    /** For predictions of every mode of checkpointing: of the modules that are given, else of those that were captured. */
    RunSettings everyModeOf(CapturedModel captured) throws LayergraftException {
        Switches own = captured.switches();
        return captured(
                captured,
                Switches.DEFAULT
                        .withCheckpoint(
                                checkpoint.isPresent()
                                        ? CheckpointOption.everyMode(checkpoint.get())
                                        : own.checkpoint().with(Checkpoint.Mode.OFF))
                        .withOptions(ddp.isGiven() ? ddp.options() : own.options()));
    }

    private RunSettings captured(CapturedModel captured, Switches switches) throws LayergraftException {
        for (String option : List.of("--input", "--inputs", "--loss", "--device", "--seed", "--timeout")) {
            if (isGiven(option)) {
                throw LayergraftException.input("cli", "captured.option", option);
            }
        }
        if (switches.options().accumulate() != 1 || switches.options().bf16()) {
            throw LayergraftException.input("cli", "captured.option", "--accumulate, --bf16");
        }
        return new RunSettings(
                isGiven("--ranks") ? ranks : captured.ranks(),
                device,
                Optional.empty(),
                Optional.empty(),
                switches,
                isGiven("--steps") ? steps : captured.steps(),
                seed,
                timeout);
    }

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    /** For runs in every mode of checkpointing: the modules, with the mode off. */
    RunSettings everyMode() throws LayergraftException {
        return settings(checkpoint.isPresent() ? CheckpointOption.everyMode(checkpoint.get()) : Checkpoint.OFF);
    }

    private RunSettings settings(Checkpoint checkpointed) throws LayergraftException {
        Optional<LossSpec> chosen = loss.isPresent() ? Optional.of(LossOption.parse(loss.get())) : Optional.empty();
        var switches = Switches.DEFAULT
                .withFindUnusedParameters(findUnusedParameters)
                .withStaticGraph(staticGraph)
                .withCheckpoint(checkpointed)
                .withOptions(ddp.options());
        return new RunSettings(ranks, device, inputs.plan(), chosen, switches, steps, seed, timeout);
    }
}
