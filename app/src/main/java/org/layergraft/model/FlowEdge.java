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
     * Positions and keys are joined with dots, outermost first: {@code 1}, {@code losses.cls}. "" is the whole, or not known. See
     * {@link #step} for dots in keys.
     *
     * @param taken the entry of a value that has several: {@code 1} are the indices of {@code topk}; {@link #AS_NUMBER} when the value
     *     is read as a plain number, flag or list of these
     * @param given where it goes: the argument's position or keyword for calls and operators, its place in the result for an output
     */
    public record Part(String taken, String given) {

        public static final String AS_NUMBER = "#";

        public static final Part WHOLE = new Part("", "");

        /** Stands for a dot in a key, as in {@code d0.loss_cls}. */
        private static final char DOT = '\u2024';

        private static final String UNKNOWN = "+";

        /** One step of a path: a dot in a key becomes another sign, so that it parts nothing. */
        public static String step(String key) {
            return key.replace('.', DOT);
        }

        /** The same for an entry whose key is not known. @param number tells it from its neighbours */
        public static String unknown(int number) {
            return UNKNOWN + number;
        }

        /** Whether nobody knows which entry this step or the first step of this path is. */
        public static boolean isUnknown(String path) {
            return path.startsWith(UNKNOWN);
        }

        /** The keys of a step or path as they are. */
        public static String shown(String path) {
            return path.replace(DOT, '.');
        }
    }
}
