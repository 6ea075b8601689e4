package org.layergraft.graft;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.layergraft.model.FlowNode;
import org.layergraft.model.SourcePlace;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass;

/**
 * Makes the value of an expression available under a name, right where it is computed, without changing what is computed or in which
 * order.
 *
 * @param value the name that holds it
 * @param at where statements that use it go
 * @param indent their indentation
 */
record Tap(String value, int at, String indent) {

    /** {@code h = E} and {@code h : Tensor = E}. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*(?::\\s*[^=]+)?=\\s*");

    private static final Pattern SEVERAL = Pattern.compile("\\w+\\s*,[\\w\\s,]*=\\s*");

    /** What must not be overtaken by the tapped expression: calls that may draw random numbers or write. */
    private static final Pattern EFFECT = Pattern.compile(
            "__torch__\\.|\\)\\.\\w+\\(|_\\(|\\b(dropout|alpha_dropout|feature_dropout|rand\\w*|normal|bernoulli|multinomial|rrelu)\\(");

    /** An argument: the value is its name, used from the start of the method. */
    static Tap argument(String name, ScriptClass.Method method) {
        return new Tap(name, method.bodyStart(), "    ");
    }

    /**
     * @param splices receives what must change before the statements at {@link #at} can be inserted
     * @param name what the value is called when it has no name yet
     */
    static Tap expression(Splices splices, String text, FlowNode node, SourcePlace place, String name)
            throws LayergraftException {
        String before = text.substring(place.statementStart(), place.start());
        int lineStart = ClassText.lineStart(text, place.statementStart());
        String indent = text.substring(lineStart, place.statementStart());
        int lineEnd = ClassText.lineEnd(text, place.end());
        boolean whole = text.substring(place.end(), lineEnd).isBlank();
        var assignment = ASSIGNMENT.matcher(before);
        if (whole && assignment.matches()) {
            return new Tap(assignment.group(1), lineEnd, indent);
        }
        refuseSeveral(text, node, place);
        if (before.startsWith("while ") || before.matches("(?s).*\\n\\s*elif\\b.*")) {
            throw Problems.of("tap.condition", node.id(), place.unit(), place.line());
        }
        int count = 0;
        for (var earlier : earlierArguments(before)) {
            String piece = before.substring(earlier[0], earlier[1]);
            if (EFFECT.matcher(piece).find()) {
                String temporary = name + "_" + count++;
                splices.insert(lineStart, indent + temporary + " = " + piece + "\n");
                splices.replace(place.statementStart() + earlier[0], place.statementStart() + earlier[1], temporary);
            }
        }
        splices.insert(lineStart, indent + name + " = " + text.substring(place.start(), place.end()) + "\n");
        splices.replace(place.start(), place.end(), name);
        return new Tap(name, lineStart, indent);
    }

    /** {@code a, b = E}: E is no tensor. */
    static void refuseSeveral(String text, FlowNode node, SourcePlace place) throws LayergraftException {
        String before = text.substring(place.statementStart(), place.start());
        if (SEVERAL.matcher(before).matches()) {
            throw Problems.of("tap.several", node.id());
        }
    }

    /**
     * Where the complete arguments stand that are evaluated before the end of {@code before}, outermost first.
     *
     * @param before a statement up to some expression in it
     */
    static List<int[]> earlierArguments(String before) {
        var levels = new ArrayList<List<int[]>>();
        var starts = new ArrayList<Integer>();
        levels.add(new ArrayList<>());
        starts.add(before.startsWith("return ") ? "return ".length() : 0);
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            switch (c) {
                case '"', '\'' -> i = stringEnd(before, i);
                case '(', '[', '{' -> {
                    levels.add(new ArrayList<>());
                    starts.add(i + 1);
                }
                case ')', ']', '}' -> {
                    if (levels.size() > 1) {
                        levels.removeLast();
                        starts.removeLast();
                    }
                }
                case ',' -> {
                    levels.getLast().add(argument(before, starts.getLast(), i));
                    starts.set(starts.size() - 1, i + 1);
                }
                case '=' -> {
                    if (levels.size() == 1) {
                        // What stands left of an assignment is not evaluated.
                        levels.getFirst().clear();
                        starts.set(0, i + 1);
                    }
                }
                default -> {}
            }
        }
        return levels.stream().flatMap(List::stream).filter(p -> p[0] < p[1]).toList();
    }

    private static int stringEnd(String text, int quote) {
        int i = quote + 1;
        while (i < text.length() && text.charAt(i) != text.charAt(quote)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Without blanks around it and without {@code name=} or {@code "key":} before it. */
    private static int[] argument(String text, int start, int end) {
        var label = Pattern.compile("\\s*(\\w+\\s*=(?!=)|\"[^\"]*\"\\s*:)?\\s*")
                .matcher(text)
                .region(start, end);
        int from = label.lookingAt() ? label.end() : start;
        int to = end;
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        return new int[] {from, to};
    }
}
