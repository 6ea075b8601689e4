package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.step.Timing;
import org.layergraft.text.Texts;

class MatrixTableTest {

    private static final Switches USUAL = Switches.DEFAULT.withFindUnusedParameters(true);
    private static final Switches STATIC = Switches.DEFAULT.withStaticGraph(true);
    private static final long MEBI = 1 << 20;

    @Test
    void modulesToCheckpointMakeItTwelveAndOtherAxesMultiply() throws Exception {
        assertEquals(4, Matrix.combinations(Switches.DEFAULT, List.of()).size());
        var named = Switches.DEFAULT.withCheckpoint(new Checkpoint(Checkpoint.Mode.OFF, List.of("encoder.0")));
        List<Switches> twelve = Matrix.combinations(named, List.of());
        assertEquals(12, twelve.size());
        assertEquals(12, twelve.stream().distinct().count());
        assertTrue(twelve.subList(0, 4).stream().noneMatch(s -> s.checkpoint().on()), "what everyone asks comes first");
        List<Switches> more = Matrix.combinations(
                named, List.of(VariedOption.BUCKET_CAP_MB.axis("1, 25"), VariedOption.ACCUMULATE.axis("1, 2")));
        assertEquals(48, more.size());
        assertEquals(
                2, more.stream().map(s -> s.options().bucketCapMb()).distinct().count());
    }

    @Test
    void theUsualAdviceIsJudgedByWhatWasMeasured() {
        var table = MatrixTable.of(List.of(
                raises(Switches.DEFAULT), trains(STATIC, 40, 300), trains(USUAL, 50, 300), trains(both(), 41, 300)));
        assertEquals(
                "The usual advice (find_unused_parameters=True, checkpointing off) works: 50.0 ms a step, 300 MiB a"
                        + " process. static_graph=True is faster: 20 % less time a step.",
                words(table));
        assertEquals(List.of(1), places(table, true));
        assertEquals(List.of(2), places(table, false));
        assertEquals(
                OptionalDouble.of(1.25),
                table.rows().get(2).step().orElseThrow().relative());
        assertEquals(OptionalDouble.of(0.5), table.rows().get(2).covered(), "class_embed learns nowhere");
        assertEquals(OptionalDouble.empty(), table.rows().getFirst().covered(), "no iteration ended");
    }

    @Test
    void smallDifferencesAreNone() {
        var table = MatrixTable.of(
                List.of(trains(Switches.DEFAULT, 48, 299), trains(STATIC, 47, 298), trains(USUAL, 50, 300)));
        assertTrue(words(table).endsWith("Nothing else that was run is clearly better."), words(table));
        assertEquals(List.of(0), places(table, true), "of equals the one that turns nothing");
    }

    @Test
    void whatPairsOfStepsCouldNotTellApartIsNotCalledFaster() {
        List<RunResult> runs = List.of(raises(Switches.DEFAULT), trains(STATIC, 30, 300), trains(USUAL, 50, 300));
        assertTrue(words(MatrixTable.of(runs)).contains("static_graph=True is faster: 40 %"));
        var table = MatrixTable.of(runs, Set.of(STATIC));
        assertTrue(words(table).endsWith("Nothing else that was run is clearly better."), words(table));
        assertEquals(List.of(), places(table, true));
    }

    @Test
    void whatTurnsLessIsTheBestEvenWhereItIsNotFaster() {
        List<RunResult> runs = List.of(trains(Switches.DEFAULT, 30, 300), trains(USUAL, 50, 300));
        var table = MatrixTable.of(runs, Set.of(Switches.DEFAULT));
        assertTrue(words(table).endsWith("Nothing else that was run is clearly better."), words(table));
        assertEquals(List.of(0), places(table, true));
    }

    /** Until steps in pairs say that the usual advice is slower, one run of each is taken for what it is. */
    @Test
    void aContestIsSettledByPairsAlone() {
        List<RunResult> runs = List.of(raises(Switches.DEFAULT), trains(STATIC, 30, 300), trains(USUAL, 50, 300));
        var contest = Contest.of(runs).orElseThrow();
        assertEquals(new Contest(STATIC, USUAL), contest);
        assertEquals(Set.of(STATIC), contest.unsettled(Optional.empty()));
        assertEquals(Set.of(), contest.unsettled(Optional.of(compared(10, 12))));
        assertEquals(Set.of(STATIC), contest.unsettled(Optional.of(compared(10, 10))));
        assertEquals(Set.of(STATIC), contest.unsettled(Optional.of(compared(12, 10))));
        assertEquals(Optional.empty(), Contest.of(List.of(trains(STATIC, 30, 300), raises(USUAL))));
        assertEquals(Optional.empty(), Contest.of(List.of(trains(USUAL, 30, 300))));
    }

    private static Comparison compared(double firstMs, double secondMs) {
        var times = new PairedTimes(Collections.nCopies(12, firstMs), Collections.nCopies(12, secondMs));
        return new Comparison(STATIC, USUAL, Optional.empty(), Optional.of(times));
    }

    @Test
    void lessMemoryIsToldBesideLessTime() {
        var saving = STATIC.withCheckpoint(new Checkpoint(Checkpoint.Mode.REENTRANT, List.of("a")));
        var table = MatrixTable.of(List.of(trains(USUAL, 50, 300), trains(saving, 60, 240)));
        assertTrue(
                words(table).endsWith("static_graph=True, checkpoint=reentrant is smaller: 20 % less memory."),
                words(table));
    }

    @Test
    void adviceThatDoesNotWorkIsCalledThat() {
        var table = MatrixTable.of(List.of(raises(Switches.DEFAULT), trains(STATIC, 40, 300), raises(USUAL)));
        assertTrue(
                words(table).contains("does not work here: unused_parameters. What does: static_graph=True"),
                words(table));
        var none = MatrixTable.of(List.of(raises(Switches.DEFAULT), raises(USUAL)));
        assertTrue(words(none).startsWith("None of the 2 combinations trains"), words(none));
        assertFalse(none.rows().stream().anyMatch(MatrixTable.Row::best));
    }

    private static Switches both() {
        return USUAL.withStaticGraph(true);
    }

    private static List<Integer> places(MatrixTable table, boolean best) {
        return table.rows().stream()
                .filter(r -> best ? r.best() : r.usual())
                .map(table.rows()::indexOf)
                .toList();
    }

    private static String words(MatrixTable table) {
        return new Texts(Locale.ENGLISH).get(table.sentence());
    }

    private static RunResult raises(Switches switches) {
        return Diagnosis.judge(
                Made.graph(),
                Made.plan(switches),
                Optional.of(Made.single(Made.unusedEmbed())),
                Made.bothRaise(Made.T1, 2, Phase.FORWARD, List.of("class_embed")));
    }

    private static RunResult trains(Switches switches, double ms, long mebibytes) {
        List<RankReport> ranks = Made.finished(Made.unusedEmbed()).stream()
                .map(r -> new RankReport(
                        r.rank(),
                        r.device(),
                        r.end(),
                        r.local(),
                        r.ready(),
                        r.buckets(),
                        r.losses(),
                        r.sums(),
                        r.segments(),
                        r.warnings(),
                        Optional.of(new Timing(ms - r.rank(), 1, 2, OptionalDouble.of(0.4))),
                        r.timeline(),
                        mebibytes * MEBI))
                .toList();
        return Diagnosis.judge(Made.graph(), Made.plan(switches), Optional.of(Made.single(Made.unusedEmbed())), ranks);
    }
}
