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
                result = new Functions(expressions, at).call(name, paid(expressions.arguments(list)), list);
            } else if (known.get() instanceof Live.Leaf(ConfigValue.Name imported)) {
                result = copied(imported.dotted(), paid(expressions.arguments(list)));
            }
        } else if (function.is("attribute")) {
            Live object = expressions.of(function.child("object").orElseThrow());
            String method = expressions.code().in(function.child("attribute").orElseThrow());
            Arguments arguments = paid(expressions.arguments(list));
            expressions.run().spend(Evaluation.size(object));
            result = object instanceof Live.Leaf(ConfigValue.Name module)
                    ? copied(module.dotted() + "." + method, arguments)
                    : new Methods(expressions, at).call(object, method, arguments);
        }
        return result.orElseGet(() -> expressions.opaque(node));
    }

    /** Whoever is called may look at everything once. */
    private Arguments paid(Arguments arguments) throws LayergraftException {
        for (Live.Slot slot : arguments.positional()) {
            expressions.run().spend(1 + Evaluation.size(slot.value()));
        }
        return arguments;
    }

    private Optional<Live> copied(String name, Arguments arguments) throws LayergraftException {
        if (arguments.at(0).isPresent() && name.equals("copy.deepcopy")) {
            Live original = arguments.at(0).get();
            return Optional.of(Freezer.thaw(expressions.run().freeze(original), merging(original)));
        }
        return switch (name) {
            case "copy.copy" -> arguments.at(0).map(Methods::copy);
            default -> Optional.empty();
        };
    }

    static boolean merging(Live live) {
        return live instanceof Live.Table table && table.merging();
    }
}
