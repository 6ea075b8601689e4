package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/** {@code row[1:-1]} and {@code text[::2]}; steps that count upwards only, and -1. */
final class Slices {

    private final Expressions expressions;

    Slices(Expressions expressions) {
        this.expressions = expressions;
    }

    /** Which elements, in order; empty where the slice is not known. */
    Optional<List<Integer>> indices(Syntax slice, int size) throws LayergraftException {
        String[] written = parts(slice);
        var numbers = new ArrayList<Optional<Integer>>();
        for (String part : written) {
            Optional<Integer> number = Optional.empty();
            if (!part.isBlank()) {
                Optional<Live> value =
                        expressions.inside(part.strip(), expressions.code().span(slice));
                number = value.flatMap(v -> v instanceof Live.Leaf(ConfigValue leaf)
                        ? Operators.whole(leaf).filter(n -> n.bitLength() < 31).map(n -> n.intValue())
                        : Optional.empty());
                if (number.isEmpty()) {
                    return Optional.empty();
                }
            }
            numbers.add(number);
        }
        int step = numbers.size() > 2 ? numbers.get(2).orElse(1) : 1;
        if (step < 1
                && !(step == -1 && numbers.get(0).isEmpty() && numbers.get(1).isEmpty())) {
            return Optional.empty();
        }
        expressions.run().spend(size / 16);
        var indices = new ArrayList<Integer>();
        int start = clamp(numbers.get(0).orElse(0), size);
        int end = clamp(numbers.get(1).orElse(size), size);
        for (long i = start; i < end; i += Math.abs(step)) {
            indices.add((int) i);
        }
        return Optional.of(step == -1 ? indices.reversed() : indices);
    }

    private static int clamp(int index, int size) {
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    /** Start, end and step as they are written. */
    private String[] parts(Syntax slice) {
        var parts = new ArrayList<>(List.of(""));
        String text = expressions.code().text();
        int at = slice.start();
        for (Syntax child : slice.children()) {
            colons(text, at, child.start(), parts);
            parts.set(parts.size() - 1, expressions.code().in(child));
            at = child.end();
        }
        colons(text, at, slice.end(), parts);
        return parts.toArray(String[]::new);
    }

    private static void colons(String text, int from, int to, List<String> parts) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == ':') {
                parts.add("");
            }
        }
    }

    Optional<Live> of(Live object, Syntax slice, Span at) throws LayergraftException {
        switch (object) {
            case Live.Row row -> {
                var part = new Live.Row(at, row.tuple());
                Optional<List<Integer>> indices = indices(slice, row.slots.size());
                indices.ifPresent(all -> all.forEach(i -> part.slots.add(row.slots.get(i))));
                return indices.map(_ -> part);
            }
            case Live.Leaf(ConfigValue.Text(String text, Span _)) -> {
                var part = new StringBuilder();
                Optional<List<Integer>> indices = indices(slice, text.length());
                indices.ifPresent(all -> all.forEach(i -> part.append(text.charAt(i))));
                return indices.map(_ -> Expressions.leaf(new ConfigValue.Text(part.toString(), at)));
            }
            default -> {
                return Optional.empty();
            }
        }
    }
}
