package org.layergraft.step;

import java.util.OptionalLong;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * One argument of forward and how its values are made: standard normal for floating types, uniform in {@code low <= v < high} for
 * integers (0 and 2 unless given), coin tosses for bool.
 */
public record InputSpec(String name, DType dtype, Shape shape, OptionalLong low, OptionalLong high) {}
