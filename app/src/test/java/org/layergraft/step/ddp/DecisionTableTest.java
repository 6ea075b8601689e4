package org.layergraft.step.ddp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.process.Cancellation;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.torchscript.PythonTorch;

/**
 * The decision table of ddp-semantics, section 10: each of its 64 cells is run. The models are those of {@code decision_models.py}; in
 * {@code R no-grad} the checkpointed module is the first one, whose input needs no gradient, in the other rows one behind it.
 */
class DecisionTableTest {

    /** As it is written there. With static_graph, find_unused_parameters makes no difference, so the last column is run with both. */
    private static final String TABLE = """
        use of the extra parameter | checkpoint | fu F, sg F | fu T, sg F | sg T (fu F or T)
        all | off | ok | ok, warning T20 | ok
        all | reentrant | ok | ready_twice | ok
        all | nonreentrant | ok | ok | ok
        all | R no-grad | unused_parameters | no_gradient | no_gradient
        nowhere | off | unused_parameters | ok_idle | ok_idle
        nowhere | reentrant | unused_parameters | ready_twice | ok_idle
        nowhere | nonreentrant | unused_parameters | ok_idle | ok_idle
        nowhere | R no-grad | unused_parameters | no_gradient | no_gradient
        some | off | hang | ok, sum/n | ok, sum/n
        some | reentrant | hang | ready_twice | ok, sum/n
        some | nonreentrant | hang | ok, sum/n | ok, sum/n
        some | R no-grad | unused_parameters | no_gradient | no_gradient
        out | off | unused_parameters | ok_idle | static_graph_changed
        out | reentrant | unused_parameters | ready_twice | static_graph_changed
        out | nonreentrant | unused_parameters | ok_idle | static_graph_changed
        out | R no-grad | unused_parameters | no_gradient | static_graph_changed
        """;

    private static final List<String> SEGMENT = List.of("first.bias", "first.weight");
    private static final String EXTRA = "extra";

    @TempDir
    static Path folder;

    private static LocalStepRunner runner;

    @BeforeAll
    static void start() throws Exception {
        PythonTorch.assumePresent();
        Path script = Path.of(
                DecisionTableTest.class.getResource("judge/decision_models.py").toURI());
        PythonTorch.run(script.toString(), folder);
        runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"));
    }

    @AfterAll
    static void stop() {
        if (runner != null) {
            runner.close();
        }
    }

    private record Cell(String use, String checkpoint, boolean findUnused, boolean staticGraph, String expected) {

        boolean segmentIsLost() {
            return checkpoint.equals("R no-grad");
        }

        @Override
        public String toString() {
            return use + ", " + checkpoint + (findUnused ? ", find unused" : "") + (staticGraph ? ", static graph" : "")
                    + ": " + expected;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCellIsWhatHappens() {
        List<Cell> cells = cells();
        assertEquals(64, cells.size());
        return cells.stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.toString(),
                        () -> check(cell, runner.ranks(plan(cell), StepRunner.Progress.SILENT, new Cancellation()))));
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        TABLE.lines().skip(1).forEach(line -> {
            String[] row = line.split(" \\| ");
            cells.add(new Cell(row[0], row[1], false, false, row[2]));
            cells.add(new Cell(row[0], row[1], true, false, row[3]));
            cells.add(new Cell(row[0], row[1], false, true, row[4]));
            cells.add(new Cell(row[0], row[1], true, true, row[4]));
        });
        return cells;
    }

    private static StepPlan plan(Cell cell) {
        Path model = folder.resolve(cell.use());
        var files = Stream.of(0, 1)
                .map(rank -> new InputPlan.RankFiles(model.resolve("inputs-rank" + rank + ".npz"), Map.of()))
                .toList();
        Checkpoint checkpoint =
                switch (cell.checkpoint()) {
                    case "off" -> Checkpoint.OFF;
                    case "R no-grad" -> new Checkpoint(Checkpoint.Mode.REENTRANT, List.of("first"));
                    default ->
                        new Checkpoint(
                                Checkpoint.Mode.valueOf(cell.checkpoint().toUpperCase(Locale.ROOT)), List.of("block"));
                };
        return new StepPlan(
                model.resolve("model.pt"),
                new InputPlan.Files(files),
                new LossSpec.Outputs(List.of(0), LossSpec.Reduce.SQUARE),
                Switches.DEFAULT
                        .withFindUnusedParameters(cell.findUnused())
                        .withStaticGraph(cell.staticGraph())
                        .withCheckpoint(checkpoint),
                List.of(Device.CPU, Device.CPU),
                3,
                0,
                20,
                1);
    }

