package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.layergraft.torchscript.Statement.Invocation;
import org.layergraft.torchscript.Statement.Kind;

/** Lists a method's statements, bodies of blocks included, in the order of the text. */
public final class Statements {

    /** Their parts may never be evaluated, or several times. */
    private static final Set<String> LAZY = Set.of(
            "conditional_expression",
            "boolean_operator",
            "lambda",
            "list_comprehension",
            "dictionary_comprehension",
            "set_comprehension",
            "generator_expression");

    private final String text;
    private final List<Statement> found = new ArrayList<>();
    private int functions;

    private Statements(String text) {
        this.text = text;
    }

    /** Empty where the class has no such method. */
    public static List<Statement> of(ScriptCode code, String className, String method) {
        var unit = code.unit(className);
        var body =
                code.syntax(className).map(type -> type.methods().get(method)).flatMap(ScriptUnit.Function::body);
        if (unit.isEmpty() || body.isEmpty()) {
            return List.of();
        }
        var statements = new Statements(unit.get().text());
        statements.block(body.get());
        return List.copyOf(statements.found);
    }

    private void block(Syntax body) {
        for (var statement : body.children()) {
            switch (statement.kind()) {
                case "expression_statement" -> statement.children().forEach(e -> expression(statement, e));
                case "return_statement" -> {
                    var value = statement.children().stream().findFirst();
                    add(functions == 0 ? Kind.RETURN : Kind.EXPRESSION, statement, value, Optional.empty());
                }
                case "function_definition" -> {
                    add(Kind.OTHER, statement, Optional.empty(), Optional.empty());
                    functions++;
                    bodies(statement);
                    functions--;
                }
                case "if_statement" -> {
                    add(Kind.IF, statement, statement.child("condition"), Optional.empty());
                    bodies(statement);
                }
                case "for_statement" -> {
                    add(Kind.FOR, statement, statement.child("right"), Optional.empty());
                    bodies(statement);
                }
                default -> {
                    add(Kind.OTHER, statement, Optional.empty(), Optional.empty());
                    bodies(statement);
                }
            }
        }
    }

    private void bodies(Syntax at) {
        for (var child : at.children()) {
            if (child.is("block")) {
                block(child);
            } else if (child.is("elif_clause") || child.is("else_clause")) {
                bodies(child);
            }
        }
    }

    private void expression(Syntax statement, Syntax at) {
        if (at.is("assignment")) {
            add(Kind.ASSIGNMENT, statement, at.child("right"), at.child("left"));
        } else {
            add(Kind.EXPRESSION, statement, Optional.of(at), Optional.empty());
        }
    }

    private List<String> targets(Syntax left) {
        return switch (left.kind()) {
            case "identifier" -> List.of(left.in(text));
            case "pattern_list", "tuple_pattern", "list_pattern" ->
                left.children().stream().allMatch(c -> c.is("identifier"))
                        ? left.children().stream().map(c -> c.in(text)).toList()
                        : List.of();
            default -> List.of();
        };
    }

    private void add(Kind kind, Syntax statement, Optional<Syntax> value, Optional<Syntax> left) {
        var bare = value.map(Syntax::bare);
        var calls = new ArrayList<Invocation>();
        bare.ifPresent(v -> calls(v, calls));
        found.add(new Statement(
                kind,
                statement.span(),
                bare.map(Syntax::span),
                left.map(this::targets).orElse(List.of()),
                left.filter(l -> !l.is("identifier")).isPresent(),
                calls));
    }

    /** Arguments before the call: the order of evaluation. */
    private void calls(Syntax at, List<Invocation> calls) {
        if (LAZY.contains(at.kind())) {
            return;
        }
        at.children().forEach(child -> calls(child, calls));
        if (at.is("call")) {
            var function = at.child("function").map(f -> f.in(text)).orElse("");
            calls.add(new Invocation(at.span(), function));
        }
    }
}
