package org.layergraft.step;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Slices of a parameter along its first dimension whose gradient was 0 in every step: rows of an embedding, output channels of a
 * convolution or linear layer, single elements of a bias.
 *
 * @param rows how many slices the parameter has
 * @param idle how many of them never got a gradient, at least 1
 * @param spans which, in ascending order; of more than {@link #MOST_SPANS} the first
 */
public record IdleRows(int rows, int idle, List<Span> spans) {

    /** What is told of one parameter has an end; the count is right all the same. */
    public static final int MOST_SPANS = 64;

    public IdleRows {
        spans = List.copyOf(spans);
    }

    /** Both included, from 0. */
    public record Span(int first, int last) {}

    /**
     * @param seen slices that got a gradient in some step
     * @return empty where all did
     */
    public static Optional<IdleRows> of(BitSet seen, int rows) {
        var spans = new ArrayList<Span>();
        int idle = 0;
        for (int first = seen.nextClearBit(0); first < rows; ) {
            int next = seen.nextSetBit(first);
            int end = next < 0 || next > rows ? rows : next;
            idle += end - first;
            if (spans.size() < MOST_SPANS) {
                spans.add(new Span(first, end - 1));
            }
            first = seen.nextClearBit(end);
        }
        return idle == 0 ? Optional.empty() : Optional.of(new IdleRows(rows, idle, spans));
    }

    /** Do the spans tell of every slice? */
    public boolean isWhole() {
        return spans.stream().mapToInt(s -> s.last() - s.first() + 1).sum() == idle;
    }

    /**
     * Slices that no rank had a gradient for.
     *
     * @param ranks one each; empty for a rank on which every slice had one
     */
    public static Optional<IdleRows> onAll(List<Optional<IdleRows>> ranks) {
        if (ranks.isEmpty() || ranks.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<IdleRows> all = ranks.stream().flatMap(Optional::stream).toList();
        if (all.stream().distinct().count() == 1) {
            return Optional.of(all.getFirst());
        }
        var seen = new BitSet();
        for (IdleRows one : all) {
            var here = new BitSet();
            here.set(0, one.rows());
            one.spans().forEach(s -> here.clear(s.first(), s.last() + 1));
            seen.or(here);
        }
        return of(seen, all.getFirst().rows());
    }
}
