package org.layergraft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.diagnosis.PairedTimes;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunSettings;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "compare",
        description =
                "Time two ways to train in turns, in the same processes: the run options, and the same with --with."
                    + " Tells the median of the paired ratios with its spread. Exit code 1 if one of the two does not"
                    + " train.")
final class CompareCommand extends Command {

    @Parameters(paramLabel = "MODEL", description = "A TorchScript archive.")
    private Path model;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(
            names = "--with",
            required = true,
            paramLabel = "KEY=VALUE",
            description = "What the second way has: find_unused_parameters, static_graph, gradient_as_bucket_view,"
                    + " broadcast_buffers or bf16 =true|false, checkpoint=off|reentrant:MODULE[,MODULE]|nonreentrant:…,"
                    + " bucket_cap_mb=MIB, accumulate=N. Give it once for each.")
    private List<String> with = List.of();

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "24",
            description = "Pairs of steps that count (default ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--json", paramLabel = "F|-", description = "Write figures and every pair as JSON.")
    private Optional<String> json = Optional.empty();

    @Override
    public Integer call() throws LayergraftException {
        RunSettings settings = options.settings();
        Switches other = settings.switches();
        for (String change : with) {
            other = WithOption.apply(other, change);
        }
        Experiment experiment = Experiments.open(model);
        Comparison comparison;
        try (Engine engine = engine();
                Interrupts interrupts = new Interrupts()) {
            comparison = engine.runs()
                    .compare(experiment, settings, other, pairs, StepRunner.Progress.SILENT, interrupts.cancellation());
        }
        console().write(json(comparison), json);
        if (!Console.isOutput(json)) {
            console().say(console().texts().get(comparison.sentence()));
        }
        return comparison.times().isPresent() ? ExitCode.TRAINS : ExitCode.DOES_NOT_TRAIN;
    }

    private ObjectNode json(Comparison comparison) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("model", model.toString());
        RunJson.switches(root.putObject("first"), comparison.first());
        RunJson.switches(root.putObject("second"), comparison.second());
        root.put("difference", comparison.difference());
        comparison
                .failed()
                .ifPresentOrElse(
                        run -> {
                            ObjectNode failed = root.putObject("failed");
                            RunJson.switches(
                                    failed.putObject("switches"), run.plan().switches());
                            failed.put(
                                    "outcome",
                                    run.verdict().orElseThrow().outcome().id());
                        },
                        () -> root.putNull("failed"));
        comparison.times().ifPresentOrElse(times -> times(root.putObject("times"), times), () -> root.putNull("times"));
        root.put("sentence", console().texts().get(comparison.sentence()));
        return root;
    }

    private static void times(ObjectNode node, PairedTimes times) {
        node.put("pairs", times.pairs());
        spread(node.putObject("ratio"), times.ratio());
        spread(node.putObject("more_ms"), times.moreMs());
        node.put("slower", times.slower());
        node.put("effect", times.effect().name().toLowerCase(Locale.ROOT));
        ArrayNode first = node.putArray("first_ms");
        times.firstMs().forEach(first::add);
        ArrayNode second = node.putArray("second_ms");
        times.secondMs().forEach(second::add);
    }

    private static void spread(ObjectNode node, PairedTimes.Spread spread) {
        node.put("p10", spread.low()).put("median", spread.median()).put("p90", spread.high());
    }
}
