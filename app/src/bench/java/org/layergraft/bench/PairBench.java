package org.layergraft.bench;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.layergraft.diagnosis.Comparison;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.experiment.RunService;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.ScratchSpace;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

/** What switches cost on a model, as paired ratios: {@code java … PairBench.java [model [pairs]]}. */
public final class PairBench {

    private PairBench() {}

    public static void main(String[] arguments) throws Exception {
        Path model = Path.of(arguments.length > 0 ? arguments[0] : "samples/co_dino_head.pt");
        int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 48;
        Experiment experiment = Experiments.open(model);
        try (ScratchSpace space = ScratchSpace.open();
                LocalStepRunner runner = new LocalStepRunner(
                        Installation.find(), space.directory().resolve("runs"))) {
            RunService runs = new RunService(runner, space);
            for (Switches other : ways()) {
                Comparison comparison = runs.compare(
                        experiment, RunSettings.DEFAULT, other, pairs, StepRunner.Progress.SILENT, new Cancellation());
                System.out.println(new Texts(Locale.ENGLISH).get(comparison.sentence()));
                comparison.times().ifPresent(times -> {
                    List<Double> ratios = times.ratios();
                    System.out.printf(
                            Locale.ROOT,
                            "    ratios from %.3f to %.3f: %s%n",
                            Collections.min(ratios),
                            Collections.max(ratios),
                            ratios.stream()
                                    .map(ratio -> String.format(Locale.ROOT, "%.3f", ratio))
                                    .toList());
                });
            }
        }
    }

    private static List<Switches> ways() {
        Switches plain = Switches.DEFAULT;
        return List.of(
                plain.withFindUnusedParameters(true),
                plain.withStaticGraph(true),
                plain.withOptions(new DdpOptions(OptionalDouble.of(0.1), false, true, 1, false)),
                plain.withOptions(new DdpOptions(OptionalDouble.empty(), true, true, 1, false)));
    }
}
