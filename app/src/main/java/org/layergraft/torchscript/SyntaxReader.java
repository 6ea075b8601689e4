package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.layergraft.text.LayergraftException;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterPython;

/** Parses units with tree-sitter and copies the trees into the JVM. Use it from one thread and close it. */
final class SyntaxReader implements AutoCloseable {

    /** No model nests its text this deep; what does would only overflow the stack of whoever walks it. */
    private static final int DEEPEST = 1_000;

    /** Of all units of a model together, far beyond the largest there are: a syntax tree is many times as large as its text. */
    private static final int MOST_NODES = 1_500_000;

    /** Nothing inside them matters here. Most of the time goes into asking native code, so what is not needed is not asked. */
    private static final Set<String> LEAVES =
            Set.of("identifier", "integer", "float", "true", "false", "none", "string", "type", "pass_statement");

    private static final int UNKNOWN = -1;

    private final TSLanguage language = new TreeSitterPython();
    private final TSParser parser = new TSParser();
    private final Map<String, Syntax> read = new HashMap<>();
    private final Map<Integer, String> fields = new HashMap<>();
    private final Map<Integer, String> kinds = new HashMap<>();
    private int nodes;

    SyntaxReader() {
        parser.setLanguage(language);
    }

    private static final class Open {
        final String kind;
        final String field;
        final int start;
        final int end;
        final List<Syntax> children = new ArrayList<>();

        Open(String kind, String field, int start, int end) {
            this.kind = kind;
            this.field = field;
            this.start = start;
            this.end = end;
        }

        Syntax close() {
            return new Syntax(kind, field, start, end, children.isEmpty() ? List.of() : children);
        }
    }

    /** @throws LayergraftException when the text is not in the dialect, naming unit and line */
    Syntax read(String unit, String text) throws LayergraftException {
        var ascii = skeleton(text);
        var known = read.get(ascii);
        if (known != null) {
            return known;
        }
        try (var tree = parser.parseString(null, ascii)) {
            var root = tree.getRootNode();
            if (root.hasError()) {
                throw LayergraftException.input("torchscript", "code.syntax", unit, line(text, firstError(root)));
            }
            try (var cursor = new TSTreeCursor(root)) {
                var syntax = copy(unit, ascii, cursor);
                read.put(ascii, syntax);
                return syntax;
            }
        }
    }

    private Syntax copy(String unit, String ascii, TSTreeCursor cursor) throws LayergraftException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(open(ascii, cursor, cursor.currentNode(), "module", UNKNOWN));
        var skipping = false;
        while (true) {
            if (!skipping && !LEAVES.contains(open.element().kind) && cursor.gotoFirstChild()) {
                skipping = enter(ascii, cursor, open, open.element().start);
            } else {
                while (true) {
                    if (skipping) {
                        skipping = false;
                    } else {
                        var done = open.pop().close();
                        if (open.isEmpty()) {
                            return done;
                        }
                        open.element().children.add(done);
                    }
                    if (cursor.gotoNextSibling()) {
                        skipping = enter(ascii, cursor, open, UNKNOWN);
                        break;
                    }
                    cursor.gotoParent();
                }
            }
            if (++nodes > MOST_NODES) {
                throw LayergraftException.input("torchscript", "code.tooMuch", unit, MOST_NODES);
            }
            if (open.size() > DEEPEST) {
                throw LayergraftException.input(
                        "torchscript", "code.tooDeep", unit, line(ascii, open.element().start), DEEPEST);
            }
        }
    }

    /** True when the cursor stands on punctuation or a comment, which have no place in the copy. */
    private boolean enter(String ascii, TSTreeCursor cursor, Deque<Open> open, int start) {
        var node = cursor.currentNode();
        var kind = kind(node);
        if (kind.isEmpty()) {
            return true;
        }
        open.push(open(ascii, cursor, node, kind, start));
        return false;
    }

    /** @param start where the node starts if that is known: a first child starts with its parent */
    private Open open(String ascii, TSTreeCursor cursor, TSNode node, String kind, int start) {
        var field = fields.computeIfAbsent(cursor.currentFieldId(), id -> id == 0 ? "" : language.fieldNameForId(id));
        var first = start == UNKNOWN ? node.getStartByte() : start;
        var end = kind.equals("identifier") ? wordEnd(ascii, first) : node.getEndByte();
        return new Open(kind, field, first, end);
    }

    private static int wordEnd(String ascii, int start) {
        var end = start;
        while (end < ascii.length() && Character.isJavaIdentifierPart(ascii.charAt(end))) {
            end++;
        }
        return end;
    }

    /** "" for punctuation, keywords and comments. By symbol, because every question to a node crosses into native code. */
    private String kind(TSNode node) {
        return kinds.computeIfAbsent(
                node.getSymbol(),
                _ -> !node.isNamed()
                                || node.getType().equals("comment")
                                || node.getType().equals("line_continuation")
                        ? ""
                        : node.getType());
    }

    private static int firstError(TSNode root) {
        var node = root;
        while (!node.isError() && !node.isMissing()) {
            TSNode worse = null;
            for (var i = 0; i < node.getChildCount() && worse == null; i++) {
                var child = node.getChild(i);
                worse = child.hasError() || child.isMissing() ? child : null;
            }
            if (worse == null) {
                break;
            }
            node = worse;
        }
        return node.getStartByte();
    }

    /**
     * A text of the same length and syntax. tree-sitter counts bytes of UTF-8: with a letter for every char beyond ASCII its bytes
     * are our chars. With the same digit everywhere, the hundreds of layers that a traced model numbers are read once.
     */
    private static String skeleton(String text) {
        var chars = text.toCharArray();
        for (var i = 0; i < chars.length; i++) {
            if (chars[i] > 0x7e || chars[i] == 0) {
                chars[i] = 'x';
            } else if (chars[i] >= '0' && chars[i] <= '9') {
                chars[i] = '0';
            }
        }
        return new String(chars);
    }

    private static long line(String text, int place) {
        return 1
                + text.substring(0, Math.min(place, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    @Override
    public void close() {
        parser.close();
        language.close();
    }
}
