package org.layergraft.torchscript;

import java.util.List;
import java.util.Optional;

/**
 * One named node of tree-sitter's Python grammar, copied out of native memory. Kinds and fields are the grammar's own:
 * https://github.com/tree-sitter/tree-sitter-python/blob/master/src/node-types.json
 *
 * @param kind {@code call}, {@code identifier} …
 * @param field its role in the parent, {@code function}, {@code left} … or ""
 * @param start first char in the unit's text
 * @param end one past the last char
 */
public record Syntax(String kind, String field, int start, int end, List<Syntax> children) {

    /** Whether it is of this kind. */
    public boolean is(String wanted) {
        return kind.equals(wanted);
    }

    /** What of the unit's text it is. */
    public String in(String text) {
        return text.substring(start, end);
    }

    ScriptClass.Span span() {
        return new ScriptClass.Span(start, end);
    }

    /** The first child in this role. */
    public Optional<Syntax> child(String wantedField) {
        for (var child : children) {
            if (child.field.equals(wantedField)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** Every child in this role, in text order. */
    public List<Syntax> all(String wantedField) {
        return children.stream().filter(c -> c.field.equals(wantedField)).toList();
    }

    /** Every child of this kind, in text order. */
    public List<Syntax> kinds(String wantedKind) {
        return children.stream().filter(c -> c.is(wantedKind)).toList();
    }

    /** What remains without parentheses around a single expression. */
    public Syntax bare() {
        var found = this;
        while (found.is("parenthesized_expression") && found.children.size() == 1) {
            found = found.children.getFirst();
        }
        return found;
    }
}
