package org.layergraft.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.CoverageFormat;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Trials;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Nodes;
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

    @Parameters(
            paramLabel = "MODEL",
            description = "A TorchScript archive, or an experiment (.graft) that the window saved: what no option says"
                    + " is then as it was saved. Of a capture (.capture.json, or one per rank with commas between) the"
                    + " verdict is predicted: nothing runs.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private NodeOptions machines = new NodeOptions();

    @Option(names = "--json", paramLabel = "F|-", description = "Write verdict and coverage as JSON.")
    private Optional<String> json = Optional.empty();

    @Option(
            names = "--coverage-out",
            paramLabel = "F",
            description = "Write the coverage alone, one record per parameter: CSV, or JSON where F ends in .json.")
    private Optional<Path> coverageOut = Optional.empty();

    @Option(
            names = "--no-fixes",
            description =
                    "Where it does not train, only say so. Without this, every fix that can be made without writing"
                            + " code is really run, and those that train are listed with what they cost.")
    private boolean noFixes;

    @Override
    public Integer call() throws LayergraftException {
        Optional<CapturedModel> captured = Captures.at(model);
        if (captured.isPresent()) {
            return predict(captured.get(), options.overCaptured(captured.get()));
        }
        Optional<Nodes> nodes = machines.nodes();
        RunSettings chosen = ExperimentFile.isNamed(model)
                ? options.over(ExperimentFile.read(model).saved().settings())
                : options.settings();
        RunSettings settings = nodes.map(chosen::across).orElse(chosen);
        Experiment experiment = Experiments.open(model);
        if (experiment.captured().isPresent()) {
            return predict(experiment.captured().get(), settings);
        }
        if (nodes.isPresent() && !Console.isOutput(json)) {
            console().say(start(settings.ranks(), nodes.get()));
        }
        if (coverageOut.isPresent()) {
            OutFile.check(coverageOut.get());
        }
        RunResult result;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            RunResult checked =
                    engine.runs().check(experiment, settings, StepRunner.Progress.SILENT, interrupts.cancellation());
            // Machines that check together would have to agree on what to try.
            result = noFixes || nodes.isPresent()
                    ? checked
                    : Trials.verify(
                            engine.runs(),
                            experiment,
                            settings,
                            checked,
                            Trials.Listener.SILENT,
                            StepRunner.Progress.SILENT,
                            interrupts.cancellation());
        }
        console().write(new RunJson(console().texts()).of(model.toString(), experiment.graph(), result), json);
        if (coverageOut.isPresent()) {
            var format = CoverageFormat.of(coverageOut.get());
            console().write(format.write(result.coverage(), console().texts()), coverageOut.get());
        }
        if (!Console.isOutput(json)) {
            note(experiment.warning().stream());
            new RunText(console().texts()).check(result).forEach(console()::say);
        }
        return ExitCode.of(result);
    }

    /** Nothing runs: that model is elsewhere. */
    private int predict(CapturedModel captured, RunSettings settings) throws LayergraftException {
        if (coverageOut.isPresent()) {
            OutFile.check(coverageOut.get());
        }
        RunResult result = captured.predict(settings.switches(), settings.ranks(), settings.steps());
        console().write(new RunJson(console().texts()).of(model.toString(), captured.graph(), result), json);
        if (coverageOut.isPresent()) {
            var format = CoverageFormat.of(coverageOut.get());
            console().write(format.write(result.coverage(), console().texts()), coverageOut.get());
        }
        if (!Console.isOutput(json)) {
            new RunText(console().texts()).check(result).forEach(console()::say);
        }
        return ExitCode.of(result);
    }

    private String start(int ranks, Nodes nodes) {
        int first = nodes.rank() * ranks;
        return console()
                .texts()
                .get(
                        "cli",
                        "nodes.start",
                        nodes.rank(),
                        nodes.count(),
                        first,
                        first + ranks - 1,
                        ranks * nodes.count(),
                        nodes.master());
    }
}
