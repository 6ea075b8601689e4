package org.layergraft.config;

import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/** {@code not}, {@code and}, {@code or} and comparisons, as far as they are known. */
final class Conditions {

    private final Expressions expressions;

    Conditions(Expressions expressions) {
        this.expressions = expressions;
    }

    Optional<Boolean> truth(Syntax node) throws LayergraftException {
        return Operators.truth(expressions.run().freeze(expressions.of(node)));
    }

    Optional<ConfigValue> of(Syntax node) throws LayergraftException {
        Span at = expressions.code().span(node);
        return switch (node.kind()) {
            case "not_operator" -> truth(node.child("argument").orElseThrow()).map(on -> new ConfigValue.Bool(!on, at));
            case "boolean_operator" -> logical(node);
            default -> chain(node).map(on -> new ConfigValue.Bool(on, at));
        };
    }

    /** Python gives back the operand that decides. */
    private Optional<ConfigValue> logical(Syntax node) throws LayergraftException {
        Syntax left = node.child("left").orElseThrow();
        Syntax right = node.child("right").orElseThrow();
        boolean and = expressions.code().between(left, right).equals("and");
        ConfigValue first = expressions.run().freeze(expressions.of(left));
        Optional<Boolean> truth = Operators.truth(first);
        if (truth.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(truth.get() == and ? expressions.run().freeze(expressions.of(right)) : first);
    }

    private Optional<Boolean> chain(Syntax node) throws LayergraftException {
        List<Syntax> operands = node.children();
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        ConfigValue left = expressions.run().freeze(expressions.of(operands.getFirst()));
        for (int i = 1; i < operands.size(); i++) {
            String operator = expressions.code().between(operands.get(i - 1), operands.get(i));
            ConfigValue right = expressions.run().freeze(expressions.of(operands.get(i)));
            Optional<Boolean> holds = Operators.compare(operator, left, right);
            if (holds.isEmpty() || !holds.get()) {
                return holds;
            }
            left = right;
        }
        return Optional.of(true);
    }
}
