package org.layergraft.torchscript;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.model.SourcePlace;

/**
 * One parsed file below {@code code/}.
 *
 * @param classes by qualified name, in text order
 * @param functions by qualified name: what {@code def} outside a class declares
 * @param lineStarts first char of every line
 */
record ScriptUnit(
        String name, String text, Map<String, ClassSyntax> classes, Map<String, Function> functions, int[] lineStarts) {

    /** A class and, by method name, the body to walk. */
    record ClassSyntax(ScriptClass declared, Map<String, Function> methods) {}

    /**
     * @param arguments in order, with self where the text has it
     * @param argumentNames the identifiers of {@code arguments} in the text
     * @param returnType as written, or ""
     */
    record Function(
            String name,
            Syntax definition,
            List<ScriptClass.Argument> arguments,
            List<Syntax> argumentNames,
            String returnType) {

        Optional<Syntax> body() {
            return definition.child("body");
        }
    }

    int line(int place) {
        var found = Arrays.binarySearch(lineStarts, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    SourcePlace place(Syntax expression, int statementStart) {
        return new SourcePlace(name, expression.start(), expression.end(), statementStart, line(expression.start()));
    }

    static int[] lineStarts(String text) {
        var breaks = text.chars().filter(c -> c == '\n').count();
        var starts = new int[(int) breaks + 1];
        var next = 1;
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                starts[next++] = i + 1;
            }
        }
        return starts;
    }

    /** {@code __torch__/a/b.py} holds {@code __torch__.a.b.C}. */
    static String prefix(String unit) {
        return unit.substring(0, unit.length() - ".py".length()).replace('/', '.') + ".";
    }

    static String unitOf(String className) {
        var dot = className.lastIndexOf('.');
        return (dot < 0 ? className : className.substring(0, dot)).replace('.', '/') + ".py";
    }
}
