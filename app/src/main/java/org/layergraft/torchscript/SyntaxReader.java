package org.layergraft.torchscript;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.layergraft.text.LayergraftException;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSParserProgress;
import org.treesitter.TSReader;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;
import org.treesitter.TreeSitterPython;

/** Parses units with tree-sitter and copies the trees into the JVM. Use it from one thread and close it. */
public final class SyntaxReader implements AutoCloseable {

    /** No model nests its text this deep; what does would only overflow the stack of whoever walks it. */
    private static final int DEEPEST = 1_000;

    /** Of all units of a model together, far beyond the largest there are: a syntax tree is many times as large as its text. */
    private static final int MOST_NODES = 1_500_000;

    /** Nothing inside them matters here. Most of the time goes into asking native code, so what is not needed is not asked. */
    private static final Set<String> LEAVES =
            Set.of("identifier", "integer", "float", "true", "false", "none", "string", "type", "pass_statement");

    /**
     * Different indentations in one text. The grammar's scanner keeps its open blocks in 1024 bytes, two for a block and at most 257 for
     * strings, and more of them end the process; its stack only ever grows by a wider indentation than the last.
     */
    private static final int MOST_INDENTATIONS = 300;

    private static final int TAB = 8;
    private static final int UNKNOWN = -1;

    /** Of this thread's time that parsing may take, for a whole model and for every byte of it: several times what it does take. */
    private static final long NANOS = 4_000_000_000L;

    private static final long NANOS_PER_BYTE = 6_000;

    private final TSLanguage language = new TreeSitterPython();
    private final TSParser parser = new TSParser();
    private final Map<String, Syntax> read = new HashMap<>();
    private final Map<Integer, String> fields = new HashMap<>();
    private final Map<Integer, String> kinds = new HashMap<>();
    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final long nanos;
    private final long nanosPerByte;
    private int nodes;
    private long words;
    private long bytes;
    private long parsing;

    /** Starts with the whole budget of time. */
    public SyntaxReader() {
        this(NANOS, NANOS_PER_BYTE);
    }

    SyntaxReader(long nanos, long nanosPerByte) {
        this.nanos = nanos;
        this.nanosPerByte = nanosPerByte;
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
    public Syntax read(String unit, String text) throws LayergraftException {
        var ascii = skeleton(text);
        var known = read.get(ascii);
        if (known != null) {
            return known;
        }
        try (var tree = parse(unit, ascii)) {
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

    private TSTree parse(String unit, String ascii) throws LayergraftException {
        words += words(ascii);
        if (words > MOST_NODES) {
            throw LayergraftException.input("torchscript", "code.tooMuch", unit, MOST_NODES);
        }
        refuseDeepBlocks(unit, ascii);
        byte[] text = ascii.getBytes(StandardCharsets.US_ASCII);
        bytes += text.length;
        TSReader reader = (buffer, at, _) -> {
            int some = Math.clamp(text.length - at, 0, buffer.length);
            System.arraycopy(text, Math.min(at, text.length), buffer, 0, some);
            return some;
        };
        long start = clock.getCurrentThreadCpuTime() - parsing;
        long most = Math.max(nanos, nanosPerByte * bytes);
        TSParserProgress tooLong = _ -> clock.getCurrentThreadCpuTime() - start > most;
        var tree =
                parser.parseWithOptions(new byte[1 << 14], null, reader, TSInputEncoding.TSInputEncodingUTF8, tooLong);
        if (tree == null) {
            throw LayergraftException.input("torchscript", "code.tooSlow", unit, most / 1_000_000_000);
        }
        parsing = clock.getCurrentThreadCpuTime() - start;
        return tree;
    }

    private static void refuseDeepBlocks(String unit, String ascii) throws LayergraftException {
        var widths = new BitSet();
        int different = 0;
        int width = 0;
        boolean leading = true;
        for (int i = 0; i < ascii.length(); i++) {
            switch (ascii.charAt(i)) {
                case ' ' -> width++;
                case '\t' -> width += TAB;
                case '\n', '\r', '\f' -> {
                    width = 0;
                    leading = true;
                }
                default -> {
                    if (leading && !widths.get(width)) {
                        widths.set(width);
                        different++;
                    }
                    leading = false;
                    if (different > MOST_INDENTATIONS) {
                        throw LayergraftException.input(
                                "torchscript", "code.tooDeep", unit, line(ascii, i), MOST_INDENTATIONS);
                    }
                }
            }
        }
    }

    /** Names and numbers: each of them becomes a node, so that what has too many need not be parsed to be refused. */
    private static long words(String ascii) {
        long words = 0;
        boolean inside = false;
        for (int i = 0; i < ascii.length(); i++) {
            boolean part = Character.isJavaIdentifierPart(ascii.charAt(i));
            words += part && !inside ? 1 : 0;
            inside = part;
        }
        return words;
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
