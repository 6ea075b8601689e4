package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.layergraft.diagnosis.Diagnosis;
import org.layergraft.graft.Edit;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.IdleRows;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Magnitudes;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Timeline;
import org.layergraft.step.Timing;

/** Settings and judged runs of every kind, for files to keep. */
final class SavedRuns {

    private SavedRuns() {}

    static Arbitrary<RunSettings> settings(Path folder) {
        var names = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(8);
        var spec = Combinators.combine(names, Arbitraries.of(DType.FLOAT32, DType.INT64, DType.BOOL), whole(), whole())
                .as((name, type, low, size) ->
                        new InputSpec(name, type, Shape.of(2, size), OptionalLong.of(low), OptionalLong.empty()));
        var file = names.map(name -> folder.resolve("inputs").resolve(name + ".npz"));
        var rank = Combinators.combine(file, file)
                .as((every, second) -> new InputPlan.RankFiles(every, Map.of(2, second)));
        Arbitrary<InputPlan> inputs = Arbitraries.oneOf(
                spec.list().ofMaxSize(3).map(InputPlan.Generated::new),
                rank.list().ofMinSize(1).ofMaxSize(3).map(InputPlan.Files::new));
        Arbitrary<LossSpec> loss = Arbitraries.of(
                new LossSpec.Sum(),
                new LossSpec.Mean(),
                new LossSpec.Square(),
                new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.MEAN),
                new LossSpec.Keys("loss"));
        return Combinators.combine(
                        Arbitraries.integers().between(1, 64),
                        Arbitraries.of("auto", "cpu", "cuda:0,1"),
                        inputs.optional(),
                        loss.optional(),
                        switches(names),
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(1, 600))
                .as(RunSettings::new);
    }

    private static Arbitrary<Long> whole() {
        return Arbitraries.longs().between(0, 40);
    }

    private static Arbitrary<Switches> switches(Arbitrary<String> names) {
        var on = Arbitraries.of(true, false);
        var checkpoint = Combinators.combine(
                        Arbitraries.of(Switches.Checkpoint.Mode.values()),
                        names.list().ofMaxSize(2))
                .as(Switches.Checkpoint::new);
        var options = Combinators.combine(
                        Arbitraries.doubles().between(0.01, 100).optional(),
                        on,
                        on,
                        Arbitraries.integers().between(1, 8),
                        on)
                .as((cap, view, buffers, accumulate, bf16) -> new DdpOptions(
                        cap.map(OptionalDouble::of).orElseGet(OptionalDouble::empty), view, buffers, accumulate, bf16));
        return Combinators.combine(on, on, checkpoint, options).as(Switches::new);
    }

    /** @param kinds one number per run, which decides what happened in it */
    static List<SavedRun> runs(Experiment experiment, List<Integer> kinds, RunSettings settings) {
        return kinds.stream().map(kind -> run(experiment, kind, settings)).toList();
    }

    private static SavedRun run(Experiment experiment, int kind, RunSettings settings) {
        var names = experiment.graph().parameters().stream().map(p -> p.name()).toList();
        List<Gradient> gradients = IntStream.range(0, names.size())
                .mapToObj(i -> gradient(names.get(i), kind + i))
                .toList();
        var single = new SingleReport(
                Device.CPU,
                List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY),
                gradients,
                kind % 5 == 0
                        ? Optional.of(new SingleReport.Failure(1, Phase.FORWARD, "shapes \"a\"\nand b"))
                        : Optional.empty(),
                Optional.of(new Timing(2.5, 1, 1.25, OptionalDouble.empty())),
                1 << 20);
        boolean onRanks = kind % 3 > 0;
        int ranks = onRanks ? 2 : 0;
        var plan = new StepPlan(
                experiment.file(),
                settings.inputs().orElse(new InputPlan.Generated(List.of())),
                settings.loss().orElse(new LossSpec.Sum()),
                settings.switches(),
                IntStream.range(0, Math.max(1, ranks)).mapToObj(_ -> Device.CPU).toList(),
                settings.steps(),
                settings.seed(),
                settings.timeoutSeconds(),
                1);
        var result = Diagnosis.judge(
                experiment.graph(),
                plan,
                Optional.of(single),
                IntStream.range(0, ranks)
                        .mapToObj(rank -> rank(rank, kind, names, gradients))
                        .toList());
        List<Edit> edits =
                switch (kind % 2) {
                    case 0 -> experiment.log().edits();
                    default -> List.of(new Edit.Freeze("fc1"));
                };
        return new SavedRun(onRanks, settings, edits, result);
    }

    private static Gradient gradient(String name, int kind) {
        return switch (GradientState.values()[kind % GradientState.values().length]) {
            case NONE -> Gradient.none(name);
            case FROZEN -> Gradient.frozen(name);
            case GradientState other ->
                new Gradient(
                        name,
                        other,
                        OptionalDouble.of(kind / 3.0),
                        0.5,
                        OptionalDouble.of(0.1),
                        Optional.of(new Magnitudes(-kind % 9, List.of(1L, 0L, (long) kind))),
                        Optional.of(new IdleRows(kind + 2, 1, List.of(new IdleRows.Span(kind, kind)))),
                        OptionalDouble.of(2.5),
                        OptionalDouble.of(0.025));
        };
    }

    private static RankReport rank(int rank, int kind, List<String> names, List<Gradient> gradients) {
        RankReport.End end =
                switch (kind % 5) {
                    case 0 -> new RankReport.End.Finished();
                    case 1 ->
                        new RankReport.End.Raised(2, Phase.FORWARD, "Expected to have finished", names.subList(0, 1));
                    case 2 -> new RankReport.End.Waiting(1, Phase.BACKWARD);
                    case 3 -> new RankReport.End.Lost(1, Phase.BACKWARD, "Connection closed by peer");
                    default -> new RankReport.End.Died(1, Phase.STEP, 139, "Segmentation fault");
                };
        var at = Optional.of(Timeline.Moment.measured(3.5));
        var timeline = new Timeline(
                3,
                17,
                40,
                List.of(new Timeline.Span(Phase.FORWARD, 0, OptionalDouble.of(3))),
                List.of(new Timeline.Ready(names.getFirst(), 4)),
                List.of(new Timeline.Bucket(
                        0, 64, names, at, Optional.of(Timeline.Moment.derived(4)), Optional.empty())),
                List.of(new Timeline.Exchange("broadcast", 1, OptionalDouble.empty())),
                at);
        return new RankReport(
                rank,
                Device.cuda(rank),
                end,
                gradients,
                names,
                List.of(names),
                List.of(1.0, -0.5),
                List.of(new RankReport.Sums(1, Map.of("a", "b"), Map.of())),
                List.of(new RankReport.Segment("fc1", 1, 0)),
                List.of("a warning"),
                Optional.of(new Timing(2, 1, 1, OptionalDouble.of(0.5))),
                kind % 2 == 0 ? Optional.of(timeline) : Optional.empty(),
                1L << 33);
    }
}
