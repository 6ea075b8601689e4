package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.layergraft.torchscript.PythonFunction;
import org.layergraft.torchscript.PythonOrigin;
import org.layergraft.torchscript.ScriptClass.Span;

/** One method of somebody's Python under change. What was written stays as it was; {@link PythonPatch} shows the change. */
final class PythonForward {
    private static final String RESULT = "result";
    private static final String RETURN = "return";

    /**
     * What is put around an expression.
     *
     * @param node id under which later edits know its value; "" when it only gives the value a name
     */
    private record Around(String node, String before, String after) {}

    private final PythonOrigin origin;
    private final PythonFunction function;
    /** By expression, from the inside out. */
    private final Map<Span, List<Around>> around = new LinkedHashMap<>();

    private final List<String> first = new ArrayList<>();
    private final Map<Integer, StringBuilder> behindLine = new TreeMap<>();
    /** Starts of {@code return} statements that became assignments to {@link #RESULT}. */
    private final Set<Integer> postponed = new HashSet<>();

    PythonForward(PythonOrigin origin, PythonFunction function) {
        this.origin = origin;
        this.function = function;
    }

    PythonOrigin origin() {
        return origin;
    }

    PythonFunction function() {
        return function;
    }

    /** Sends the value of an expression through a call, as near to the expression as can be. @param call up to the value */
    void through(Span expression, String node, String call) {
        around.computeIfAbsent(expression, _ -> new ArrayList<>()).addFirst(new Around(node, call, ")"));
    }

    /** Sends the value of what an earlier edit put there through a call. */
    boolean throughAdded(String added, String node, String call) {
        return behind(added, new Around(node, call, ")"));
    }

    /** Gives the value of an expression a name, without moving it: {@code (name := expression)}. */
    void named(Span expression, String name) {
        around.computeIfAbsent(expression, _ -> new ArrayList<>()).addFirst(new Around("", "(" + name + " := ", ")"));
    }

    boolean namedAdded(String added, String name) {
        return behind(added, new Around("", "(" + name + " := ", ")"));
    }

    private boolean behind(String added, Around more) {
        for (var steps : around.values()) {
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).node().equals(added)) {
                    steps.add(i + 1, more);
                    return true;
                }
            }
        }
        return false;
    }

    /** The expression that an added layer's call was put around. */
    Optional<Span> around(String added) {
        return around.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(a -> a.node().equals(added)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Puts text around an expression, outside all that was put there before. */
    void outside(Span expression, String before, String after) {
        around.computeIfAbsent(expression, _ -> new ArrayList<>()).addLast(new Around("", before, after));
    }

    /** A statement before all others. */
    void first(String statement) {
        first.add(statement);
    }

    /** Another statement, run right after this one; where this one returns, before the function is left. */
    void beside(PythonFunction.Statement statement, String line) {
        int start = statement.span().start();
        if (statement.isReturn() && postponed.add(start)) {
            behind(statement.span(), RETURN + " " + RESULT);
        }
        behind(statement.span(), line);
    }

    /** A statement behind the line that another ends in, indented like it; before what was put there already. */
    private void behind(Span statement, String line) {
        int lineEnd = function.text().indexOf('\n', statement.end());
        int at = lineEnd < 0 ? function.text().length() : lineEnd + 1;
        behindLine
                .computeIfAbsent(at, _ -> new StringBuilder())
                .insert(0, function.indent(statement.start()) + line + "\n");
    }

    private record Insertion(int at, int rank, String text) {}

    String changed() {
        var insertions = new ArrayList<Insertion>();
        String indent = function.indent(function.bodyStart() + 1);
        first.forEach(s -> insertions.add(new Insertion(function.bodyStart(), Integer.MIN_VALUE, indent + s + "\n")));
        postponed.forEach(at -> insertions.add(new Insertion(at, Integer.MIN_VALUE, RESULT + " =")));
        behindLine.forEach((at, lines) -> insertions.add(new Insertion(at, Integer.MIN_VALUE, lines.toString())));
        around.forEach((span, steps) -> {
            int length = span.end() - span.start();
            var before = new StringBuilder();
            var after = new StringBuilder();
            steps.forEach(step -> {
                before.insert(0, step.before());
                after.append(step.after());
            });
            // Where two expressions begin together the longer one's text comes first; where they end together, last.
            insertions.add(new Insertion(span.start(), -length, before.toString()));
            insertions.add(new Insertion(span.end(), length, after.toString()));
        });
        insertions.sort(Comparator.comparingInt(Insertion::at).thenComparingInt(Insertion::rank));
        var out = new StringBuilder();
        int done = 0;
        for (var insertion : insertions) {
            out.append(function.text(), done, insertion.at()).append(insertion.text());
            done = insertion.at() + (postponed.contains(insertion.at()) ? RETURN.length() : 0);
        }
        return out.append(function.text().substring(done)).toString();
    }
}
