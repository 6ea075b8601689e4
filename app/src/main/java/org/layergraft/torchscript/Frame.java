package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One method while it is read: its variables and where reading stands. */
final class Frame {

    /** A {@code return}: its value and the place of its expression. */
    record Returned(Flowing.Use use, Syntax expression, int statementStart) {}

    final ScriptUnit unit;
    final String function;
    final List<Returned> returned = new ArrayList<>();
    Map<String, Flowing> variables = new HashMap<>();
    Optional<FlowBuilder.Draft> block;
    int statementStart;

    Frame(ScriptUnit unit, String function, Optional<FlowBuilder.Draft> block, int statementStart) {
        this.unit = unit;
        this.function = function;
        this.block = block;
        this.statementStart = statementStart;
    }

    String text(Syntax syntax) {
        return syntax.in(unit.text());
    }

    /** Gives every variable that holds {@code old} the new value: lists, dictionaries and tensors are shared, not copied. */
    void replace(Flowing old, Flowing by) {
        if (!(old instanceof Flowing.Constant)) {
            variables.replaceAll((_, value) -> value == old ? by : value);
        }
    }
}
