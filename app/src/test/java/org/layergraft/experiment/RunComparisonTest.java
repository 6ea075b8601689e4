package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.RunComparison.Change;
import org.layergraft.experiment.RunComparison.Kind;
import org.layergraft.experiment.RunComparison.Turn;
import org.layergraft.graft.Edit;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;

/** Two runs side by side. */
class RunComparisonTest {

    private static final GradientState NONE = GradientState.NONE;
    private static final GradientState SOME = GradientState.NONZERO;
    private static final GradientState ZERO = GradientState.ZERO;
    private static final GradientState FROZEN = GradientState.FROZEN;

    private record Seen(String name, List<GradientState> states) {}

    private static Seen seen(String name, GradientState... states) {
        return new Seen(name, List.of(states));
    }

    private static SavedRun run(boolean onRanks, RunSettings settings, List<Edit> edits, Seen... seen) {
        var coverage = Arrays.stream(seen)
                .map(s -> new Coverage(
                        new Parameter(
                                s.name(),
                                List.of(),
                                Shape.of(2),
                                DType.FLOAT32,
                                !s.states().contains(FROZEN)),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        s.states().stream()
                                .map(state -> new Gradient(
                                        s.name(), state, OptionalDouble.empty(), 0, OptionalDouble.empty()))
                                .toList(),
                        Optional.empty()))
                .toList();
        var plan = new StepPlan(
                Path.of("model.pt"),
                new InputPlan.Generated(List.of()),
                new LossSpec.Sum(),
                settings.switches(),
                List.of(Device.CPU),
                3,
                0,
                60,
                1);
        return new SavedRun(
                onRanks,
                settings,
                edits,
                new RunResult(plan, Optional.empty(), List.of(), Optional.empty(), coverage, List.of()));
    }

    private static SavedRun run(Seen... seen) {
        return run(true, RunSettings.DEFAULT, List.of(), seen);
    }

    private static List<String> told(RunComparison comparison) {
        return comparison.changes().stream()
                .map(c -> c.parameter().name() + " " + c.kind())
                .toList();
    }

    @Test
    void everyKindOfChangeIsFoundWhatIsLostFirst() {
        var comparison = RunComparison.of(
                run(
                        seen("same", SOME, SOME),
                        seen("gained", NONE, SOME),
                        seen("lost", SOME, SOME),
                        seen("faded", SOME, SOME),
                        seen("frozen", SOME, SOME),
                        seen("moved", NONE, SOME),
                        seen("gone", SOME, SOME)),
                run(
                        seen("new", NONE, NONE),
                        seen("same", SOME, SOME),
                        seen("gained", SOME, SOME),
                        seen("lost", SOME, NONE),
                        seen("faded", SOME, ZERO),
                        seen("frozen", FROZEN, FROZEN),
                        seen("moved", SOME, NONE)));
        assertEquals(
                List.of(
                        "lost LOST",
                        "frozen LOST",
                        "faded OTHER",
                        "moved OTHER",
                        "gained GAINED",
                        "new APPEARED",
                        "gone GONE"),
                told(comparison));
        assertEquals(1, comparison.same());
        assertEquals(List.of(), comparison.turns());
        assertFalse(comparison.edits());
        assertEquals(
                List.of(SOME, ZERO), comparison.changes().get(2).after(), "states stand in the order of the ranks");
    }

    @Test
    void whereThereAreMoreRanksTheWorstCounts() {
        var one = run(false, RunSettings.DEFAULT, List.of(), seen("a", SOME), seen("b", SOME));
        var two = run(true, RunSettings.DEFAULT, List.of(), seen("a", SOME, SOME), seen("b", SOME, NONE));
        assertEquals(List.of("b LOST"), told(RunComparison.of(one, two)));
        assertEquals(1, RunComparison.of(one, two).same());
    }

