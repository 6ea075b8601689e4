package org.layergraft.step;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Collects, step by step, which slices of each parameter got a gradient. Not thread-safe. */
public final class RowMarks {

    private final Map<String, BitSet> seen = new HashMap<>();
    private final Map<String, Integer> rows = new HashMap<>();

    /** Is there anything left to be seen? A parameter whose slices have all had a gradient need not be looked at again. */
    public boolean isOpen(String parameter) {
        return !rows.containsKey(parameter) || seen.get(parameter).cardinality() < rows.get(parameter);
    }

    /** @param hit whether a slice got a gradient in this step */
    public void add(String parameter, int count, IntPredicate hit) {
        rows.put(parameter, count);
        var bits = seen.computeIfAbsent(parameter, _ -> new BitSet(count));
        IntStream.range(0, count).filter(hit).forEach(bits::set);
    }

    /** Takes over what another saw before. */
    public void addAll(RowMarks other) {
        rows.putAll(other.rows);
        other.seen.forEach(
                (name, bits) -> seen.computeIfAbsent(name, _ -> new BitSet()).or(bits));
    }

    /** Empty for a parameter whose slices all had a gradient, and for one that never had any. */
    public Optional<IdleRows> idle(String parameter) {
        return rows.containsKey(parameter) ? IdleRows.of(seen.get(parameter), rows.get(parameter)) : Optional.empty();
    }
}
