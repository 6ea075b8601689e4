package org.layergraft.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.layergraft.config.ConfigFile.Format;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;
import org.layergraft.torchscript.SyntaxReader;

/** Puts a key into a dictionary that is written in a file, in the manner of its other keys. */
final class Insertion {

    /** What may follow the last entry on its line, so that a line can come after it. */
    private static final Pattern REST = Pattern.compile("\\s*,?\\s*(?:#.*)?");

    private final ConfigFile file;
    private final String text;

    Insertion(ConfigFile file) {
        this.file = file;
        text = file.text();
    }

    /** Empty where the dictionary is not written as one, or the key cannot be. */
    Optional<TextEdit> into(ConfigValue.Dict dict, List<String> keys, ConfigValue value) throws LayergraftException {
        ConfigValue nested = Written.nested(keys.subList(1, keys.size()), value);
        return switch (file.format()) {
            case PYTHON -> python(dict, keys.getFirst(), nested);
            case JSON -> flow(dict, keys.getFirst(), nested, Format.JSON);
            case YAML ->
                text.startsWith("{", dict.span().start())
                        ? flow(dict, keys.getFirst(), nested, Format.YAML)
                        : block(dict, keys.getFirst(), nested);
        };
    }

    private Optional<TextEdit> python(ConfigValue.Dict dict, String key, ConfigValue value) throws LayergraftException {
        Optional<Syntax> node;
        try (var parser = new SyntaxReader()) {
            node = find(parser.read(file.path().toString(), Placeholders.masked(text)), dict.span());
        }
        if (node.isEmpty()) {
            return Optional.empty();
        }
        boolean call = node.get().is("call");
        if (call && !Written.isName(key)) {
            return Optional.empty();
        }
        List<Syntax> inside = call
                ? node.get().child("arguments").map(Syntax::children).orElse(List.of())
                : node.get().children();
        int open = call
                ? node.get().child("arguments").orElseThrow().start()
                : node.get().start();
        String entry = (call ? key + "=" : PythonWords.quoted(key) + ": ") + Written.python(value);
        return Optional.of(after(
                inside.stream().map(Syntax::end).reduce((_, last) -> last),
                inside.stream().map(Syntax::start).reduce((_, last) -> last),
                open,
                entry));
    }

    /** {@code dict(…)} or braces exactly there. */
    private Optional<Syntax> find(Syntax node, Span span) {
        if (node.start() == span.start() && node.end() == span.end()) {
            boolean literal = node.is("dictionary")
                    || node.is("call")
                            && node.child("function")
                                    .filter(f -> f.in(text).equals("dict"))
                                    .isPresent();
            if (literal) {
                return Optional.of(node);
            }
        }
        for (Syntax child : node.children()) {
            if (child.start() <= span.start() && child.end() >= span.end()) {
                Optional<Syntax> found = find(child, span);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<TextEdit> flow(ConfigValue.Dict dict, String key, ConfigValue value, Format format) {
        Optional<Entry> last = dict.entries().values().stream()
                .filter(e -> dict.span().holds(e.site().whole()))
                .reduce((a, b) -> a.site().whole().start() > b.site().whole().start() ? a : b);
        return Optional.of(after(
                last.map(e -> e.site().whole().end()),
                last.map(e -> e.site().whole().start()),
                dict.span().start(),
                Written.quoted(key) + ": " + Written.value(value, format)));
    }

    /** Behind the last entry, on a line of its own where the last one has one. */
    private TextEdit after(Optional<Integer> end, Optional<Integer> start, int open, String entry) {
        if (end.isEmpty()) {
            return new TextEdit(file, open + 1, open + 1, entry);
        }
        int lineStart = file.source().lineStart(start.get());
        String before = text.substring(lineStart, start.get());
        boolean own = before.isBlank() && lineStart > open;
        int behind = end.get();
        if (!own) {
            return new TextEdit(file, behind, behind, ", " + entry);
        }
        String line = file.source().lineEnd() + before + entry;
        int lineEnd = lineEnd(behind);
        String rest = text.substring(behind, lineEnd);
        if (!REST.matcher(rest).matches()) {
            return new TextEdit(file, behind, behind, "," + line);
        }
        return rest.stripLeading().startsWith(",")
                ? new TextEdit(file, lineEnd, lineEnd, line + ",")
                : new TextEdit(file, behind, lineEnd, "," + rest + line);
    }

    /** Before the line end that comes next. */
    private int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    /** A line more, indented as the others. */
    private Optional<TextEdit> block(ConfigValue.Dict dict, String key, ConfigValue value) {
        Optional<Entry> last = dict.entries().values().stream()
                .filter(e -> dict.span().holds(e.site().whole()))
                .reduce((a, b) -> a.site().whole().start() > b.site().whole().start() ? a : b);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        int indent = last.get().site().whole().column() - 1;
        String line = " ".repeat(indent) + (Written.isName(key) ? key : Written.quoted(key)) + ": "
                + Written.value(value, Format.YAML);
        int end = last.get().site().whole().end();
        int next = text.indexOf('\n', end);
        return Optional.of(
                next < 0
                        ? new TextEdit(
                                file,
                                text.length(),
                                text.length(),
                                file.source().lineEnd() + line)
                        : new TextEdit(
                                file, next + 1, next + 1, line + file.source().lineEnd()));
    }
}
