package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.torchscript.ScriptClass.Argument;
import org.layergraft.torchscript.ScriptClass.Attribute;
import org.layergraft.torchscript.ScriptClass.Method;
import org.layergraft.torchscript.ScriptClass.Span;

/** Finds classes, their declarations and functions in one unit's syntax. */
final class UnitReader {

    private final String unit;
    private final String text;

    private UnitReader(String unit, String text) {
        this.unit = unit;
        this.text = text;
    }

    static ScriptUnit read(String unit, String text, Syntax root) {
        return new UnitReader(unit, text).unit(root);
    }

    private ScriptUnit unit(Syntax root) {
        Map<String, ScriptUnit.ClassSyntax> classes = new LinkedHashMap<>();
        Map<String, ScriptUnit.Function> functions = new LinkedHashMap<>();
        for (var top : root.children()) {
            if (top.is("class_definition")) {
                var found = classAt(top);
                classes.put(found.declared().name(), found);
            } else if (top.is("function_definition")) {
                var found = function(top);
                functions.put(ScriptUnit.prefix(unit) + found.name(), found);
            }
        }
        return new ScriptUnit(unit, text, classes, functions, ScriptUnit.lineStarts(text));
    }

    private ScriptUnit.ClassSyntax classAt(Syntax at) {
        var shortName = at.child("name").map(n -> n.in(text)).orElse("");
        var base = at.child("superclasses")
                .flatMap(s -> s.children().stream().findFirst())
                .map(s -> s.in(text));
        var body = at.child("body").map(Syntax::children).orElse(List.of());
        var parameters = Optional.<Syntax>empty();
        var buffers = Optional.<Syntax>empty();
        List<Attribute> attributes = new ArrayList<>();
        Map<String, ScriptUnit.Function> methods = new LinkedHashMap<>();
        var end = body.isEmpty() ? at.end() : lineStart(body.getFirst().start());
        var listsEnd = end;
        var open = true;
        for (var statement : body) {
            if (statement.is("function_definition")) {
                var method = function(statement);
                methods.put(method.name(), method);
                open = false;
                continue;
            }
            var assignment = statement.kinds("assignment").stream().findFirst();
            if (assignment.isEmpty()) {
                continue;
            }
            var left = assignment.get().child("left").map(l -> l.in(text)).orElse("");
            if (left.equals("__parameters__")) {
                parameters = assignment.get().child("right");
            } else if (left.equals("__buffers__")) {
                buffers = assignment.get().child("right");
            } else {
                attribute(assignment.get()).ifPresent(attributes::add);
            }
            if (open) {
                listsEnd = nextLine(statement.end());
            }
        }
        var declared = new ScriptClass(
                ScriptUnit.prefix(unit) + shortName,
                shortName,
                base.orElse(""),
                unit,
                at.span(),
                parameters.map(this::names).orElse(List.of()),
                buffers.map(this::names).orElse(List.of()),
                parameters.map(Syntax::span).orElse(new Span(end, end)),
                listsEnd,
                attributes,
                methods.values().stream().map(this::method).toList());
        return new ScriptUnit.ClassSyntax(declared, methods);
    }

    /** {@code name : type}, {@code name : Final[type] = value} or {@code __annotations__["0"] = type}. */
    private Optional<Attribute> attribute(Syntax assignment) {
        var left = assignment.child("left");
        if (left.isEmpty()) {
            return Optional.empty();
        }
        if (left.get().is("identifier")) {
            return assignment.child("type").map(t -> new Attribute(left.get().in(text), t.in(text), t.span()));
        }
        var key = left.get().child("subscript").filter(s -> s.is("string"));
        var annotated = left.get().child("value").filter(v -> v.in(text).equals("__annotations__"));
        return key.isPresent() && annotated.isPresent()
                ? assignment
                        .child("right")
                        .map(t -> new Attribute(Literals.unquote(key.get().in(text)), t.in(text), t.span()))
                : Optional.empty();
    }

    private List<String> names(Syntax list) {
        return list.kinds("string").stream()
                .map(s -> Literals.unquote(s.in(text)))
                .toList();
    }

    private ScriptUnit.Function function(Syntax at) {
        List<Argument> arguments = new ArrayList<>();
        List<Syntax> names = new ArrayList<>();
        for (var argument : at.child("parameters").map(Syntax::children).orElse(List.of())) {
            var name = argument.is("identifier")
                    ? Optional.of(argument)
                    : argument.child("name")
                            .or(() -> argument.kinds("identifier").stream().findFirst());
            if (name.isPresent()) {
                var type = argument.child("type").map(t -> t.in(text)).orElse("");
                arguments.add(new Argument(name.get().in(text), type));
                names.add(name.get());
            }
        }
        return new ScriptUnit.Function(
                at.child("name").map(n -> n.in(text)).orElse(""),
                at,
                List.copyOf(arguments),
                List.copyOf(names),
                at.child("return_type").map(t -> t.in(text)).orElse(""));
    }

    private Method method(ScriptUnit.Function function) {
        var at = function.definition();
        var arguments = function.arguments();
        var body = function.body().map(Syntax::children).orElse(List.of());
        var headEnd = at.child("return_type")
                .or(() -> at.child("parameters"))
                .map(Syntax::end)
                .orElse(at.end());
        return new Method(
                function.name(),
                arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size()),
                function.returnType(),
                at.span(),
                at.child("return_type").map(Syntax::span).orElse(new Span(headEnd, headEnd)),
                body.isEmpty() ? nextLine(at.end()) : lineStart(body.getFirst().start()),
                body.isEmpty() || !body.getLast().is("return_statement")
                        ? Optional.empty()
                        : body.getLast().children().stream().findFirst().map(Syntax::span));
    }

    private int lineStart(int place) {
        return text.lastIndexOf('\n', place - 1) + 1;
    }

    private int nextLine(int place) {
        var end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end + 1;
    }
}