    private static void check(Cell cell, List<RankReport> ranks) {
        switch (cell.expected()) {
            case "ok" -> trains(ranks, Set.of());
            case "ok, warning T20" -> {
                trains(ranks, Set.of());
                ranks.forEach(rank -> assertEquals(List.of(Warnings.NOTHING_UNUSED), rank.warnings()));
            }
            case "ok_idle" -> trains(ranks, Set.of(EXTRA));
            case "ok, sum/n" -> {
                trains(ranks, Set.of());
                assertEquals("nonzero", local(ranks.get(0), EXTRA));
                assertEquals("none", local(ranks.get(1), EXTRA));
            }
            case "no_gradient" -> {
                Set<String> without = new TreeSet<>(SEGMENT);
                if (Set.of("nowhere", "out").contains(cell.use())) {
                    without.add(EXTRA);
                }
                trains(ranks, without);
                SEGMENT.forEach(name -> ranks.forEach(rank -> assertEquals("none", local(rank, name))));
            }
            case "unused_parameters" -> unused(cell, ranks);
            case "hang" -> {
                assertEquals(new End.Waiting(1, Phase.BACKWARD), ranks.get(0).end());
                raised(ranks.get(1), 2, Phase.FORWARD, "Expected to have finished reduction", Set.of(EXTRA));
                assertEquals(1, ranks.get(1).sums().size());
            }
            case "ready_twice" ->
                // To its end, although it comes through a backward inside a backward.
                ranks.forEach(rank -> raised(
                        rank,
                        1,
                        Phase.BACKWARD,
                        "for this particular parameter during this iteration",
                        Set.of("block.0.bias")));
            case "static_graph_changed" -> {
                // T3: begins like T1.
                ranks.forEach(rank -> raised(rank, 3, Phase.FORWARD, "but then got unused", Set.of(EXTRA)));
                if (cell.segmentIsLost()) {
                    SEGMENT.forEach(name -> ranks.forEach(rank -> assertEquals("none", local(rank, name))));
                }
                assertEquals(Set.of(), apart(ranks, 1, Sums::gradients));
                assertEquals(trained(cell), apart(ranks, 2, Sums::gradients), "step 2 must not have been averaged");
            }
            default -> throw new AssertionError(cell.expected());
        }
    }

    private static void unused(Cell cell, List<RankReport> ranks) {
        for (RankReport rank : ranks) {
            Set<String> names = new TreeSet<>(cell.segmentIsLost() ? SEGMENT : List.of());
            boolean used = cell.use().equals("all") || (cell.use().equals("some") && rank.rank() == 0);
            if (!used) {
                names.add(EXTRA);
            }
            raised(rank, 2, Phase.FORWARD, "Expected to have finished reduction in the prior iteration", names);
        }
        Set<String> trained = new TreeSet<>(trained(cell));
        if (Set.of("all", "some").contains(cell.use())) {
            trained.add(EXTRA);
        }
        assertEquals(trained, apart(ranks, 1, Sums::gradients), "step 1 must not have been averaged");
    }

    /** What gets a gradient of its own on every rank, whatever is done with the extra parameter. */
    private static Set<String> trained(Cell cell) {
        Set<String> names = new TreeSet<>(Set.of("block.0.bias", "block.0.weight", "head.bias", "head.weight"));
        if (!cell.segmentIsLost()) {
            names.addAll(SEGMENT);
        }
        return names;
    }

    private static void raised(RankReport rank, int iteration, Phase phase, String words, Set<String> parameters) {
        if (!(rank.end() instanceof End.Raised(int when, Phase where, String message, List<String> named))
                || !message.startsWith("Expected to")
                || !message.contains(words)) {
            throw new AssertionError("rank " + rank.rank() + " ended with " + rank.end());
        }
        assertEquals(iteration, when, message);
        assertEquals(phase, where, message);
        assertEquals(parameters, new TreeSet<>(named), message);
    }

    /** Three steps on every rank; the same gradients and values everywhere; nothing at all for some parameters, ever. */
    private static void trains(List<RankReport> ranks, Set<String> without) {
        for (RankReport rank : ranks) {
            assertEquals(new End.Finished(), rank.end());
            for (Sums step : rank.sums()) {
                Set<String> none = new TreeSet<>();
                step.gradients().forEach((name, fingerprint) -> {
                    if (fingerprint.equals("none")) {
                        none.add(name);
                    }
                });
                assertEquals(without, none, "without a gradient in step " + step.iteration());
            }
        }
        for (int step = 1; step <= 3; step++) {
            assertEquals(Set.of(), apart(ranks, step, Sums::gradients));
            assertEquals(Set.of(), apart(ranks, step, Sums::values));
        }
    }

    /** Names whose fingerprints are not the same on both ranks. */
    private static Set<String> apart(List<RankReport> ranks, int step, Function<Sums, Map<String, String>> part) {
        var first = part.apply(ranks.get(0).sums().get(step - 1));
        var second = part.apply(ranks.get(1).sums().get(step - 1));
        assertEquals(first.keySet(), second.keySet());
        Set<String> names = new TreeSet<>(first.keySet());
        names.removeIf(name -> first.get(name).equals(second.get(name)));
        return names;
    }

    private static String local(RankReport rank, String parameter) {
        return rank.local().stream()
                .filter(gradient -> gradient.parameter().equals(parameter))
                .map(gradient -> gradient.state().name().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElseThrow();
    }
}
