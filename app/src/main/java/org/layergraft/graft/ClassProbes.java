package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptClass.Span;
import org.layergraft.torchscript.ScriptCode;
import org.layergraft.torchscript.Statement;
import org.layergraft.torchscript.Statement.Invocation;
import org.layergraft.torchscript.Statements;

/**
 * Writes into the methods of one class that its values be shown to the recorder. Calls are only given names, in the order in which
 * they are evaluated; nothing is computed twice, left out or overtaken.
 */
final class ClassProbes {

    /** A value that is looked at. @param part the variable or field it is a part of the value under; "" for the whole */
    record Site(String place, String part) {}

    private record Part(String name, String type) {}

    private static final String FORK = "fork";
    private static final int MOST_PARTS = 32;
    private static final int DEEPEST_PARTS = 3;

    /** Calls beside the graph's nodes that a later call must not overtake; they may write, or draw random numbers. */
    private static final Pattern EFFECT = Pattern.compile(
            "__torch__\\.(?!.*\\.__new__$).*|.*\\)\\.\\w+|torch\\.(pop|popitem|setdefault|append|extend|insert|clear|"
                    + "_set_item|Delete|update|manual_seed)|.*\\w_");

    private final ScriptCode code;
    private final ScriptClass type;
    private final String text;
    private final ProbeNames names;
    private final Map<String, String> callTypes;
    private final Splices splices = new Splices();
    private final List<Site> sites = new ArrayList<>();
    private int variables;

    /** @param callTypes by place: calls to look at, and the TorchScript type of their value, "" where it is not known */
    ClassProbes(ScriptCode code, ScriptClass type, String text, ProbeNames names, Map<String, String> callTypes) {
        this.code = code;
        this.type = type;
        this.text = text;
        this.names = names;
        this.callTypes = callTypes;
    }

    static String place(int start, int end) {
        return start + "-" + end;
    }

    static String argument(String name) {
        return "@" + name;
    }

    /** As {@link #argument}, for what the method returns. */
    static final String RESULT = "@return";

    List<Site> sites() {
        return List.copyOf(sites);
    }

    /** Everything that is to change in the unit's text. */
    Splices splices() {
        return splices;
    }

    /** @param entry whether its arguments and its result are nodes of the graph */
    void method(ScriptClass.Method method, boolean entry) {
        String receiver = ClassText.receiver(text, method);
        if (entry) {
            var lines = new StringBuilder();
            for (var argument : method.arguments()) {
                look(
                        lines,
                        "    ",
                        receiver,
                        argument.name(),
                        argument.type(),
                        new Site(argument(argument.name()), ""),
                        0);
            }
            splices.insert(method.bodyStart(), lines.toString());
        }
        for (var statement : Statements.of(code, type.name(), method.name())) {
            boolean result = entry && statement.kind() == Statement.Kind.RETURN;
            statement(statement, receiver, result ? method.returnType() : "", result);
        }
    }

    private void statement(Statement statement, String receiver, String returnType, boolean result) {
        var hoisted = hoisted(statement);
        int lineStart = ClassText.lineStart(text, statement.span().start());
        String indent = text.substring(lineStart, statement.span().start());
        var before = new StringBuilder();
        var named = new HashMap<Span, String>();
        for (var call : hoisted) {
            String name = variable();
            before.append(indent)
                    .append(name)
                    .append(" = ")
                    .append(rendered(call.span(), named))
                    .append('\n');
            named.put(call.span(), name);
            String place = place(call.span().start(), call.span().end());
            if (isLookedAt(call)) {
                look(before, indent, receiver, name, callTypes.get(place), new Site(place, ""), 0);
            }
            join(call, name, indent, before);
        }
        if (result && statement.value().isPresent()) {
            var value = statement.value().get();
            if (!named.containsKey(value) && !value.in(text).matches("\\w+")) {
                String name = variable();
                before.append(indent)
                        .append(name)
                        .append(" = ")
                        .append(rendered(value, named))
                        .append('\n');
                named.put(value, name);
            }
            look(before, indent, receiver, rendered(value, named), returnType, new Site(RESULT, ""), 0);
        }
        splices.insert(lineStart, before.toString());
        outermost(named.keySet()).forEach(s -> splices.replace(s.start(), s.end(), named.get(s)));
        named(statement).ifPresent(call -> {
            var after = new StringBuilder();
            if (isLookedAt(call)) {
                targets(statement, call, indent, receiver, after);
            }
            join(call, statement.targets().getFirst(), indent, after);
            splices.insert(ClassText.lineEnd(text, statement.span().end()), after.toString());
        });
    }

