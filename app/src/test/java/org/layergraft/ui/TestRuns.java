package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.model.Parameter;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.IdleRows;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Magnitudes;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.ui.timeline.Made;

/** Reports as child processes send them, for a model in which some parameters get no gradient. */
final class TestRuns {

    static final String MESSAGE =
            "Expected to have finished reduction in the prior iteration before starting a new one. This error"
                    + " indicates that your module has parameters that were not used in producing loss. You can enable"
                    + " unused parameter detection by passing the keyword argument `find_unused_parameters=True`.";

    private TestRuns() {}

    static RunResult single(Experiment experiment, RunSettings settings, Set<String> without) {
        return Diagnosis.judge(
                experiment.graph(), plan(experiment, settings, 1), Optional.of(report(experiment, without)), List.of());
    }

    /** Fails as DDP does when a parameter is unused, unless the switches allow it. */
    static RunResult check(Experiment experiment, RunSettings settings, Set<String> without) {
        boolean fails = !without.isEmpty()
                && !settings.switches().findUnusedParameters()
                && !settings.switches().staticGraph();
        return Diagnosis.judge(
                experiment.graph(),
                plan(experiment, settings, settings.ranks()),
                Optional.of(report(experiment, without)),
                IntStream.range(0, settings.ranks())
                        .mapToObj(rank -> rank(experiment, rank, without, fails, settings.steps()))
                        .toList());
    }

    private static StepPlan plan(Experiment experiment, RunSettings settings, int ranks) {
        return new StepPlan(
                Path.of(experiment.file().toString()),
                new InputPlan.Generated(List.of()),
                new LossSpec.Sum(),
                settings.switches(),
                IntStream.range(0, ranks).mapToObj(_ -> Device.CPU).toList(),
                settings.steps(),
                settings.seed(),
                settings.timeoutSeconds(),
                1);
    }

    private static SingleReport report(Experiment experiment, Set<String> without) {
        return new SingleReport(
                Device.CPU,
                List.of(1.5, 1.4, 1.3),
                gradients(experiment, without),
                Optional.empty(),
                Optional.empty(),
                1 << 20);
    }

    private static RankReport rank(Experiment experiment, int rank, Set<String> without, boolean fails, int steps) {
        RankReport.End end = fails
                ? new RankReport.End.Raised(2, Phase.FORWARD, MESSAGE, List.copyOf(without))
                : new RankReport.End.Finished();
        var names =
                experiment.graph().parameters().stream().map(Parameter::name).toList();
        return new RankReport(
                rank,
                Device.CPU,
                end,
                gradients(experiment, without),
                names.stream().filter(n -> !without.contains(n)).toList(),
                List.of(names),
                IntStream.range(0, fails ? 1 : steps)
                        .mapToObj(i -> 1.5 - i / 10.0)
                        .toList(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(Made.finished(200_000L * rank)),
                1 << 20);
    }

    static List<Gradient> gradients(Experiment experiment, Set<String> without) {
        return experiment.graph().parameters().stream()
                .map(p -> without.contains(p.name())
                        ? Gradient.none(p.name())
                        : !p.trainable() ? Gradient.frozen(p.name()) : some(p))
                .toList();
    }

    /** Rows 0, 3 and 5 to 9 of fc2.weight stay without. */
    private static Gradient some(Parameter p) {
        long elements = p.shape().elements();
        return new Gradient(
                p.name(),
                GradientState.NONZERO,
                OptionalDouble.of(elements / 100.0),
                1.0 / (1 + p.name().length() % 3),
                OptionalDouble.of(0.1),
                Optional.of(new Magnitudes(-12, List.of(1L, 0L, elements / 4, elements, elements / 2, 1L))),
                p.name().equals("fc2.weight")
                        ? Optional.of(new IdleRows(
                                32,
                                7,
                                List.of(new IdleRows.Span(0, 0), new IdleRows.Span(3, 3), new IdleRows.Span(5, 9))))
                        : Optional.empty(),
                OptionalDouble.of(2.5),
                OptionalDouble.of(0.0125));
    }
}
