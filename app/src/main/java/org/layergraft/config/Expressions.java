package org.layergraft.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/**
 * The value of an expression, as far as configs use Python: everything else is opaque, and so is what is computed from it. Nothing is
 * ever called but a fixed list of functions on values of this package.
 */
final class Expressions {

    private final Evaluation run;
    private final Code code;
    private final Map<String, Live> locals;
    private final int level;

    Expressions(Evaluation run, Code code) {
        this(run, code, Map.of(), 0);
    }

    private Expressions(Evaluation run, Code code, Map<String, Live> locals, int level) {
        this.run = run;
        this.code = code;
        this.locals = locals;
        this.level = level;
    }

    Code code() {
        return code;
    }

    Evaluation run() {
        return run;
    }

    /** Never fails on what it does not know. @throws LayergraftException when it takes too much work */
    Live of(Syntax node) throws LayergraftException {
        run.spend(1);
        if (level > Freezer.DEEPEST) {
            return opaque(node);
        }
        var below = new Expressions(run, code, locals, level + 1);
        return below.value(node);
    }

    private Live value(Syntax node) throws LayergraftException {
        Span at = code.span(node);
        return switch (node.kind()) {
            case "parenthesized_expression" ->
                node.children().size() == 1 ? of(node.children().getFirst()) : opaque(node);
            case "true" -> leaf(new ConfigValue.Bool(true, at));
            case "false" -> leaf(new ConfigValue.Bool(false, at));
            case "none" -> leaf(new ConfigValue.None(at));
            case "integer" -> leaf(node, PythonLiterals.integer(code.in(node), at));
            case "float" -> leaf(node, PythonLiterals.real(code.in(node), at));
            case "string", "concatenated_string" -> new Strings(this).of(node);
            case "identifier" -> name(code.in(node)).orElseGet(() -> opaque(node));
            case "list" -> row(node, false);
            case "tuple", "expression_list" -> row(node, true);
            case "dictionary" -> dictionary(node);
            case "set" -> new Strings(this).substituted(node).orElseGet(() -> opaque(node));
            case "call" -> new Calls(this).of(node);
            case "attribute" -> attribute(node);
            case "subscript" -> subscript(node);
            case "unary_operator" -> unary(node);
            case "binary_operator" -> binary(node);
            case "not_operator", "boolean_operator", "comparison_operator" -> leaf(node, new Conditions(this).of(node));
            case "conditional_expression" -> conditional(node);
            case "list_comprehension", "generator_expression" -> new Comprehensions(node).row(this);
            case "dictionary_comprehension" -> new Comprehensions(node).table(this);
            default -> opaque(node);
        };
    }

    Live opaque(Syntax node) {
        return leaf(new ConfigValue.Opaque(code.in(node), code.span(node)));
    }

    static Live leaf(ConfigValue value) {
        return new Live.Leaf(value);
    }

    private Live leaf(Syntax node, Optional<ConfigValue> value) {
        return value.map(Expressions::leaf).orElseGet(() -> opaque(node));
    }

    /** What a name stands for now. */
    Optional<Live> name(String name) {
        if (locals.containsKey(name)) {
            return Optional.of(locals.get(name));
        }
        return name.equals("_base_") ? Optional.of(run.base) : run.globals.get(name);
    }

    private Live row(Syntax node, boolean tuple) throws LayergraftException {
        var row = new Live.Row(code.span(node), tuple);
        for (Syntax child : node.children()) {
            if (child.is("list_splat")) {
                var more = Arguments.elements(of(child.children().getFirst()));
                if (more.isEmpty() || row.slots.size() + more.get().size() > Budget.LONGEST) {
                    return opaque(node);
                }
                run.spend(more.get().size());
                row.slots.addAll(more.get());
            } else {
                row.slots.add(element(child));
            }
        }
        return row;
    }

    Live.Slot element(Syntax node) throws LayergraftException {
        Span span = code.span(node);
        return new Live.Slot(of(node), new Site(Site.Form.ITEM, span, span));
    }

