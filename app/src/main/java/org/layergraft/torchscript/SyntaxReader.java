package org.layergraft.torchscript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private final TSLanguage language = new TreeSitterPython();
    private final TSParser parser = new TSParser();
    private final Map<Integer, String> fields = new HashMap<>();
    private final Map<Integer, String> kinds = new HashMap<>();

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
        // tree-sitter counts bytes of UTF-8: one letter for every char beyond ASCII makes its bytes our chars.
        var ascii = asciiOnly(text);
        try (var tree = parser.parseString(null, ascii)) {
            var root = tree.getRootNode();
            if (root.hasError()) {
                throw LayergraftException.input("torchscript", "code.syntax", unit, line(text, firstError(root)));
            }
            try (var cursor = new TSTreeCursor(root)) {
                return copy(unit, text, cursor);
            }
        }
    }

    private Syntax copy(String unit, String text, TSTreeCursor cursor) throws LayergraftException {
        Deque<Open> open = new ArrayDeque<>();
        open.push(open(cursor, cursor.currentNode()));
        var depthOfUnnamed = 0;
        while (true) {
            if (depthOfUnnamed == 0 && cursor.gotoFirstChild()) {
                depthOfUnnamed = enter(cursor, open);
            } else {
                while (true) {
                    if (depthOfUnnamed > 0) {
                        depthOfUnnamed = 0;
                    } else {
                        var done = open.pop().close();
                        if (open.isEmpty()) {
                            return done;
                        }
                        open.element().children.add(done);
                    }
                    if (cursor.gotoNextSibling()) {
                        depthOfUnnamed = enter(cursor, open);
                        break;
                    }
                    cursor.gotoParent();
                }
            }
            if (open.size() > DEEPEST) {
                throw LayergraftException.input(
                        "torchscript", "code.tooDeep", unit, line(text, open.element().start), DEEPEST);
            }
        }
    }

    /** 1 when the cursor stands on punctuation or a comment, which have no place in the copy; 0 when a node was opened. */
    private int enter(TSTreeCursor cursor, Deque<Open> open) {
        var node = cursor.currentNode();
        if (!node.isNamed() || node.isExtra()) {
            return 1;
        }
        open.push(open(cursor, node));
        return 0;
    }

    private Open open(TSTreeCursor cursor, TSNode node) {
        var field = fields.computeIfAbsent(
                cursor.currentFieldId(), id -> id == 0 ? "" : language.fieldNameForId(id));
        var kind = kinds.computeIfAbsent(node.getSymbol(), _ -> node.getType());
        return new Open(kind, field, node.getStartByte(), node.getEndByte());
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

    private static String asciiOnly(String text) {
        var chars = text.toCharArray();
        for (var i = 0; i < chars.length; i++) {
            if (chars[i] > 0x7e || chars[i] == 0) {
                chars[i] = 'x';
            }
        }
        return new String(chars);
    }

    private static long line(String text, int place) {
        return 1 + text.substring(0, Math.min(place, text.length())).chars().filter(c -> c == '\n').count();
    }

    @Override
    public void close() {
        parser.close();
        language.close();
    }
}
