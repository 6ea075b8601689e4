package org.layergraft.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/**
 * {@code [f(x) for x in xs if g(x)]} and its like over what is known.
 *
 * @param node of a list, a generator or a dictionary
 */
record Comprehensions(Syntax node) {

    @FunctionalInterface
    private interface Body {
        void with(Expressions inner) throws LayergraftException;
    }

    Live row(Expressions outer) throws LayergraftException {
        Span at = outer.code().span(node);
        var row = new Live.Row(at, false);
        Syntax body = node.child("body").orElseThrow();
        boolean known = each(outer, 1, inner -> row.slots.add(new Live.Slot(inner.of(body), Site.derived(at))));
        return known ? row : outer.opaque(node);
    }

    Live table(Expressions outer) throws LayergraftException {
        Span at = outer.code().span(node);
        var table = new Live.Table(at, false);
        Syntax pair = node.child("body").orElseThrow();
        boolean known = each(
                outer,
                1,
                inner -> table.slots.put(
                        Expressions.key(inner.of(pair.child("key").orElseThrow())),
                        new Live.Slot(inner.of(pair.child("value").orElseThrow()), Site.derived(at))));
        return known ? table : outer.opaque(node);
    }

    /** Runs the clauses from this child on. @return false where one of them is not known */
    private boolean each(Expressions now, int clause, Body body) throws LayergraftException {
        if (clause == node.children().size()) {
            body.with(now);
            return true;
        }
        Syntax one = node.children().get(clause);
        if (one.is("if_clause")) {
            Optional<Boolean> holds = new Conditions(now).truth(one.children().getFirst());
            return holds.isPresent() && (!holds.get() || each(now, clause + 1, body));
        }
        Optional<List<Live.Slot>> elements = one.is("for_in_clause")
                ? Arguments.elements(now.of(one.child("right").orElseThrow()))
                : Optional.empty();
        if (elements.isEmpty()) {
            return false;
        }
        for (Live.Slot element : elements.get()) {
            now.run().spend(1);
            Optional<Map<String, Live>> bound =
                    bind(now.code(), one.child("left").orElseThrow(), element.value());
            if (bound.isEmpty() || !each(now.with(bound.get()), clause + 1, body)) {
                return false;
            }
        }
        return true;
    }

    /** Names on the left with their values; empty where they do not fit. */
    static Optional<Map<String, Live>> bind(Code code, Syntax left, Live value) {
        var bound = new LinkedHashMap<String, Live>();
        return bind(code, left, value, bound) ? Optional.of(bound) : Optional.empty();
    }

    private static boolean bind(Code code, Syntax left, Live value, Map<String, Live> bound) {
        switch (left.kind()) {
            case "identifier" -> {
                bound.put(code.in(left), value);
                return true;
            }
            case "pattern_list", "tuple_pattern", "list_pattern" -> {
                var parts = Arguments.elements(value).orElse(List.of());
                boolean fits = parts.size() == left.children().size();
                for (int i = 0; fits && i < parts.size(); i++) {
                    fits = bind(code, left.children().get(i), parts.get(i).value(), bound);
                }
                return fits;
            }
            default -> {
                return false;
            }
        }
    }
}