    private Live dictionary(Syntax node) throws LayergraftException {
        var table = new Live.Table(code.span(node), false);
        for (Syntax child : node.children()) {
            if (child.is("pair")) {
                Syntax key = child.child("key").orElseThrow();
                Syntax value = child.child("value").orElseThrow();
                table.put(key(of(key)), of(value), new Site(Site.Form.PAIR, code.span(child), code.span(value)));
            } else {
                splat(table, child);
            }
        }
        return table;
    }

    /** {@code **other}: its keys with the places where they are written; what is not known stays in the dictionary as such. */
    void splat(Live.Table table, Syntax child) throws LayergraftException {
        Live other = child.is("dictionary_splat") ? of(child.children().getFirst()) : opaque(child);
        if (other instanceof Live.Table more) {
            run.spend(more.slots.size());
            more.slots.forEach((key, slot) -> table.put(key, slot.value(), slot.site()));
        } else {
            table.put(code.in(child), opaque(child), Site.derived(code.span(child)));
        }
    }

    /** Keys that are no strings are written as Python writes them. */
    static String key(Live key) {
        return PythonWords.str(Freezer.freeze(key));
    }

    private Live attribute(Syntax node) throws LayergraftException {
        Live object = of(node.child("object").orElseThrow());
        String name = code.in(node.child("attribute").orElseThrow());
        return switch (object) {
            case Live.Table table -> table.get(name).orElseGet(() -> opaque(node));
            case Live.Leaf(ConfigValue.Name module) ->
                leaf(new ConfigValue.Name(module.dotted(), name, code.span(node)));
            default -> opaque(node);
        };
    }

    private Live subscript(Syntax node) throws LayergraftException {
        Live object = of(node.child("value").orElseThrow());
        List<Syntax> keys = node.all("subscript");
        if (keys.size() != 1) {
            return opaque(node);
        }
        if (keys.getFirst().is("slice")) {
            return new Slices(this).of(object, keys.getFirst(), code.span(node)).orElseGet(() -> opaque(node));
        }
        Live key = of(keys.getFirst());
        return switch (object) {
            case Live.Table table -> table.get(key(key)).orElseGet(() -> opaque(node));
            case Live.Row row ->
                index(key, row.slots.size()).map(i -> row.slots.get(i).value()).orElseGet(() -> opaque(node));
            case Live.Leaf(ConfigValue.Text(String text, Span _)) ->
                index(key, text.length())
                        .map(i -> leaf(new ConfigValue.Text(text.substring(i, i + 1), code.span(node))))
                        .orElseGet(() -> opaque(node));
            case Live.Leaf _ -> opaque(node);
        };
    }

    /** Counted from the end where it is negative. */
    static Optional<Integer> index(Live key, int size) {
        return key instanceof Live.Leaf(ConfigValue value)
                ? Operators.whole(value)
                        .filter(n -> n.bitLength() < 31)
                        .map(n -> n.intValue() < 0 ? n.intValue() + size : n.intValue())
                        .filter(i -> i >= 0 && i < size)
                : Optional.empty();
    }

    private Live unary(Syntax node) throws LayergraftException {
        Syntax argument = node.child("argument").orElseThrow();
        String operator = code.text().substring(node.start(), node.start() + 1);
        return of(argument) instanceof Live.Leaf(ConfigValue value)
                ? leaf(node, Operators.unary(operator, value, code.span(node)))
                : opaque(node);
    }

    private Live binary(Syntax node) throws LayergraftException {
        Syntax left = node.child("left").orElseThrow();
        Syntax right = node.child("right").orElseThrow();
        return combined(code.between(left, right), of(left), of(right), code.span(node))
                .orElseGet(() -> opaque(node));
    }