    @Test
    void theSwitchesThatDifferAreNamedAsPyTorchDoes() {
        var turned = new Switches(
                true,
                false,
                new Switches.Checkpoint(Switches.Checkpoint.Mode.REENTRANT, List.of("fc1", "fc2")),
                new DdpOptions(OptionalDouble.of(0.5), false, false, 1, false));
        var before = run(true, RunSettings.DEFAULT, List.of());
        var after = run(true, RunSettings.DEFAULT.with(turned), List.of(new Edit.Freeze("fc1")));
        var comparison = RunComparison.of(before, after);
        assertEquals(
                List.of(
                        new Turn("find_unused_parameters", Optional.of("False"), Optional.of("True")),
                        new Turn("checkpoint", Optional.of("off"), Optional.of("reentrant (fc1, fc2)")),
                        new Turn("bucket_cap_mb", Optional.empty(), Optional.of("0.5")),
                        new Turn("broadcast_buffers", Optional.of("True"), Optional.of("False"))),
                comparison.turns());
        assertTrue(comparison.edits());
    }

    @Test
    void onOneDeviceSwitchesDoNotCount() {
        var turned = RunSettings.DEFAULT.with(Switches.DEFAULT.withStaticGraph(true));
        var one = run(false, RunSettings.DEFAULT, List.of());
        assertEquals(
                List.of(), RunComparison.of(one, run(false, turned, List.of())).turns());
        assertEquals(
                List.of(
                        new Turn("static_graph", Optional.of("False"), Optional.of("True")),
                        new Turn("ranks", Optional.empty(), Optional.of("2"))),
                RunComparison.of(one, run(true, turned, List.of())).turns());
    }

    @Test
    void lossAndInputsAreTold() {
        var inputs = new InputPlan.Generated(
                List.of(new InputSpec("tokens", DType.INT64, Shape.of(4, 7), OptionalLong.of(0), OptionalLong.of(80))));
        var settings = new RunSettings(
                2,
                "cpu",
                Optional.of(inputs),
                Optional.of(new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.MEAN)),
                Switches.DEFAULT,
                3,
                7,
                60);
        var files = new RunSettings(
                2,
                "cpu",
                Optional.of(new InputPlan.Files(
                        List.of(new InputPlan.RankFiles(Path.of("x", "r0.npz"), Map.of(2, Path.of("r0-2.npz")))))),
                Optional.of(new LossSpec.Keys("loss")),
                Switches.DEFAULT,
                3,
                7,
                60);
        assertEquals(
                List.of(
                        new Turn("loss", Optional.of("outputs:0,2 mean"), Optional.of("keys:loss")),
                        new Turn("inputs", Optional.of("tokens:int64[4,7] 0..80"), Optional.of("r0.npz+1"))),
                RunComparison.of(run(true, settings, List.of()), run(true, files, List.of()))
                        .turns());
    }

    @Provide
    Arbitrary<List<Seen>> rows() {
        var state = Arbitraries.of(GradientState.values());
        var row = Combinators.combine(Arbitraries.integers().between(0, 9), state, state)
                .as((number, first, second) -> seen("p" + number, first, second));
        return row.list().uniqueElements(Seen::name).ofMaxSize(8);
    }

    @Property
    void everyParameterIsCountedOnceAndBackwardsIsTheOpposite(
            @ForAll("rows") List<Seen> before, @ForAll("rows") List<Seen> after) {
        var first = run(before.toArray(Seen[]::new));
        var second = run(after.toArray(Seen[]::new));
        var there = RunComparison.of(first, second);
        var back = RunComparison.of(second, first);
        var names = new ArrayList<>(before.stream().map(Seen::name).toList());
        names.addAll(after.stream().map(Seen::name).toList());
        assertEquals(
                names.stream().distinct().count(),
                there.same() + there.changes().size());
        assertEquals(there.same(), back.same());
        for (Change change : there.changes()) {
            var opposite = back.changes().stream()
                    .filter(c -> c.parameter().name().equals(change.parameter().name()))
                    .findFirst()
                    .orElseThrow();
            assertEquals(change.before(), opposite.after());
            assertEquals(
                    switch (change.kind()) {
                        case LOST -> Kind.GAINED;
                        case GAINED -> Kind.LOST;
                        case APPEARED -> Kind.GONE;
                        case GONE -> Kind.APPEARED;
                        case OTHER -> Kind.OTHER;
                    },
                    opposite.kind());
        }
        var kinds = there.changes().stream().map(Change::kind).toList();
        assertTrue(
                IntStream.range(1, kinds.size()).allMatch(i -> kinds.get(i - 1).compareTo(kinds.get(i)) <= 0));
        assertEquals(0, RunComparison.of(first, first).changes().size());
    }
}
