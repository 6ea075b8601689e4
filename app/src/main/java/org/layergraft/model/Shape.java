package org.layergraft.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Sizes of a tensor, outermost first; empty for a scalar. */
public record Shape(List<Long> sizes) {

    public Shape {
        sizes = List.copyOf(sizes);
    }

    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).boxed().toList());
    }

    public long elements() {
        return sizes.stream().reduce(1L, Math::multiplyExact);
    }

    public int rank() {
        return sizes.size();
    }

    /** {@code 32×512}; {@code scalar} when there are no sizes. */
    @Override
    public String toString() {
        return sizes.isEmpty() ? "scalar" : sizes.stream().map(String::valueOf).collect(Collectors.joining("×"));
    }
}
