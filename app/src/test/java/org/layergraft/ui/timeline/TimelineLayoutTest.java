package org.layergraft.ui.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.layergraft.step.RankReport;
import org.layergraft.ui.common.Words;

/** Where things lie, and what is said of them. */
class TimelineLayoutTest {

    private static final TimeTexts ENGLISH = new TimeTexts(new Words(Locale.ENGLISH));

    @Test
    void lanesAreAlignedByTheMachinesClock() {
        var model = new TimelineViewModel();
        model.show(List.of(
                Made.finishedRank(0, Made.finished(5_000_000_000L)),
                Made.rank(1, new RankReport.End.Died(1, org.layergraft.step.Phase.FORWARD, 9, ""), Optional.empty()),
                Made.finishedRank(2, Made.finished(5_000_250_000L))));
        var shown = model.shownProperty().get();
        assertEquals(3, shown.ranks());
        assertEquals(List.of(0, 2), shown.lanes().stream().map(Lane::rank).toList());
        assertEquals(
                List.of(0.0, 250.0), shown.lanes().stream().map(Lane::offset).toList());
        assertTrue(shown.sameClock());
    }

    @Test
    void clocksOfDifferentMachinesAreNotCompared() {
        var model = new TimelineViewModel();
        model.show(List.of(
                Made.finishedRank(0, Made.finished(5_000_000_000L)),
                Made.finishedRank(1, Made.finished(9_000_000_000_000_000L))));
        var shown = model.shownProperty().get();
        assertFalse(shown.sameClock());
        assertEquals(List.of(0.0, 0.0), shown.lanes().stream().map(Lane::offset).toList());
    }

    @Test
    void exchangesThatOverlapLieBelowOneAnother() {
        LaneRows apart = rows(new Lane(0, Made.finished(0), 0));
        assertEquals(3, apart.rows());
        LaneRows crowded = rows(new Lane(0, Made.large(0, 1000), 0));
        assertTrue(crowded.rows() > 3, "" + crowded.rows());
        for (Item one : crowded.items()) {
            for (Item other : crowded.items()) {
                boolean both = one.kind() == Item.Kind.BUCKET && other.kind() == Item.Kind.BUCKET && one != other;
                assertFalse(both && one.row() == other.row() && one.from() < other.to() && other.from() < one.to());
            }
        }
    }

    @Test
    void whatIsSaidTellsMeasuredFromDerived() {
        Lane lane = new Lane(1, Made.finished(0), 0);
        assertEquals(
                "Rank 1: bucket 1, 1.0 MiB, 1 parameter (body.weight). Launched 7.0 ms (derived), taken up 7.0 ms,"
                        + " reduced 8.9 ms",
                ENGLISH.item(lane, item(lane, Item.Kind.BUCKET, 1)));
        assertEquals(
                "Rank 1: gradient of head.weight ready at 3.0 ms", ENGLISH.item(lane, item(lane, Item.Kind.READY, 0)));
        assertEquals(
                "Rank 1: all gradients ready, waits for buckets: 1.9 ms",
                ENGLISH.item(lane, item(lane, Item.Kind.REST, 2)));
        assertEquals("53 % hidden", ENGLISH.figure(lane));
    }

    @Test
    void aRankThatWaitsSaysInWhichBucketAndHowLong() {
        Lane lane = new Lane(0, Made.waiting(0), 0);
        assertEquals("waits: bucket 0", ENGLISH.figure(lane));
        assertTrue(
                ENGLISH.item(lane, item(lane, Item.Kind.BUCKET, 0)).endsWith("still waits for another rank at 1.70 s"));
        assertEquals(
                "Rank 0, iteration 1: forward 20.0 ms, loss 1.0 ms, backward 1.68 s; waits: bucket 0.",
                ENGLISH.all(List.of(lane)));
        assertEquals(1_700_000, item(lane, Item.Kind.BUCKET, 0).to());
    }

    @Property(tries = 300)
    void theTimeUnderThePointerStaysWhenZoomingIn(
            @ForAll @DoubleRange(min = 1, max = 1e7) double end,
            @ForAll @DoubleRange(max = 1) double place,
            @ForAll @DoubleRange(min = 1, max = 50) double factor) {
        TimeView view = TimeView.fit(end, 800).zoomed(3, 400, end, 800);
        double x = 800 * place;
        double before = view.time(x);
        TimeView zoomed = view.zoomed(factor, x, end, 800);
        assertEquals(before, zoomed.time(x), 1e-6 * end);
    }

    @Property(tries = 300)
    void nobodyGetsLost(
            @ForAll @DoubleRange(min = 1, max = 1e7) double end,
            @ForAll @DoubleRange(min = -5000, max = 5000) double by,
            @ForAll @DoubleRange(min = 0.01, max = 100) double factor) {
        TimeView whole = TimeView.fit(end, 800);
        TimeView view = whole.zoomed(factor, 300, end, 800).moved(by, end, 800);
        assertTrue(view.scale() >= whole.scale() - 1e-12);
        assertTrue(view.time(0) >= whole.time(0) - 1e-6 * end);
        assertTrue(view.time(800) <= whole.time(800) + 1e-6 * end);
        assertTrue(whole.x(0) > 0 && whole.x(end) < 800);
    }

    @Test
    void axisStepsAreRound() {
        assertEquals(0.5, TimePainter.step(0.3));
        assertEquals(200, TimePainter.step(101), 1e-9);
        assertEquals(1000, TimePainter.step(501), 1e-9);
    }

    private static LaneRows rows(Lane lane) {
        return LaneRows.of(List.of(lane)).getFirst();
    }

    private static Item item(Lane lane, Item.Kind kind, int index) {
        return rows(lane).items().stream()
                .filter(i -> i.kind() == kind && i.index() == index)
                .findFirst()
                .orElseThrow();
    }
}
