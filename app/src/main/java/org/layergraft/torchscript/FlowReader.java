package org.layergraft.torchscript;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.torchscript.Flowing.Merge;

/** Reads statements: follows the values of one forward from its arguments to its result. Never throws on what it does not know. */
final class FlowReader {

    private final FlowContext context;
    private final FlowBuilder builder = new FlowBuilder();
    private final Expressions expressions;
    private final String path;

    private FlowReader(FlowContext context, String path) {
        this.context = context;
        this.path = path;
        this.expressions = new Expressions(context, builder, path, this::block);
    }

    /** The flow of this module's {@code forward}, or of its first overload; empty where its class has none. */
    static Flow read(FlowContext context, Value.Instance module, String path) {
        var unit = context.code().unit(module.className());
        var forward = context.code().syntax(module.className()).flatMap(FlowReader::forward);
        return unit.isEmpty() || forward.isEmpty()
                ? Flow.EMPTY
                : new FlowReader(context, path).forward(unit.get(), forward.get(), module);
    }

    /** LSTM and GRU are scripted as {@code forward__0} and {@code forward__1}. */
    private static Optional<ScriptUnit.Function> forward(ScriptUnit.ClassSyntax type) {
        return Optional.ofNullable(type.methods().get("forward"))
                .or(() -> Optional.ofNullable(type.methods().get("forward__0")));
    }

