package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "matrix",
        description =
                "Run every combination of find_unused_parameters and static_graph. Exit code 0 if one of them trains.")
final class MatrixCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--json", paramLabel = "F|-", description = "Write every run as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        RunSettings settings = options.settings();
        Experiment experiment = Experiments.open(model);
        List<RunResult> results;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            results = engine.runs()
                    .matrix(
                            experiment,
                            settings,
                            Matrix.Progress.SILENT,
                            StepRunner.Progress.SILENT,
                            interrupts.cancellation());
        }
        var runJson = new RunJson(console().texts());
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode runs = root.putArray("runs");
        results.forEach(r -> runs.add(runJson.of(model.toString(), experiment.graph(), r)));
        console().write(root, json);
        if (!Console.isOutput(json)) {
            new RunText(console().texts()).matrix(results).forEach(console()::say);
        }
        return ExitCode.of(results);
    }
}
