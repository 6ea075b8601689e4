package org.layergraft.model;

/**
 * Where a node stands in the archive's code.
 *
 * @param unit file below {@code code/}, e.g. {@code __torch__/layers.py}
 * @param start first character of the expression, counted in chars from the start of the unit
 * @param end one past its last character
 * @param statementStart first character of the innermost statement that contains it (its indentation comes before)
 * @param line line of {@code start}, from 1
 */
public record SourcePlace(String unit, int start, int end, int statementStart, int line) {}
