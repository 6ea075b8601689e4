package org.layergraft.torchscript;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a method, with what an editor must know to name the values it computes without changing the order in which they
 * are computed. Places count chars of the unit's text.
 *
 * @param span from its first char to its last, without the indentation before it; of a compound statement with its body
 * @param value the right side of an assignment, the value of a return, the condition of an if, what a for loop runs over
 * @param targets names that the value is bound to; empty where a target is anything but a name
 * @param unpacks whether the targets get the value's items, {@code a, b, =} and {@code a, =}, and not the value as it is
 * @param calls calls in {@code value} that are certain to be evaluated, each before whatever it is an argument of
 */
public record Statement(
        Kind kind,
        ScriptClass.Span span,
        Optional<ScriptClass.Span> value,
        List<String> targets,
        boolean unpacks,
        List<Invocation> calls) {

    public enum Kind {
        EXPRESSION,
        ASSIGNMENT,
        /** Of the method itself; that of a function written inside it is an {@link #EXPRESSION}. */
        RETURN,
        IF,
        FOR,
        /** What its header computes cannot be taken out of it: the condition of a while loop is computed again and again. */
        OTHER
    }

    public Statement {
        targets = List.copyOf(targets);
        calls = List.copyOf(calls);
    }

    /** @param function what is called, as written: {@code torch.relu}, {@code (fc).forward} */
    public record Invocation(ScriptClass.Span span, String function) {}

    /** Whether the statement does nothing with the call's value but to name it. */
    public boolean isAll(Invocation call) {
        return value.filter(call.span()::equals).isPresent();
    }
}
