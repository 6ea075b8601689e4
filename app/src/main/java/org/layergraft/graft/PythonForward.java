package org.layergraft.graft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.torchscript.PythonFunction;
import org.layergraft.torchscript.PythonOrigin;
import org.layergraft.torchscript.ScriptClass.Span;

/** One method of somebody's Python under change. What was written stays as it was; the change is shown as a unified diff. */
final class PythonForward {
    private static final int CONTEXT = 3;

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

    PythonForward(PythonOrigin origin, PythonFunction function) {
        this.origin = origin;
        this.function = function;
    }

    PythonFunction function() {
        return function;
    }

    /** Sends the value of an expression through a call, as near to the expression as can be. */
    void through(Span expression, String node, String callee) {
        around.computeIfAbsent(expression, _ -> new ArrayList<>()).addFirst(new Around(node, callee + "(", ")"));
    }

    /** Sends the value of what an earlier edit put there through a call. */
    boolean throughAdded(String added, String node, String callee) {
        return behind(added, new Around(node, callee + "(", ")"));
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

    /** Statements behind the line that {@code statement} ends in, indented like it. */
    void behind(Span statement, String... lines) {
        int lineEnd = function.text().indexOf('\n', statement.end());
        int at = lineEnd < 0 ? function.text().length() : lineEnd + 1;
        var text = behindLine.computeIfAbsent(at, _ -> new StringBuilder());
        for (String line : lines) {
            text.append(function.indent(statement.start())).append(line).append('\n');
        }
    }

    private record Insertion(int at, int rank, String text) {}

    String changed() {
        var insertions = new ArrayList<Insertion>();
        String indent = function.indent(function.bodyStart() + 1);
        first.forEach(s -> insertions.add(new Insertion(function.bodyStart(), Integer.MIN_VALUE, indent + s + "\n")));
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
            done = insertion.at();
        }
        return out.append(function.text().substring(done)).toString();
    }

    /** One hunk, which {@code patch} applies to the file; empty when nothing changed. */
    List<String> diff() {
        var old = function.text().lines().toList();
        var fresh = changed().lines().toList();
        if (old.equals(fresh)) {
            return List.of();
        }
        int head = 0;
        while (head < Math.min(old.size(), fresh.size()) && old.get(head).equals(fresh.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), fresh.size()) - head
                && old.get(old.size() - 1 - tail).equals(fresh.get(fresh.size() - 1 - tail))) {
            tail++;
        }
        int from = Math.max(0, head - CONTEXT);
        int behind = Math.min(tail, CONTEXT);
        var lines = new ArrayList<String>();
        int oldCount = old.size() - tail + behind - from;
        int newCount = fresh.size() - tail + behind - from;
        int line = origin.firstLine() + from;
        lines.add("--- " + origin.shortFile());
        lines.add("+++ " + origin.shortFile());
        lines.add("@@ -%d,%d +%d,%d @@".formatted(line, oldCount, line, newCount));
        old.subList(from, head).forEach(l -> lines.add(" " + l));
        lines.addAll(changes(old.subList(head, old.size() - tail), fresh.subList(head, fresh.size() - tail)));
        old.subList(old.size() - tail, old.size() - tail + behind).forEach(l -> lines.add(" " + l));
        return lines;
    }

    /** Lines that stay between changed ones stay in the diff, too. */
    private static List<String> changes(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        var lines = new ArrayList<String>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                lines.add(" " + old.get(i++));
                j++;
            } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + old.get(i++));
            } else {
                lines.add("+" + fresh.get(j++));
            }
        }
        return lines;
    }
}
