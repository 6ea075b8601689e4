package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.layergraft.step.PairReport;
import org.layergraft.text.Problem;

/**
 * Step times of two ways to train, in pairs, in milliseconds. Nothing is assumed of how times are distributed: the middle is the
 * median, the spread lies between the 10th and the 90th percentile of the pairs, and whether there is a difference at all is left to
 * the sign test.
 */
public record PairedTimes(List<Double> firstMs, List<Double> secondMs) {

    /** How improbable as many signs of one kind must be, if none were likelier than the other, before a difference is told. */
    static final double CHANCE = 0.05;

    /** 10th percentile, median, 90th percentile. */
    public record Spread(double low, double median, double high) {

        static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            return new Spread(quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9));
        }
    }

    /** What can be told of the second way. */
    public enum Effect {
        SLOWER,
        FASTER,
        NONE
    }

    public PairedTimes {
        firstMs = List.copyOf(firstMs);
        secondMs = List.copyOf(secondMs);
        if (firstMs.isEmpty() || firstMs.size() != secondMs.size()) {
            throw new IllegalArgumentException(firstMs.size() + " and " + secondMs.size() + " times");
        }
    }

    /** The slowest rank decides how long a step takes. */
    public static PairedTimes of(List<PairReport> ranks) {
        int pairs =
                ranks.stream().mapToInt(rank -> rank.secondMs().size()).min().orElse(0);
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            int pair = i;
            first.add(
                    ranks.stream().mapToDouble(r -> r.firstMs().get(pair)).max().orElseThrow());
            second.add(ranks.stream()
                    .mapToDouble(r -> r.secondMs().get(pair))
                    .max()
                    .orElseThrow());
        }
        return new PairedTimes(first, second);
    }

    public int pairs() {
        return firstMs.size();
    }

    /** How many times as long the second way takes, within each pair. */
    public List<Double> ratios() {
        return IntStream.range(0, pairs())
                .mapToObj(i -> secondMs.get(i) / firstMs.get(i))
                .toList();
    }

    public Spread ratio() {
        return Spread.of(ratios());
    }

    /** Milliseconds the second way takes more, within each pair. */
    public Spread moreMs() {
        return Spread.of(IntStream.range(0, pairs())
                .mapToObj(i -> secondMs.get(i) - firstMs.get(i))
                .toList());
    }

    /** In how many pairs the second way took longer. */
    public int slower() {
        return (int) ratios().stream().filter(ratio -> ratio > 1).count();
    }

    /** The sign test, two-sided; pairs that took equally long say nothing. */
    public Effect effect() {
        int slower = slower();
        int faster = (int) ratios().stream().filter(ratio -> ratio < 1).count();
        if (chance(slower + faster, Math.max(slower, faster)) > CHANCE) {
            return Effect.NONE;
        }
        return slower > faster ? Effect.SLOWER : Effect.FASTER;
    }

    /** One sentence, never a number without its uncertainty. @param what the second way differs in */
    public Problem sentence(String what) {
        Spread ratio = ratio();
        Spread more = moreMs();
        int agree =
                switch (effect()) {
                    case SLOWER -> slower();
                    case FASTER -> pairs() - slower();
                    case NONE -> 0;
                };
        return Problem.of(
                Explanations.AREA,
                "pairs." + effect().name().toLowerCase(Locale.ROOT),
                what,
                two(ratio.median()),
                two(ratio.low()),
                two(ratio.high()),
                pairs(),
                agree,
                signed(more.median()),
                signed(more.low()),
                signed(more.high()));
    }

    private static String two(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String signed(double number) {
        return String.format(Locale.ROOT, "%+.2f", number);
    }

    /** Linear between the values, as NumPy has it. */
    static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /** How probable it is that of so many fair coins at least so many (more than half of them) show the same side. */
    static double chance(int coins, int same) {
        double ways = 1;
        double tail = 0;
        for (int k = 0; k <= coins; k++) {
            if (k >= same) {
                tail += ways;
            }
            ways = ways * (coins - k) / (k + 1);
        }
        return Math.min(1, 2 * tail * Math.pow(0.5, coins));
    }
}
