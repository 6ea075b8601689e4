package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IdleRowsTest {

    private static BitSet bits(Set<Integer> seen) {
        var bits = new BitSet();
        seen.forEach(bits::set);
        return bits;
    }

    private static Set<Integer> told(Optional<IdleRows> idle) {
        return idle.stream()
                .flatMap(i -> i.spans().stream())
                .flatMap(s -> IntStream.rangeClosed(s.first(), s.last()).boxed())
                .collect(Collectors.toSet());
    }

    @Test
    void spansAreAsShortAsCanBe() {
        var idle = IdleRows.of(bits(Set.of(1, 2, 4)), 10).orElseThrow();
        assertEquals(List.of(new IdleRows.Span(0, 0), new IdleRows.Span(3, 3), new IdleRows.Span(5, 9)), idle.spans());
        assertEquals(7, idle.idle());
        assertTrue(idle.isWhole());
        assertEquals(Optional.empty(), IdleRows.of(bits(Set.of(0, 1)), 2));
    }

    @Test
    void manySpansAreCutButCounted() {
        var odd = IntStream.range(0, 1000).filter(i -> i % 2 == 1).boxed().collect(Collectors.toSet());
        var idle = IdleRows.of(bits(odd), 1000).orElseThrow();
        assertEquals(500, idle.idle());
        assertEquals(IdleRows.MOST_SPANS, idle.spans().size());
        assertFalse(idle.isWhole());
    }

    @Property
    void exactlyTheRestIsTold(@ForAll @Size(max = 40) Set<@IntRange(max = 60) Integer> seen) {
        var idle = IdleRows.of(bits(seen), 50);
        var rest = IntStream.range(0, 50).boxed().filter(i -> !seen.contains(i)).collect(Collectors.toSet());
        assertEquals(rest, told(idle));
        assertEquals(rest.size(), idle.map(IdleRows::idle).orElse(0));
    }

    @Property
    void onAllRanksIsWhatNoneHasSeen(
            @ForAll @Size(max = 40) Set<@IntRange(max = 49) Integer> one,
            @ForAll @Size(max = 40) Set<@IntRange(max = 49) Integer> other) {
        var both = IdleRows.onAll(List.of(IdleRows.of(bits(one), 50), IdleRows.of(bits(other), 50)));
        var rest = IntStream.range(0, 50)
                .boxed()
                .filter(i -> !one.contains(i) && !other.contains(i))
                .collect(Collectors.toSet());
        assertEquals(rest, told(both));
        assertEquals(Optional.empty(), IdleRows.onAll(List.of()));
    }

    @Test
    void marksOfSeveralStepsAddUp() {
        var marks = new RowMarks();
        assertTrue(marks.isOpen("a"));
        assertEquals(Optional.empty(), marks.idle("a"), "nobody has looked");
        marks.add("a", 4, row -> row == 1);
        assertEquals(Set.of(0, 2, 3), told(marks.idle("a")));
        var next = new RowMarks();
        next.addAll(marks);
        next.add("a", 4, row -> row != 1);
        assertFalse(next.isOpen("a"));
        assertEquals(Optional.empty(), next.idle("a"));
        assertEquals(Set.of(0, 2, 3), told(marks.idle("a")), "what it started from stays");
    }

    @Property
    void magnitudesAreTrimmedAndAdded(@ForAll @Size(Magnitudes.BINS) List<@IntRange(max = 3) Integer> counts) {
        var bins = counts.stream().mapToLong(Integer::longValue).toArray();
        var one = Magnitudes.of(bins);
        long total = counts.stream().mapToLong(Integer::longValue).sum();
        assertEquals(total, one.map(Magnitudes::total).orElse(0L));
        if (one.isPresent()) {
            assertEquals(
                    2 * total,
                    Magnitudes.sum(List.of(one.get(), one.get())).orElseThrow().total());
            assertEquals(
                    one.get().first(),
                    Magnitudes.sum(List.of(one.get())).orElseThrow().first());
        }
    }
}