    /** The call that the statement itself gives its name or names. */
    private java.util.Optional<Invocation> named(Statement statement) {
        return statement.calls().stream()
                .filter(c -> !statement.targets().isEmpty() && statement.isAll(c) && isWanted(c))
                .findFirst();
    }

    private void targets(Statement statement, Invocation call, String indent, String receiver, StringBuilder out) {
        String place = place(call.span().start(), call.span().end());
        String valueType = callTypes.get(place);
        if (!statement.unpacks()) {
            look(out, indent, receiver, statement.targets().getFirst(), valueType, new Site(place, ""), 0);
            return;
        }
        var parts = parts(valueType);
        for (int i = 0; i < statement.targets().size(); i++) {
            String name = statement.targets().get(i);
            String partType =
                    parts.size() == statement.targets().size() ? parts.get(i).type() : "";
            look(out, indent, receiver, name, partType, new Site(place, name), 1);
        }
    }

    private boolean isWanted(Invocation call) {
        return isLookedAt(call) || call.function().equals(FORK);
    }

    private boolean isLookedAt(Invocation call) {
        return callTypes.containsKey(place(call.span().start(), call.span().end()));
    }

    /** The recorder must not be written by two threads at once: what was forked is done before anything else goes on. */
    private void join(Invocation call, String future, String indent, StringBuilder out) {
        if (call.function().equals(FORK)) {
            out.append(indent)
                    .append(variable())
                    .append(" = torch.wait(")
                    .append(future)
                    .append(")\n");
        }
    }

    /** In the order of evaluation. */
    private List<Invocation> hoisted(Statement statement) {
        var own = named(statement);
        var wanted = statement.calls().stream()
                .filter(c -> isWanted(c) && own.filter(c::equals).isEmpty())
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        int last = statement.calls().indexOf(wanted.getLast());
        return statement.calls().subList(0, last + 1).stream()
                .filter(c -> wanted.contains(c) || EFFECT.matcher(c.function()).matches())
                .toList();
    }

    /** The text of a part of a statement, where what got a name is called by it. */
    private String rendered(Span span, Map<Span, String> named) {
        if (named.containsKey(span)) {
            return named.get(span);
        }
        var inside = new Splices();
        var within = named.keySet().stream()
                .filter(s -> span.start() <= s.start() && s.end() <= span.end())
                .toList();
        outermost(Set.copyOf(within))
                .forEach(s -> inside.replace(s.start() - span.start(), s.end() - span.start(), named.get(s)));
        return inside.in(span.in(text));
    }

    private static List<Span> outermost(Set<Span> spans) {
        return spans.stream()
                .filter(s ->
                        spans.stream().noneMatch(o -> !o.equals(s) && o.start() <= s.start() && s.end() <= o.end()))
                .toList();
    }

    private void look(
            StringBuilder out, String indent, String receiver, String value, String valueType, Site site, int depth) {
        var parts = parts(valueType);
        if (parts.isEmpty() || parts.size() > MOST_PARTS || depth >= DEEPEST_PARTS) {
            out.append(indent).append(names.look(receiver, value, sites.size())).append('\n');
            sites.add(site);
            return;
        }
        var variables = parts.stream().map(_ -> variable()).toList();
        if (valueType.startsWith("Tuple[")) {
            out.append(indent)
                    .append(String.join(", ", variables))
                    .append(", = ")
                    .append(value)
                    .append('\n');
        }
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (!valueType.startsWith("Tuple[")) {
                out.append(indent)
                        .append(variables.get(i))
                        .append(" = (")
                        .append(value)
                        .append(").")
                        .append(part.name())
                        .append('\n');
            }
            String name = part.name().isEmpty() ? site.part() : part.name();
            look(out, indent, receiver, variables.get(i), part.type(), new Site(site.place(), name), depth + 1);
        }
    }

    /** Items of a tuple, fields of a named tuple; the recorder itself knows tensors, lists and dictionaries. */
    private List<Part> parts(String valueType) {
        if (valueType.startsWith("Tuple[") && !valueType.equals("Tuple[()]")) {
            return Outputs.split(valueType.substring("Tuple[".length(), valueType.length() - 1)).stream()
                    .map(item -> new Part("", item))
                    .toList();
        }
        return code.find(valueType).filter(c -> c.base().equals("NamedTuple")).stream()
                .flatMap(c -> c.attributes().stream())
                .map(a -> new Part(a.name(), a.type()))
                .toList();
    }

    private String variable() {
        return names.variable() + variables++;
    }
}
