package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.layergraft.diagnosis.PairedTimes.Effect;
import org.layergraft.step.PairReport;
import org.layergraft.text.Texts;

class PairedTimesTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    @Test
    void medianAndSpreadAreThoseOfThePairs() {
        PairedTimes times = new PairedTimes(List.of(10.0, 20.0, 10.0), List.of(11.0, 20.0, 13.0));
        assertEquals(1.1, times.ratio().median(), 1e-12);
        assertEquals(1.02, times.ratio().low(), 1e-12);
        assertEquals(1.26, times.ratio().high(), 1e-12);
        assertEquals(1, times.moreMs().median(), 1e-12);
        assertEquals(2, times.slower());
    }

    @Test
    void theSlowestRankDecides() {
        PairedTimes times = PairedTimes.of(List.of(
                new PairReport(0, List.of(1.0, 4.0), List.of(2.0, 2.0), Optional.empty()),
                new PairReport(1, List.of(3.0, 2.0, 9.0), List.of(1.0, 5.0), Optional.empty())));
        assertEquals(new PairedTimes(List.of(3.0, 4.0), List.of(2.0, 5.0)), times);
    }

    @Test
    void noTimesAreNoMeasurement() {
        assertThrows(IllegalArgumentException.class, () -> new PairedTimes(List.of(), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new PairedTimes(List.of(1.0), List.of(1.0, 2.0)));
    }

    /** Two-sided, by hand: 2 * (1 + 6) / 64 for five of six. */
    @Test
    void chanceIsThatOfCoins() {
        assertEquals(0.21875, PairedTimes.chance(6, 5), 1e-12);
        assertEquals(0.03125, PairedTimes.chance(6, 6), 1e-12);
        assertEquals(1, PairedTimes.chance(6, 3), 1e-12);
        assertEquals(1, PairedTimes.chance(0, 0), 1e-12);
    }

    @Test
    void fiveEqualSignsAreTooFewToTell() {
        assertEquals(Effect.NONE, paired(5, 1.5).effect());
        assertEquals(Effect.SLOWER, paired(6, 1.5).effect());
        assertEquals(Effect.FASTER, paired(6, 0.5).effect());
        assertEquals(Effect.NONE, paired(30, 1.0).effect());
    }

    @Test
    void theSentenceNeverGivesANumberAlone() {
        assertEquals(
                "static_graph=True: a step takes 1.50× as long (1.50 to 1.50), +5.00 ms (+5.00 to +5.00); 24 pairs,"
                        + " slower in 24.",
                ENGLISH.get(paired(24, 1.5).sentence("static_graph=True")));
        assertEquals(
                "bf16=True: 1.00× (1.00 to 1.00), 24 pairs; no difference that could be told from noise.",
                ENGLISH.get(paired(24, 1.0).sentence("bf16=True")));
    }

    @Property(tries = 300)
    void theMedianLiesInTheSpreadAndTheSpreadAmongThePairs(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0.01, max = 100) Double> first,
            @ForAll @IntRange(max = 1000) int seed) {
        Random random = new Random(seed);
        List<Double> second =
                first.stream().map(t -> t * (0.5 + random.nextDouble())).toList();
        PairedTimes times = new PairedTimes(first, second);
        PairedTimes.Spread ratio = times.ratio();
        assertTrue(ratio.low() <= ratio.median() && ratio.median() <= ratio.high());
        assertTrue(ratio.low() >= Collections.min(times.ratios()) - 1e-12);
        assertTrue(ratio.high() <= Collections.max(times.ratios()) + 1e-12);
        if (times.effect() == Effect.SLOWER) {
            assertTrue(ratio.median() >= 1);
        }
        if (times.effect() == Effect.FASTER) {
            assertTrue(ratio.median() <= 1);
        }
    }

    @Property(tries = 200)
    void swappingTheWaysTurnsTheEffectAround(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0.5, max = 2) Double> ratios) {
        List<Double> ones = Collections.nCopies(ratios.size(), 1.0);
        Effect there = new PairedTimes(ones, ratios).effect();
        Effect back = new PairedTimes(ratios, ones).effect();
        assertEquals(
                switch (there) {
                    case SLOWER -> Effect.FASTER;
                    case FASTER -> Effect.SLOWER;
                    case NONE -> Effect.NONE;
                },
                back);
    }

    @Property(tries = 100)
    void theOrderOfPairsDoesNotMatter(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0.5, max = 2) Double> ratios,
            @ForAll @IntRange(max = 1000) int seed) {
        List<Double> mixed = new ArrayList<>(ratios);
        Collections.shuffle(mixed, new Random(seed));
        List<Double> ones = Collections.nCopies(ratios.size(), 1.0);
        assertEquals(new PairedTimes(ones, ratios).ratio(), new PairedTimes(ones, mixed).ratio());
    }

    /** As often as the level allows, and not more: equal ways are told apart in at most a few of 400 measurements. */
    @Test
    void noiseIsSeldomTakenForADifference() {
        Random random = new Random(7);
        long told = IntStream.range(0, 400)
                .mapToObj(_ -> new PairedTimes(noise(random), noise(random)))
                .filter(times -> times.effect() != Effect.NONE)
                .count();
        assertTrue(told > 0 && told < 30, told + " of 400");
    }

    private static List<Double> noise(Random random) {
        return DoubleStream.generate(() -> 10 + Math.abs(random.nextGaussian()))
                .limit(24)
                .boxed()
                .toList();
    }

    private static PairedTimes paired(int pairs, double ratio) {
        return new PairedTimes(Collections.nCopies(pairs, 10.0), Collections.nCopies(pairs, 10 * ratio));
    }
}