    private Flow forward(ScriptUnit unit, ScriptUnit.Function forward, Value.Instance module) {
        context.enter(path);
        var start = forward.definition().start();
        var frame = new Frame(unit, forward.name(), Optional.empty(), start);
        for (var i = 0; i < forward.arguments().size(); i++) {
            var argument = forward.arguments().get(i);
            if (i == 0) {
                frame.variables.put(argument.name(), new Flowing.Member(module, path));
                continue;
            }
            var draft = builder.fill(
                    builder.slot(),
                    new FlowBuilder.Draft(
                            Kind.INPUT,
                            path + "/@" + argument.name(),
                            argument.name(),
                            argument.type(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(unit.place(forward.argumentNames().get(i), start))));
            frame.variables.put(argument.name(), new Flowing.Made(draft, argument.type(), Optional.empty()));
        }
        expressions.enter(frame, forward);
        forward.body().ifPresent(body -> block(frame, body));
        output(frame, forward);
        return builder.build(context.numbers(), () -> context.warn("code.tooManyEdges", path, FlowBuilder.MOST_EDGES));
    }

    private void output(Frame frame, ScriptUnit.Function forward) {
        if (frame.returned.isEmpty()) {
            return;
        }
        var last = frame.returned.getLast();
        var draft = builder.fill(
                builder.slot(),
                new FlowBuilder.Draft(
                        Kind.OUTPUT,
                        path + "/@return",
                        "return",
                        forward.returnType(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(frame.unit.place(last.expression(), last.statementStart()))));
        frame.returned.forEach(r -> builder.edge(r.use(), draft));
        var results = frame.returned.stream()
                .map(r -> Flowing.results(r.use().value()))
                .distinct()
                .toList();
        builder.results(results.size() == 1 ? results.getFirst() : List.of(new Flow.Result("", "")));
    }

    private void block(Frame frame, Syntax body) {
        for (var statement : body.children()) {
            frame.statementStart = statement.start();
            switch (statement.kind()) {
                case "expression_statement" -> statement.children().forEach(e -> expressions.read(frame, e));
                case "return_statement" ->
                    statement.children().stream().findFirst().ifPresent(value -> {
                        var use = expressions.read(frame, value);
                        frame.returned.add(new Frame.Returned(use, value, statement.start()));
                    });
                case "if_statement" -> branch(frame, statement, statement, 0);
                case "function_definition" -> forked(frame, statement);
                case "for_statement", "while_statement" -> loop(frame, statement);
                case "with_statement" -> with(frame, statement);
                case "pass_statement",
                        "raise_statement",
                        "assert_statement",
                        "delete_statement",
                        "break_statement",
                        "continue_statement" -> {}
                default -> context.warnAt(frame.unit, statement.start(), "code.unknownStatement", statement.kind());
            }
        }
    }

    /** What {@code torch.jit.fork} runs: TorchScript writes it as a function without arguments, and calls it once, right after. */
    private void forked(Frame frame, Syntax at) {
        var inner = new Frame(frame.unit, frame.function, frame.block, frame.statementStart);
        inner.variables = new HashMap<>(frame.variables);
        at.child("body").ifPresent(body -> block(inner, body));
        var result = inner.returned.stream().map(r -> r.use().value()).reduce(Flowing::either);
        at.child("name").ifPresent(name -> frame.variables.put(frame.text(name), result.orElse(Flowing.UNKNOWN)));
    }

    /** An {@code if}, or its {@code elif} number {@code next - 1}. */
    private void branch(Frame frame, Syntax whole, Syntax at, int next) {
        var outer = frame.block;
        var draft = open(frame, at, "if");
        at.child("condition").ifPresent(c -> builder.edge(expressions.read(frame, c), draft));
        frame.block = Optional.of(draft);
        var before = frame.variables;
        frame.variables = new HashMap<>(before);
        at.child("consequence").ifPresent(body -> block(frame, body));
        var yes = frame.variables;
        frame.variables = new HashMap<>(before);
        var alternatives = whole.all("alternative");
        if (next < alternatives.size()) {
            var alternative = alternatives.get(next);
            if (alternative.is("elif_clause")) {
                branch(frame, whole, alternative, next + 1);
            } else {
                alternative.child("body").ifPresent(body -> block(frame, body));
            }
        }
        var no = frame.variables;
        yes.forEach((name, value) -> no.merge(name, value, (other, one) -> Flowing.either(one, other)));
        frame.block = outer;
    }

    /** What the body assigns comes from before the loop or from the round before. */
    private void loop(Frame frame, Syntax at) {
        var outer = frame.block;
        var draft = open(frame, at, at.is("for_statement") ? "for" : "while");
        var body = at.child("body");
        var carried = new HashMap<String, Merge>();
        var before = frame.variables;
        frame.variables = new HashMap<>(before);
        var assigned = new HashSet<String>();
        body.ifPresent(b -> assigned(frame, b, assigned));
        for (var name : assigned) {
            var old = before.get(name);
            if (old != null && !(old instanceof Flowing.Member) && !(old instanceof Flowing.Name)) {
                var merge = new Merge(List.of(old), "");
                carried.put(name, merge);
                frame.variables.put(name, merge);
            }
        }
        at.child("right").ifPresent(right -> {
            var use = expressions.read(frame, right);
            builder.edge(use, draft);
            at.child("left").ifPresent(left -> expressions.bind(frame, left, expressions.entry(use)));
        });
        at.child("condition").ifPresent(c -> builder.edge(expressions.read(frame, c), draft));
        frame.block = Optional.of(draft);
        body.ifPresent(b -> block(frame, b));
        carried.forEach((name, merge) -> {
            var after = frame.variables.get(name);
            if (after == merge) {
                frame.variables.put(name, before.get(name));
            } else {
                merge.parts().add(after);
                frame.variables.put(name, merge);
            }
        });
        frame.block = outer;
    }

    private void with(Frame frame, Syntax at) {
        var outer = frame.block;
        var draft = open(frame, at, "with");
        for (var clause : at.kinds("with_clause")) {
            for (var item : clause.kinds("with_item")) {
                item.child("value").ifPresent(value -> {
                    var pattern = value.is("as_pattern");
                    var use = expressions.read(frame, pattern ? value.children().getFirst() : value);
                    if (use.value() instanceof Flowing.Constant(String manager, Optional<String> _)) {
                        draft.type = manager.substring(manager.lastIndexOf('.') + 1);
                    }
                    if (pattern) {
                        value.child("alias")
                                .flatMap(a -> a.children().stream().findFirst())
                                .ifPresent(name -> expressions.bind(frame, name, use));
                    }
                });
            }
        }
        frame.block = Optional.of(draft);
        at.child("body").ifPresent(body -> block(frame, body));
        frame.block = outer;
    }

    private FlowBuilder.Draft open(Frame frame, Syntax at, String label) {
        return builder.fill(
                builder.slot(),
                new FlowBuilder.Draft(
                        Kind.BLOCK,
                        path + "/" + label,
                        label,
                        "",
                        Optional.empty(),
                        frame.block,
                        Optional.of(frame.unit.place(at, frame.statementStart))));
    }

    /** Names the body may give another value: assigned, or first argument of a call that may write into it. */
    private static void assigned(Frame frame, Syntax at, Set<String> names) {
        if (at.is("assignment")) {
            at.child("left").ifPresent(left -> targets(frame, left, names));
        } else if (at.is("call")) {
            var name = at.child("function").map(frame::text).orElse("");
            var last = name.substring(name.lastIndexOf('.') + 1);
            if (TorchNames.ADD_ENTRY.contains(last) || TorchNames.writesInto(last)) {
                at.child("arguments")
                        .flatMap(a -> a.children().stream().findFirst())
                        .filter(a -> a.is("identifier"))
                        .ifPresent(a -> names.add(frame.text(a)));
            }
        }
        at.children().forEach(child -> assigned(frame, child, names));
    }

    private static void targets(Frame frame, Syntax left, Set<String> names) {
        switch (left.kind()) {
            case "identifier" -> names.add(frame.text(left));
            case "pattern_list", "tuple_pattern", "list_pattern" ->
                left.children().forEach(child -> targets(frame, child, names));
            default -> {}
        }
    }
}
