package org.layergraft.torchscript;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptClass.Span;

/**
 * A function of a Python file, as far as lines can be added to it. All places count chars in its own text.
 */
public final class PythonFunction {
    /** An indented function stands alone nowhere in Python. */
    private static final String HOLDER = "class _:\n";

    private final String text;
    private final int bodyStart;
    private final Syntax syntax;
    private final int shift;

    private PythonFunction(String text, int bodyStart, Syntax syntax, int shift) {
        this.text = text;
        this.bodyStart = bodyStart;
        this.syntax = syntax;
        this.shift = shift;
    }

    /**
     * A statement.
     *
     * @param span without its indentation
     * @param target the name that gets the value, in {@code name = value}; "" otherwise
     * @param value the returned or assigned value, where it is a {@code return} or an assignment
     */
    public record Statement(Span span, boolean isReturn, String target, Optional<Span> value) {}

    /** Empty when the text is no function that can be read, or one on a single line, where no line can be added. */
    public static Optional<PythonFunction> of(PythonOrigin origin) {
        String text = origin.source();
        boolean indented = !text.isEmpty() && Character.isWhitespace(text.charAt(0));
        String held = indented ? HOLDER + text : text;
        try (var reader = new SyntaxReader()) {
            var module = reader.read(origin.shortFile(), held);
            return walk(module)
                    .filter(s -> s.is("function_definition"))
                    .findFirst()
                    .flatMap(definition -> of(text, definition, held.length() - text.length()));
        } catch (LayergraftException _) {
            return Optional.empty();
        }
    }

    private static Optional<PythonFunction> of(String text, Syntax definition, int shift) {
        return definition
                .child("body")
                .filter(body -> !body.children().isEmpty())
                .filter(body -> startsLine(text, body.children().getFirst().start() - shift))
                .map(body -> {
                    var statements = body.children();
                    boolean docstring = statements.size() > 1
                            && statements.getFirst().is("expression_statement")
                            && statements.getFirst().children().stream().anyMatch(c -> c.is("string"));
                    int first = (docstring ? statements.get(1) : statements.getFirst()).start() - shift;
                    int lineStart = text.lastIndexOf('\n', first - 1) + 1;
                    return new PythonFunction(text, lineStart, definition, shift);
                });
    }

    private static boolean startsLine(String text, int place) {
        return text.substring(text.lastIndexOf('\n', place - 1) + 1, place).isBlank();
    }

    private static boolean endsLine(String text, int place) {
        int end = text.indexOf('\n', place);
        String rest = text.substring(place, end < 0 ? text.length() : end).strip();
        return rest.isEmpty() || rest.startsWith("#");
    }

    /** As it stands in the file, indented. */
    public String text() {
        return text;
    }

    /** {@code forward}. */
    public String name() {
        return syntax.child("name").map(n -> span(n).in(text)).orElse("");
    }

    /** What a method calls its object: its first parameter. */
    public String receiver() {
        return syntax.child("parameters").stream()
                .flatMap(p -> p.children().stream())
                .findFirst()
                .map(p -> p.is("identifier")
                        ? p
                        : p.children().isEmpty() ? p : p.children().getFirst())
                .map(p -> span(p).in(text))
                .orElse("self");
    }

    /** First char of the first statement's line, behind the docstring if there is one. */
    public int bodyStart() {
        return bodyStart;
    }

    /** Indentation of the line that a place is in. */
    public String indent(int place) {
        int start = text.lastIndexOf('\n', place - 1) + 1;
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    /**
     * The whole expression that {@code origin} points into: for the function of a call, the call. PyTorch's end of a function that
     * is a method of a call's result lies a few chars before its real end, one for every bracket that closes there.
     */
    public Optional<Span> expression(Span origin) {
        int start = origin.start() + shift;
        int end = origin.end() + shift;
        var exact = walk(syntax)
                .filter(s -> s.start() == start && s.end() == end && isExpression(s))
                .filter(s -> !isCalled(s))
                .findFirst();
        return walk(syntax)
                .filter(s -> s.is("call"))
                .filter(s -> s.child("function")
                        .filter(f -> f.start() == start && f.end() >= end && lastName(f) < end)
                        .isPresent())
                .min(Comparator.comparingInt(Syntax::end))
                .or(() -> exact)
                .map(this::span);
    }

    private boolean isCalled(Syntax expression) {
        return walk(syntax)
                .filter(s -> s.is("call"))
                .anyMatch(s -> s.child("function").filter(expression::equals).isPresent());
    }

    /** Where the name of a function begins, its object left out. */
    private static int lastName(Syntax function) {
        return function.child("attribute").map(Syntax::start).orElse(function.start());
    }

    private static boolean isExpression(Syntax syntax) {
        return !syntax.is("expression_statement") && !syntax.is("argument_list") && !syntax.is("block");
    }

    /** The innermost statement on lines of its own around a place; empty for a condition of a loop or a comprehension's inside. */
    public Optional<Statement> statement(Span inside) {
        int start = inside.start() + shift;
        int end = inside.end() + shift;
        boolean repeated = walk(syntax)
                .filter(s -> s.start() <= start && s.end() >= end)
                .anyMatch(s -> s.kind().endsWith("comprehension") || s.is("generator_expression") || s.is("lambda"));
        return walk(syntax)
                .filter(s -> s.is("return_statement") || s.is("expression_statement"))
                .filter(s -> s.start() <= start && s.end() >= end)
                .filter(_ -> !repeated)
                .min(Comparator.comparingInt(s -> s.end() - s.start()))
                .filter(s -> startsLine(text, s.start() - shift) && endsLine(text, s.end() - shift))
                .map(this::statement);
    }

    /** Every {@code return} of this function, in text order; those of functions inside it are not its own. */
    public List<Statement> returns() {
        var found = new ArrayList<Statement>();
        returns(syntax.child("body").orElseThrow(), found);
        return List.copyOf(found);
    }

    private void returns(Syntax at, List<Statement> found) {
        for (var child : at.children()) {
            if (child.is("return_statement")) {
                found.add(statement(child));
            } else if (!child.is("function_definition") && !child.is("lambda")) {
                returns(child, found);
            }
        }
    }

    private Statement statement(Syntax syntax) {
        if (syntax.is("return_statement")) {
            return new Statement(
                    span(syntax),
                    true,
                    "",
                    syntax.children().stream().findFirst().map(this::span));
        }
        var assignment = syntax.kinds("assignment").stream().findFirst();
        String target = assignment
                .flatMap(a -> a.child("left"))
                .filter(left -> left.is("identifier"))
                .map(left -> span(left).in(text))
                .orElse("");
        return new Statement(
                span(syntax),
                false,
                target,
                assignment.flatMap(a -> a.child("right")).map(this::span));
    }

    private Span span(Syntax syntax) {
        return new Span(syntax.start() - shift, syntax.end() - shift);
    }

    private static Stream<Syntax> walk(Syntax syntax) {
        return Stream.concat(Stream.of(syntax), syntax.children().stream().flatMap(PythonFunction::walk));
    }
}
