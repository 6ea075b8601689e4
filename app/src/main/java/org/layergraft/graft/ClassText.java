package org.layergraft.graft;

import java.util.regex.Pattern;
import org.layergraft.torchscript.ScriptClass;

/** Adds to and takes from the declarations of a class, as splices into its unit. */
final class ClassText {

    private static final Pattern RECEIVER = Pattern.compile("def\\s+\\w+\\s*\\(\\s*(\\w+)");

    private static final Pattern BUFFERS = Pattern.compile("(?m)^  __buffers__ = \\[([^\\]\\n]*)\\]");

    private ClassText() {}

    /**
     * Declares a parameter behind the last parameter, or before every attribute where there is none: libtorch lists parameters in
     * the order of declarations, and Python registers them before submodules.
     */
    static void addParameter(Splices splices, String text, ScriptClass type, String name) {
        int at = type.attributes().stream()
                .filter(a -> type.parameters().contains(a.name()))
                .mapToInt(a -> lineEnd(text, a.typeSpan().end()))
                .max()
                .orElseGet(() -> type.attributes().stream()
                        .mapToInt(a -> lineStart(text, a.typeSpan().start()))
                        .min()
                        .orElse(type.attributesEnd()));
        var list = type.parametersSpan();
        if (list.start() == list.end()) {
            splices.insert(lineEnd(text, type.span().start()), "  __parameters__ = [\"" + name + "\", ]\n");
        } else {
            String inside = text.substring(list.start() + 1, list.end() - 1).strip();
            String separator = inside.isEmpty() || inside.endsWith(",") ? "" : ", ";
            splices.insert(list.end() - 1, separator + "\"" + name + "\", ");
        }
        splices.insert(at, "  " + name + " : Tensor\n");
    }

    /** Declares a buffer as the last attribute. */
    static void addBuffer(Splices splices, String text, ScriptClass type, String name) {
        var list = BUFFERS.matcher(text).region(type.span().start(), type.span().end());
        if (list.find()) {
            String inside = list.group(1).strip();
            String separator = inside.isEmpty() || inside.endsWith(",") ? "" : ", ";
            splices.insert(list.end(1), separator + "\"" + name + "\", ");
        } else {
            splices.insert(lineEnd(text, type.span().start()), "  __buffers__ = [\"" + name + "\", ]\n");
        }
        addAttribute(splices, type, name, "Tensor");
    }

    static void addAttribute(Splices splices, ScriptClass type, String name, String attributeType) {
        splices.insert(type.attributesEnd(), "  " + name + " : " + attributeType + "\n");
    }

    static void removeAttribute(Splices splices, String text, ScriptClass type, String name) {
        type.attributes().stream()
                .filter(a -> a.name().equals(name))
                .forEach(a -> splices.replace(
                        lineStart(text, a.typeSpan().start()),
                        lineEnd(text, a.typeSpan().end()),
                        ""));
        if (type.parameters().contains(name)) {
            String list = type.parametersSpan().in(text);
            String without = list.replaceFirst("\"" + Pattern.quote(name) + "\"\\s*,?\\s*", "");
            splices.replace(type.parametersSpan().start(), type.parametersSpan().end(), without);
        }
    }

    /** The attribute keeps its place, its type and its entry in {@code __parameters__} or {@code __buffers__}. */
    static void renameAttribute(Splices splices, String text, ScriptClass type, String name, String to) {
        type.attributes().stream()
                .filter(a -> a.name().equals(name))
                .forEach(a -> splices.replace(
                        lineStart(text, a.typeSpan().start()), a.typeSpan().start(), "  " + to + " : "));
        var list = Pattern.compile("__(parameters|buffers)__ = \\[[^\\]\n]*\"(" + Pattern.quote(name) + ")\"")
                .matcher(text)
                .region(type.span().start(), type.span().end());
        if (list.find()) {
            splices.replace(list.start(2), list.end(2), to);
        }
    }

    /** What a method calls its {@code self}. */
    static String receiver(String text, ScriptClass.Method method) {
        var def = RECEIVER.matcher(method.span().in(text));
        return def.find() ? def.group(1) : "self";
    }

    /** {@code self.a}, or {@code getattr(self, "0")} where the name is no identifier. */
    static String member(String receiver, String name) {
        return name.matches("[A-Za-z_]\\w*") ? receiver + "." + name : "getattr(" + receiver + ", \"" + name + "\")";
    }

    /** As {@link #member}, for what lies deeper; the receiver itself for the empty path. */
    static String path(String receiver, String path) {
        String member = receiver;
        for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
            member = member(member, part);
        }
        return member;
    }

    static int lineStart(String text, int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    /** Start of the next line. */
    static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end + 1;
    }
}
