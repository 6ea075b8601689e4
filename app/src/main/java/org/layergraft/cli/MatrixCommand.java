package org.layergraft.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.capture.CapturedModel;
import org.layergraft.diagnosis.Axis;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.Contest;
import org.layergraft.diagnosis.Matrix;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.ModelGraph;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Switches;
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

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "12",
            description = "Pairs of steps to time the best against the usual advice, where both train"
                    + " (default ${DEFAULT-VALUE}): one run of each tells little about time.")
    private int pairs;

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
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            var silent = StepRunner.Progress.SILENT;
            var cancel = interrupts.cancellation();
            List<RunResult> results =
                    engine.runs().matrix(experiment, settings, others, Matrix.Progress.SILENT, silent, cancel);
            Optional<Contest> contest = Contest.of(results);
            Optional<Comparison> compared = contest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(engine.runs()
                            .compare(
                                    experiment,
                                    settings.with(contest.get().best()),
                                    contest.get().usual(),
                                    pairs,
                                    silent,
                                    cancel));
            Set<Switches> unsettled = contest.map(c -> c.unsettled(compared)).orElse(Set.of());
            return tell(MatrixTable.of(results, unsettled), compared, results, experiment.graph());
        }
    }

    /** Nothing runs: that model is elsewhere. */
    private int predict(CapturedModel captured) throws LayergraftException {
        if (!vary.isEmpty()) {
            throw LayergraftException.input("cli", "captured.option", "--vary");
        }
        RunSettings settings = options.everyModeOf(captured);
        List<RunResult> results = captured.matrix(settings.switches(), settings.ranks(), settings.steps());
        return tell(MatrixTable.of(results), Optional.empty(), results, captured.graph());
    }

    private int tell(MatrixTable table, Optional<Comparison> pairs, List<RunResult> results, ModelGraph graph)
            throws LayergraftException {
        console().write(new MatrixJson(console().texts()).of(model.toString(), graph, table), json);
        if (!Console.isOutput(json)) {
            new MatrixText(console().texts()).lines(table).forEach(console()::say);
            pairs.ifPresent(p -> console().say(console().texts().get(p.sentence())));
        }
        return ExitCode.of(results);
    }
}
