package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.ui.runs.FinishedRun;

/** A run on two ranks of a model with very many parameters, for tests and benches of the table. */
public final class ManyParameters {

    private ManyParameters() {}

    /** Every thousandth parameter gets no gradient; the last has the largest norm. */
    public static List<Coverage> coverage(int many) {
        return IntStream.range(0, many).mapToObj(n -> row(n, many)).toList();
    }

    private static Coverage row(int number, int many) {
        String name = "blocks." + number / 100 + ".layers." + number / 4 % 25 + ".p" + number % 4;
        var gradient = number % 1000 == 7
                ? Gradient.none(name)
                : new Gradient(
                        name,
                        GradientState.NONZERO,
                        OptionalDouble.of(1 + number),
                        1.0 / (1 + number % 3),
                        OptionalDouble.of(1));
        return new Coverage(
                new Parameter(name, List.of(), Shape.of(64, 1 + number % 9), DType.FLOAT32, true),
                OptionalInt.of(number / 500),
                OptionalInt.of(many - number),
                List.of(gradient, gradient),
                Optional.empty());
    }

    public static FinishedRun run(List<Coverage> coverage) {
        var settings = RunSettings.DEFAULT;
        var plan = new StepPlan(
                Path.of("many.pt"),
                new InputPlan.Generated(List.of()),
                new LossSpec.Sum(),
                settings.switches(),
                List.of(Device.CPU, Device.CPU),
                3,
                0,
                60,
                1);
        return new FinishedRun(
                true,
                settings,
                List.of(),
                new RunResult(plan, Optional.empty(), List.of(), Optional.empty(), coverage, List.of()));
    }
}