    /** Of two values; lists are joined or repeated, dictionaries joined. */
    Optional<Live> combined(String operator, Live left, Live right, Span at) throws LayergraftException {
        if (left instanceof Live.Row a && operator.equals("*")) {
            return repeated(a, right, at);
        }
        if (right instanceof Live.Row b && operator.equals("*")) {
            return repeated(b, left, at);
        }
        if (left instanceof Live.Row a
                && right instanceof Live.Row b
                && operator.equals("+")
                && a.tuple() == b.tuple()) {
            run.spend(a.slots.size() + b.slots.size());
            var joined = new Live.Row(at, a.tuple());
            joined.slots.addAll(a.slots);
            joined.slots.addAll(b.slots);
            return joined.slots.size() <= Budget.LONGEST ? Optional.of(joined) : Optional.empty();
        }
        if (left instanceof Live.Table a && right instanceof Live.Table b && operator.equals("|")) {
            run.spend(a.slots.size() + b.slots.size());
            var joined = new Live.Table(at, a.merging());
            joined.slots.putAll(a.slots);
            b.slots.forEach((key, slot) -> joined.put(key, slot.value(), slot.site()));
            return Optional.of(joined);
        }
        if (left instanceof Live.Leaf(ConfigValue a)
                && (right instanceof Live.Leaf || a instanceof ConfigValue.Text && operator.equals("%"))) {
            Optional<ConfigValue> result = Operators.binary(operator, a, run.freeze(right), at);
            if (result.isPresent() && result.get() instanceof ConfigValue.Text(String text, Span _)) {
                run.spend(text.length() / 64);
            }
            return result.map(Expressions::leaf);
        }
        return Optional.empty();
    }

    private Optional<Live> repeated(Live.Row row, Live times, Span at) throws LayergraftException {
        Optional<Integer> count = times instanceof Live.Leaf(ConfigValue value)
                ? Operators.whole(value).flatMap(n -> Operators.times(n, row.slots.size(), Budget.LONGEST))
                : Optional.empty();
        if (count.isEmpty()) {
            return Optional.empty();
        }
        run.spend((long) count.get() * row.slots.size());
        var all = new Live.Row(at, row.tuple());
        for (int i = 0; i < count.get(); i++) {
            all.slots.addAll(row.slots);
        }
        return Optional.of(all);
    }

    private Live conditional(Syntax node) throws LayergraftException {
        if (node.children().size() != 3) {
            return opaque(node);
        }
        Optional<Boolean> chosen = new Conditions(this).truth(node.children().get(1));
        return chosen.isEmpty() ? opaque(node) : of(node.children().get(chosen.get() ? 0 : 2));
    }

    /** The same expressions with more names. */
    Expressions with(Map<String, Live> more) {
        var names = new HashMap<>(locals);
        names.putAll(more);
        return new Expressions(run, code, names, level + 1);
    }

    /** An expression inside a string literal. */
    Optional<Live> inside(String expression, Span literal) throws LayergraftException {
        Optional<Syntax> parsed = run.expression(expression);
        return parsed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Expressions(run, code.within(expression, literal), locals, level + 1).of(parsed.get()));
    }

    Arguments arguments(Syntax list) throws LayergraftException {
        var positional = new ArrayList<Live.Slot>();
        var named = new LinkedHashMap<String, Live.Slot>();
        boolean whole = true;
        boolean clashing = false;
        if (list.is("generator_expression")) {
            positional.add(element(list));
            return new Arguments(positional, named, true, false);
        }
        for (Syntax child : list.children()) {
            switch (child.kind()) {
                case "keyword_argument" -> {
                    Syntax value = child.child("value").orElseThrow();
                    String name = code.in(child.child("name").orElseThrow());
                    clashing |= named.containsKey(name);
                    named.put(
                            name,
                            new Live.Slot(of(value), new Site(Site.Form.KEYWORD, code.span(child), code.span(value))));
                }
                case "dictionary_splat" -> {
                    if (of(child.children().getFirst()) instanceof Live.Table more) {
                        clashing |= more.slots.keySet().stream().anyMatch(named::containsKey);
                        named.putAll(more.slots);
                    } else {
                        named.put(code.in(child), new Live.Slot(opaque(child), Site.derived(code.span(child))));
                        whole = false;
                    }
                }
                case "list_splat" -> {
                    var more = Arguments.elements(of(child.children().getFirst()));
                    more.ifPresent(positional::addAll);
                    whole &= more.isPresent();
                }
                default -> positional.add(element(child));
            }
        }
        return new Arguments(positional, named, whole, clashing);
    }
}
