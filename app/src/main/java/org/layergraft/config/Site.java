package org.layergraft.config;

/**
 * The place that gives a key its value.
 *
 * @param form how it is written there
 * @param whole key and value together: {@code with_cp=True}
 * @param value the expression alone: {@code True}, or a name whose value is written elsewhere
 */
public record Site(Form form, Span whole, Span value) {

    /** How a key gets its value. */
    public enum Form {
        /** {@code k = v}, a statement. */
        ASSIGNED,
        /** {@code k=v} in {@code dict(…)} or another call. */
        KEYWORD,
        /** {@code 'k': v} in braces, or a line of a YAML or JSON mapping. */
        PAIR,
        /** An element of a list or tuple. */
        ITEM,
        /** Not written as such: it came out of an expression. */
        DERIVED
    }

    static Site derived(Span span) {
        return new Site(Form.DERIVED, span, span);
    }
}
