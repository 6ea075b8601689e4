package org.layergraft.config;

import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/** Calls of functions and methods that are known here. Anything else that is called is never called. */
final class Calls {

    private final Expressions expressions;

    Calls(Expressions expressions) {
        this.expressions = expressions;
    }

    Live of(Syntax node) throws LayergraftException {
        Syntax function = node.child("function").orElseThrow();
        Syntax list = node.child("arguments").orElseThrow();
        Span at = expressions.code().span(node);
        Optional<Live> result = Optional.empty();
        if (function.is("identifier")) {
            String name = expressions.code().in(function);
            Optional<Live> known = expressions.name(name);
            if (known.isEmpty()) {
                result = new Functions(expressions, at).call(name, expressions.arguments(list), list);
            } else if (known.get() instanceof Live.Leaf(ConfigValue.Name imported)) {
                result = copied(imported.dotted(), expressions.arguments(list));
            }
        } else if (function.is("attribute")) {
            Live object = expressions.of(function.child("object").orElseThrow());
            String method = expressions.code().in(function.child("attribute").orElseThrow());
            Arguments arguments = expressions.arguments(list);
            result = object instanceof Live.Leaf(ConfigValue.Name module)
                    ? copied(module.dotted() + "." + method, arguments)
                    : new Methods(expressions, at).call(object, method, arguments);
        }
        return result.orElseGet(() -> expressions.opaque(node));
    }

    private static Optional<Live> copied(String name, Arguments arguments) {
        return switch (name) {
            case "copy.deepcopy" -> arguments.at(0).map(a -> Freezer.thaw(Freezer.freeze(a), merging(a)));
            case "copy.copy" -> arguments.at(0).map(Methods::copy);
            default -> Optional.empty();
        };
    }

    static boolean merging(Live live) {
        return live instanceof Live.Table table && table.merging();
    }
}
