package org.layergraft.step;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How large the elements of a gradient are: {@code counts[i]} of them have {@code 2^(first+i) <= |g| < 2^(first+i+1)}. Zeros, NaN and
 * infinities count nowhere.
 *
 * @param first exponent of the first bin, which also takes what is smaller if it is {@link #LOWEST}
 * @param counts neither the first nor the last is 0
 */
public record Magnitudes(int first, List<Long> counts) {

    /** About 5e-20; gradients below it are rounding. */
    public static final int LOWEST = -64;

    /** What is larger is counted here. */
    public static final int HIGHEST = 63;

    public static final int BINS = HIGHEST - LOWEST + 1;

    public Magnitudes {
        counts = List.copyOf(counts);
    }

    /** @param bins one count per exponent from {@link #LOWEST} to {@link #HIGHEST}; empty where all are 0 */
    public static Optional<Magnitudes> of(long[] bins) {
        int from = 0;
        int to = bins.length;
        while (from < to && bins[from] == 0) {
            from++;
        }
        while (to > from && bins[to - 1] == 0) {
            to--;
        }
        return from == to
                ? Optional.empty()
                : Optional.of(new Magnitudes(
                        LOWEST + from,
                        LongStream.of(bins).skip(from).limit(to - from).boxed().toList()));
    }

    /** All of them together; empty where there are none. */
    public static Optional<Magnitudes> sum(List<Magnitudes> all) {
        var bins = new long[BINS];
        all.forEach(one -> IntStream.range(0, one.counts().size())
                .forEach(i -> bins[one.first() - LOWEST + i] += one.counts().get(i)));
        return of(bins);
    }

    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
