package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.ModelGraph;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "matrix",
        description =
                "Run every combination of find_unused_parameters, static_graph and, where --checkpoint names modules,"
                        + " checkpointing off, reentrant and nonreentrant. Exit code 0 if one of them trains.")
final class MatrixCommand extends Command {

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "A TorchScript archive, or a capture (.capture.json), of which every combination is predicted.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--vary",
            paramLabel = "NAME=V[,V]",
            description = "Run each combination with every value of bucket_cap_mb, gradient_as_bucket_view,"
                    + " broadcast_buffers, accumulate or bf16, too. Repeat it to vary several.")
    private List<String> vary = List.of();

    @Option(names = "--json", paramLabel = "F|-", description = "Write every run as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        Optional<CapturedModel> captured = Captures.at(model);
        if (captured.isPresent()) {
            return predict(captured.get());
        }
        RunSettings settings = options.everyMode();
        List<Axis> others = VaryOption.parse(vary);
        Experiment experiment = Experiments.open(model);
        List<RunResult> results;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            results = engine.runs()
                    .matrix(
                            experiment,
                            settings,
                            others,
                            Matrix.Progress.SILENT,
                            StepRunner.Progress.SILENT,
                            interrupts.cancellation());
        }
        return tell(results, experiment.graph());
    }

    /** Nothing runs: that model is elsewhere. */
    private int predict(CapturedModel captured) throws LayergraftException {
        if (!vary.isEmpty()) {
            throw LayergraftException.input("cli", "captured.option", "--vary");
        }
        RunSettings settings = options.everyModeOf(captured);
        return tell(captured.matrix(settings.switches(), settings.ranks(), settings.steps()), captured.graph());
    }

    private int tell(List<RunResult> results, ModelGraph graph) throws LayergraftException {
        MatrixTable table = MatrixTable.of(results);
        console().write(new MatrixJson(console().texts()).of(model.toString(), graph, table), json);
        if (!Console.isOutput(json)) {
            new MatrixText(console().texts()).lines(table).forEach(console()::say);
        }
        return ExitCode.of(results);
    }
}
