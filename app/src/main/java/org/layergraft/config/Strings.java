package org.layergraft.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.layergraft.config.PythonLiterals.Quoted;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Syntax;

/**
 * String literals, what f-strings put into them, and what MMEngine replaces in the text of a config before Python sees it:
 * {@code {{ fileDirname }}}, {@code {{ _base_.x }}} and {@code {{$NAME:default}}} (mmengine/config/config.py,
 * _substitute_predefined_vars, _substitute_env_variables, _pre_substitute_base_vars).
 */
final class Strings {

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$(\\w+)\\s*:\\s*(\\S*?)\\s*");
    private static final Pattern IN_TEXT =
            Pattern.compile("\\{\\{['\"]?\\s*(?:\\$(\\w+)\\s*:\\s*(\\S*?)|(\\w+))\\s*['\"]?\\}\\}");
    private static final Pattern BASE = Pattern.compile("_base_\\.([\\w.]+)");

    private final Expressions expressions;

    Strings(Expressions expressions) {
        this.expressions = expressions;
    }

    Live of(Syntax node) throws LayergraftException {
        Span at = expressions.code().span(node);
        if (node.is("string")) {
            return literal(expressions.code().in(node), at)
                    .<Live>map(text -> new Live.Leaf(new ConfigValue.Text(text, at)))
                    .orElseGet(() -> expressions.opaque(node));
        }
        var all = new StringBuilder();
        for (Syntax part : node.children()) {
            Optional<String> text = literal(expressions.code().in(part), at);
            if (text.isEmpty()) {
                return expressions.opaque(node);
            }
            all.append(text.get());
        }
        return new Live.Leaf(new ConfigValue.Text(all.toString(), at));
    }

    private Optional<String> literal(String source, Span at) throws LayergraftException {
        Optional<Quoted> parts = Quoted.of(source);
        if (parts.isEmpty() || parts.get().bytes()) {
            return Optional.empty();
        }
        Quoted quoted = parts.get();
        String body = replaced(quoted.body(), expressions.run().source.file(), expressions.run().environment);
        if (!quoted.formatted()) {
            return quoted.raw() ? Optional.of(PythonLiterals.newlines(body)) : PythonLiterals.unescaped(body);
        }
        return formatted(body, quoted.raw(), at);
    }

    /** The file's own names and what environment variables amount to. */
    static String replaced(String body, Path file, Environment environment) {
        if (!body.contains("{{")) {
            return body;
        }
        return IN_TEXT.matcher(body).replaceAll(found -> {
            Optional<String> value = found.group(1) != null
                    ? environment.value(found.group(1), found.group(2))
                    : predefined(found.group(3), file);
            return Matcher.quoteReplacement(value.orElse(found.group()));
        });
    }

    private static Optional<String> predefined(String name, Path file) {
        String whole = file.getFileName().toString();
        int dot = whole.lastIndexOf('.');
        String stem = dot > 0 ? whole.substring(0, dot) : whole;
        Map<String, String> names = Map.of(
                "fileDirname",
                file.getParent().toString().replace('\\', '/'),
                "fileBasename",
                whole,
                "fileBasenameNoExtension",
                stem,
                "fileExtname",
                whole.substring(stem.length()));
        return Optional.ofNullable(names.get(name));
    }

    private Optional<String> formatted(String body, boolean raw, Span at) throws LayergraftException {
        var result = new StringBuilder();
        var plain = new StringBuilder();
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            boolean doubled = i + 1 < body.length() && body.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                plain.append(c);
                i += 2;
            } else if (c == '{') {
                int end = closing(body, i);
                Optional<String> text =
                        raw ? Optional.of(plain.toString()) : PythonLiterals.unescaped(plain.toString());
                Optional<String> value = end < 0 ? Optional.empty() : field(body.substring(i + 1, end), at);
                if (text.isEmpty() || value.isEmpty() || result.length() > Budget.LONGEST_TEXT) {
                    return Optional.empty();
                }
                result.append(text.get()).append(value.get());
                plain.setLength(0);
                i = end + 1;
            } else {
                plain.append(c);
                i++;
            }
        }
        Optional<String> rest = raw ? Optional.of(plain.toString()) : PythonLiterals.unescaped(plain.toString());
        return rest.map(text -> result.append(text).toString());
    }

    private static int closing(String body, int open) {
        int depth = 0;
        for (int i = open; i < body.length(); i++) {
            char c = body.charAt(i);
            depth += c == '{' || c == '[' || c == '(' ? 1 : c == '}' || c == ']' || c == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** {@code value}, {@code value!r} or {@code value:.2f}. */
    private Optional<String> field(String written, Span at) throws LayergraftException {
        int colon = topLevel(written, ':');
        String spec = colon < 0 ? "" : written.substring(colon + 1);
        String expression = colon < 0 ? written : written.substring(0, colon);
        boolean repr = expression.endsWith("!r");
        if (repr || expression.endsWith("!s")) {
            expression = expression.substring(0, expression.length() - 2);
        }
        Optional<Live> value = expressions.inside("(" + expression.strip() + ")", at);
        return value.map(Freezer::freeze)
                .filter(v -> !(v instanceof ConfigValue.Opaque))
                .flatMap(v -> repr ? Optional.of(PythonWords.repr(v)) : FormatText.spec(v, spec));
    }

    private static int topLevel(String text, char wanted) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' || c == '(' || c == '{' ? 1 : c == ']' || c == ')' || c == '}' ? -1 : 0;
            if (c == wanted && depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** A set of a set is what {@code {{ … }}} looks like where it stands by itself. */
    Optional<Live> substituted(Syntax node) throws LayergraftException {
        if (node.children().size() != 1) {
            return Optional.empty();
        }
        Syntax inner = node.children().getFirst();
        Span at = expressions.code().span(node);
        if (inner.is("string") && expressions.code().in(node).startsWith("{{")) {
            String bare = expressions.code().in(inner);
            return environment(bare.substring(1, bare.length() - 1), at);
        }
        if (!inner.is("set") || inner.children().size() != 1) {
            return Optional.empty();
        }
        Syntax content = inner.children().getFirst();
        String text = expressions.code().in(content);
        if (content.is("string")) {
            return Quoted.of(text).flatMap(q -> environment(q.body(), at));
        }
        var base = BASE.matcher(text);
        return base.matches() ? base(base.group(1), at) : Optional.empty();
    }

    private Optional<Live> base(String path, Span at) {
        Live now = expressions.run().base;
        for (String key : path.split("\\.")) {
            Optional<Live> below = now instanceof Live.Table table ? table.get(key) : Optional.empty();
            if (below.isEmpty()) {
                expressions.run().note("note.noBase", at, path);
                return Optional.empty();
            }
            now = below.get();
        }
        return Optional.of(Freezer.thaw(Freezer.freeze(now), true));
    }

    /** What it amounts to is Python text again. */
    private Optional<Live> environment(String body, Span at) {
        var parts = ENVIRONMENT.matcher(body.strip());
        Optional<String> value = parts.matches()
                ? expressions.run().environment.value(parts.group(1), parts.group(2))
                : Optional.empty();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return expressions.inside(value.get(), at);
        } catch (LayergraftException tooMuch) {
            return Optional.empty();
        }
    }
}
