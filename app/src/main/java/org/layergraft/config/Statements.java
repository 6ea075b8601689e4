package org.layergraft.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/** The statements of a config, one after the other. What is not followed makes the names it may change opaque, and is noted. */
final class Statements {

    /** What changes no value. */
    private static final Set<String> IDLE =
            Set.of("pass_statement", "assert_statement", "future_import_statement", "global_statement");

    private static final Set<String> DEFINITIONS =
            Set.of("function_definition", "class_definition", "decorated_definition");

    private final Evaluation run;
    private final Code code;
    private final Expressions expressions;
    private final Imports imports;

    Statements(Evaluation run, Code code, Imports imports) {
        this.run = run;
        this.code = code;
        this.imports = imports;
        expressions = new Expressions(run, code);
    }

    /** @throws LayergraftException INPUT when a base cannot be read, or the work is too much */
    void all(List<Syntax> statements) throws LayergraftException {
        for (Syntax statement : statements) {
            run.spend(1);
            one(statement);
        }
    }

    private void one(Syntax statement) throws LayergraftException {
        switch (statement.kind()) {
            case "expression_statement" -> {
                for (Syntax part : statement.children()) {
                    expression(part);
                }
            }
            case "import_statement", "import_from_statement" -> imports.plain(run, code, statement);
            case "with_statement" -> with(statement);
            case "if_statement" -> conditional(statement);
            case "for_statement" -> loop(statement);
            case "delete_statement" -> delete(statement);
            default -> {
                if (DEFINITIONS.contains(statement.kind())) {
                    define(statement);
                } else if (!IDLE.contains(statement.kind())) {
                    lose(statement);
                }
            }
        }
    }

    private void expression(Syntax part) throws LayergraftException {
        switch (part.kind()) {
            case "assignment" -> assignment(part);
            case "augmented_assignment" -> augmented(part);
            case "string", "concatenated_string", "comment", "ellipsis" -> {}
            default -> {
                if (expressions.of(part) instanceof Live.Leaf(ConfigValue.Opaque _)) {
                    lose(part);
                }
            }
        }
    }

    private void assignment(Syntax node) throws LayergraftException {
        Optional<Syntax> right = node.child("right");
        if (right.isEmpty()) {
            return;
        }
        Syntax value = right.get();
        if (value.is("assignment")) {
            assignment(value);
            value = last(value);
        }
        Syntax left = node.child("left").orElseThrow();
        if (left.is("identifier") && code.in(left).equals("_base_")) {
            return;
        }
        assign(left, expressions.of(value), new Site(Site.Form.ASSIGNED, code.span(node), code.span(value)));
    }

    private static Syntax last(Syntax assignment) {
        Syntax value = assignment.child("right").orElse(assignment);
        return value.is("assignment") ? last(value) : value;
    }

    private void assign(Syntax left, Live value, Site site) throws LayergraftException {
        switch (left.kind()) {
            case "identifier" -> {
                run.imported.remove(code.in(left));
                run.globals.put(code.in(left), value, site);
            }
            case "subscript", "attribute" -> {
                if (!put(left, value, site)) {
                    lose(left);
                }
            }
            case "pattern_list", "tuple_pattern", "list_pattern" -> {
                List<Live.Slot> parts = Arguments.elements(value).orElse(List.of());
                boolean fits = parts.size() == left.children().size();
                for (int i = 0; i < left.children().size(); i++) {
                    Syntax target = left.children().get(i);
                    assign(
                            target,
                            fits ? parts.get(i).value() : expressions.opaque(target),
                            fits ? parts.get(i).site() : Site.derived(site.whole()));
                }
            }
            default -> lose(left);
        }
    }

    /** {@code a['b'] = v}, {@code a[0] = v}, {@code a.b = v}. */
    private boolean put(Syntax left, Live value, Site site) throws LayergraftException {
        boolean attribute = left.is("attribute");
        Live object = expressions.of(left.child(attribute ? "object" : "value").orElseThrow());
        Syntax place = left.child(attribute ? "attribute" : "subscript").orElseThrow();
        if (attribute) {
            if (object instanceof Live.Table table) {
                table.put(code.in(place), value, site);
            }
            return object instanceof Live.Table;
        }
        Live key = expressions.of(place);
        if (key instanceof Live.Leaf(ConfigValue.Opaque _)) {
            return false;
        }
        switch (object) {
            case Live.Table table -> table.put(Expressions.key(key), value, site);
            case Live.Row row -> {
                Optional<Integer> index = row.tuple() ? Optional.empty() : Expressions.index(key, row.slots.size());
                index.ifPresent(i -> row.put(i, value, site));
                return index.isPresent();
            }
            case Live.Leaf _ -> {
                return false;
            }
        }
        return true;
    }

