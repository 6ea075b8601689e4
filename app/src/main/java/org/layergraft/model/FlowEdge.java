package org.layergraft.model;

import java.util.List;

/**
 * A value that flows from one node to another.
 *
 * @param value the variable's name in the code, or "" for a nested expression
 * @param type TorchScript type where known, else ""
 * @param parts which part of the value goes where; empty where nothing is known about it
 */
public record FlowEdge(String from, String to, String value, String type, List<Part> parts) {

    public FlowEdge {
        parts = List.copyOf(parts);
    }

    public FlowEdge(String from, String to, String value, String type) {
        this(from, to, value, type, List.of());
    }

    /** What is known, also where that is nothing. */
    public List<Part> routes() {
        return parts.isEmpty() ? List.of(Part.WHOLE) : parts;
    }

    /**
     * Positions and keys are joined with dots, outermost first: {@code 1}, {@code losses.cls}. "" is the whole, or not known.
     *
     * @param taken the entry of a value that has several: {@code 1} are the indices of {@code topk}; {@link #AS_NUMBER} when the value
     *     is read as a plain number, flag or list of these
     * @param given where it goes: the argument's position or keyword for calls and operators, its place in the result for an output
     */
    public record Part(String taken, String given) {

        public static final String AS_NUMBER = "#";

        public static final Part WHOLE = new Part("", "");
    }
}
