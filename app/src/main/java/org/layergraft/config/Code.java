package org.layergraft.config;

import java.util.Optional;
import org.layergraft.torchscript.Syntax;

/**
 * Python text that is evaluated: a file, or an expression inside one of its string literals.
 *
 * @param fixed the literal, which stands for every place in such an expression
 */
record Code(SourceText source, String text, Optional<Span> fixed) {

    static Code of(SourceText source) {
        return new Code(source, source.text(), Optional.empty());
    }

    Code within(String expression, Span literal) {
        return new Code(source, expression, Optional.of(fixed.orElse(literal)));
    }

    Span span(Syntax node) {
        return fixed.orElseGet(() -> source.span(node.start(), node.end()));
    }

    String in(Syntax node) {
        return text.substring(node.start(), node.end());
    }

    /** What stands between two nodes, an operator for example, without comments and white space around it. */
    String between(Syntax left, Syntax right) {
        return text.substring(left.end(), right.start())
                .replaceAll("#[^\r\n]*|\\\\", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