    private void augmented(Syntax node) throws LayergraftException {
        Syntax left = node.child("left").orElseThrow();
        Syntax right = node.child("right").orElseThrow();
        String operator = code.between(left, right).replace("=", "");
        Live before = expressions.of(left);
        Live more = expressions.of(right);
        if (before instanceof Live.Row row && !row.tuple() && operator.equals("+")) {
            Optional<List<Live.Slot>> elements = Arguments.elements(more);
            if (elements.isPresent() && row.slots.size() + elements.get().size() <= Budget.LONGEST) {
                run.spend(elements.get().size());
                row.slots.addAll(elements.get());
                return;
            }
        }
        Optional<Live> result = expressions.combined(operator, before, more, code.span(node));
        assign(left, result.orElseGet(() -> expressions.opaque(node)), Site.derived(code.span(node)));
    }

    /** Only {@code with read_base():} is followed. */
    private void with(Syntax node) throws LayergraftException {
        List<Syntax> items = node.kinds("with_clause").stream()
                .flatMap(c -> c.children().stream())
                .toList();
        boolean base = items.size() == 1 && code.in(items.getFirst()).matches("read_base\\s*\\(\\s*\\)");
        if (!base) {
            lose(node);
            return;
        }
        for (Syntax statement : node.child("body").map(Syntax::children).orElse(List.of())) {
            if (statement.is("import_from_statement")) {
                imports.base(run, code, statement);
            } else {
                lose(statement);
            }
        }
    }

    private void conditional(Syntax node) throws LayergraftException {
        var conditions = new Conditions(expressions);
        Optional<Boolean> holds = conditions.truth(node.child("condition").orElseThrow());
        if (holds.isEmpty()) {
            lose(node);
            return;
        }
        if (holds.get()) {
            all(node.child("consequence").map(Syntax::children).orElse(List.of()));
            return;
        }
        for (Syntax other : node.all("alternative")) {
            if (other.is("else_clause")) {
                all(other.child("body").map(Syntax::children).orElse(List.of()));
                return;
            }
            Optional<Boolean> next = conditions.truth(other.child("condition").orElseThrow());
            if (next.isEmpty()) {
                lose(node);
                return;
            }
            if (next.get()) {
                all(other.child("consequence").map(Syntax::children).orElse(List.of()));
                return;
            }
        }
    }

    private void loop(Syntax node) throws LayergraftException {
        Optional<List<Live.Slot>> elements =
                Arguments.elements(expressions.of(node.child("right").orElseThrow()));
        List<Syntax> body = node.child("body").map(Syntax::children).orElse(List.of());
        boolean leaves = body.stream().anyMatch(Statements::jumps)
                || !node.all("alternative").isEmpty();
        if (elements.isEmpty() || leaves) {
            lose(node);
            return;
        }
        for (Live.Slot element : elements.get()) {
            Optional<Map<String, Live>> bound =
                    Comprehensions.bind(code, node.child("left").orElseThrow(), element.value());
            if (bound.isEmpty()) {
                lose(node);
                return;
            }
            Site site = Site.derived(code.span(node));
            bound.get().forEach((name, value) -> run.globals.put(name, value, site));
            all(body);
        }
    }

    private static boolean jumps(Syntax statement) {
        return statement.is("break_statement")
                || statement.is("continue_statement")
                || statement.children().stream().anyMatch(Statements::jumps);
    }

    private void delete(Syntax node) throws LayergraftException {
        for (Syntax target : node.children()) {
            List<Syntax> targets = target.is("expression_list") ? target.children() : List.of(target);
            for (Syntax one : targets) {
                if (one.is("identifier")) {
                    run.globals.slots.remove(code.in(one));
                } else if (one.is("subscript")
                        && expressions.of(one.child("value").orElseThrow()) instanceof Live.Table table) {
                    table.slots.remove(Expressions.key(
                            expressions.of(one.child("subscript").orElseThrow())));
                } else {
                    lose(one);
                }
            }
        }
    }

    /** Functions and classes are no settings; calling them is opaque. */
    private void define(Syntax node) {
        Syntax definition = node.is("decorated_definition") ? node.children().getLast() : node;
        definition.child("name").ifPresent(name -> {
            Live live = expressions.opaque(name);
            run.globals.put(code.in(name), live, Site.derived(code.span(node)));
            run.imported.put(code.in(name), live);
        });
    }

    private void lose(Syntax node) {
        Span where = code.span(node);
        run.note("note.notFollowed", where);
        var names = new LinkedHashSet<String>();
        assigned(node, names);
        for (String name : names) {
            Live live = expressions.opaque(node);
            run.globals.put(name, live, Site.derived(where));
        }
    }

    /** What a statement that is not followed may give another value. */
    private void assigned(Syntax node, Set<String> names) {
        boolean gives = node.is("assignment") || node.is("augmented_assignment") || node.is("for_statement");
        if (gives) {
            node.child("left").filter(l -> l.is("identifier")).ifPresent(l -> names.add(code.in(l)));
        }
        if (!DEFINITIONS.contains(node.kind())) {
            node.children().forEach(child -> assigned(child, names));
        }
    }
}
