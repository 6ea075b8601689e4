package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.TorchrunScript;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "torchrun",
        description =
                "Write a Python script that repeats the run with PyTorch alone: torchrun --nproc_per_node N F.py. Reads"
                        + " only.")
final class TorchrunCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive; the script loads it from there.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--out", paramLabel = "F.py", required = true, description = "Where the script goes.")
    private Path out;

    @Override
    public Integer call() throws LayergraftException {
        OutFile.check(out);
        RunSettings settings = options.settings();
        Experiment experiment = Experiments.open(model);
        note(experiment.warning().stream());
        TorchrunScript.write(experiment, settings, out, Optional.of(model));
        console().say(console().texts().get("cli", "torchrun.saved", out, settings.ranks()));
        return ExitCode.TRAINS;
    }
}
