package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "check",
        description =
                "Run test steps on one device and on all ranks, and say whether the model trains. This executes the"
                        + " model.")
final class CheckCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--json", paramLabel = "F|-", description = "Write verdict and coverage as JSON.")
    private Optional<String> json = Optional.empty();

    @Option(
            names = "--fixes",
            description =
                    "Where it does not train: really run every fix that can be made without writing code, keep those"
                            + " that train and say what they cost. Takes a run for each.")
    private boolean fixes;

    @Override
    public Integer call() throws LayergraftException {
        RunSettings settings = options.settings();
        Experiment experiment = Experiments.open(model);
        RunResult result;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            RunResult checked =
                    engine.runs().check(experiment, settings, StepRunner.Progress.SILENT, interrupts.cancellation());
            result = fixes
                    ? Trials.verify(
                            engine.runs(),
                            experiment,
                            settings,
                            checked,
                            Trials.Listener.SILENT,
                            StepRunner.Progress.SILENT,
                            interrupts.cancellation())
                    : checked;
        }
        console().write(new RunJson(console().texts()).of(model.toString(), experiment.graph(), result), json);
        if (!Console.isOutput(json)) {
            note(experiment.warning().stream());
            new RunText(console().texts()).check(result).forEach(console()::say);
        }
        return ExitCode.of(result);
    }
}
