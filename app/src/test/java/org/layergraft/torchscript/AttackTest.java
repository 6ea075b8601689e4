package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;

/**
 * Archives made to harm whoever opens them. All are opened in one process with a small heap; each is refused with a sentence or read as
 * what it is, within five seconds, and no file appears where none belongs.
 */
class AttackTest {

    private static final int HEAP = 256;
    private static final int SLOWEST_MILLIS = 5_000;
    private static final byte[] CODE = code("    return x\n");

    @TempDir
    Path folder;

    private Path archives;
    private final Map<String, String> expected = new TreeMap<>();

    private interface Making {
        void write(SparseZip zip) throws IOException;
    }

    private Path file(String name, String outcome) {
        expected.put(name + ".pt", outcome);
        return archives.resolve(name + ".pt");
    }

    private void zip(String name, String outcome, Making making) throws IOException {
        try (var zip = new SparseZip(file(name, outcome))) {
            making.write(zip);
        }
    }

    /** A model with this state and code, and whatever else. */
    private void model(String name, String outcome, byte[] pickle, byte[] code, Making more) throws IOException {
        zip(name, outcome, zip -> {
            zip.add("m/data.pkl", pickle);
            zip.add("m/code/__torch__.py", code);
            zip.add("m/constants.pkl", PickleWriter.write(new Value.Tuple(List.of())));
            zip.add("m/data/0", new byte[16]);
            more.write(zip);
        });
    }

    private void model(String name, String outcome, byte[] pickle, byte[] code) throws IOException {
        model(name, outcome, pickle, code, _ -> {});
    }

    private static byte[] code(String body) {
        return ("class M(Module):\n  __parameters__ = [\"w\", ]\n  __buffers__ = []\n  w : Tensor\n"
                        + "  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pickle(long elements, long offset, List<Long> sizes, List<Long> strides) {
        var weight = new Value.Tensor(
                "0", "FloatStorage", "cpu", elements, offset, new Shape(sizes), strides, true, DType.FLOAT32);
        return PickleWriter.write(new Value.Instance(
                "__torch__.M", new Value.Dict(List.of(Map.entry(new Value.Text("w"), weight)), "")));
    }

    private static byte[] pickle() {
        return pickle(4, 0, List.of(4L), List.of(1L));
    }

    /** An object of class M whose state these opcodes leave on the stack. */
    private static byte[] state(String opcodes) {
        return ("\u0080\2c__torch__\nM\n)\u0081" + opcodes + "b.").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void patch(Path file, long fromEnd, long value) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value), channel.size() - fromEnd);
        }
    }

    private void zipAttacks() throws IOException {
        model("overlapping", "archive.damagedEntry", pickle(), CODE, zip -> {
            zip.add("m/extra/0", new byte[0], 100_000_000, new byte[0]);
            for (int i = 1; i < 10_000; i++) {
                zip.alias("m/extra/" + i);
            }
        });
        model("duplicates", "archive.damagedEntry", pickle(), CODE, zip -> {
            zip.add("m/extra/a", new byte[1]);
            zip.add("m/extra/a", new byte[2]);
        });
        // libtorch, too, believes the directory.
        model("other-local-name", "opened", pickle(), CODE, zip -> {
            zip.add("m/extra/local", new byte[1]);
            zip.rename("m/extra/central");
        });
        model("many-entries", "archive.tooManyEntries", pickle(), CODE, zip -> {
            zip.add("m/extra/0", new byte[0]);
            for (int i = 1; i < 400_000; i++) {
                zip.alias("m/" + i);
            }
        });
        for (var way : List.of("../../x", "/x", "\\x", "C:\\x", "a/../../../x", "")) {
            model("path-" + Integer.toHexString(way.hashCode()), "opened", pickle(), CODE, zip -> {
                zip.add("m/extra/" + way + "1", new byte[1]);
                zip.add("m/" + way + "2", new byte[1]);
                zip.add("m/code/" + way + "3.py", new byte[1]);
                zip.add("m/data/" + way + "4", new byte[1]);
                zip.add(way + "5", new byte[1]);
            });
        }
        for (long count : List.of(1L << 62, -1L, Long.MIN_VALUE, 1L << 31, 1_000L)) {
            var name = "count-" + Long.toHexString(count);
            boolean fits = count > 0 && count < 1 << 18;
            model(name, fits || count < 0 ? "archive.damagedZip" : "archive.tooManyEntries", pickle(), CODE);
            patch(archives.resolve(name + ".pt"), 98 - 32, count);
        }
        // A directory of almost two gigabytes, most of it a hole.
        model(
                "large-directory",
                "archive.tooManyEntries",
                pickle(),
                CODE,
                zip -> zip.add("m/extra/0", new byte[0], 1_900_000_000, new byte[0]));
        patch(archives.resolve("large-directory.pt"), 98 - 48, 0);
        patch(archives.resolve("large-directory.pt"), 98 - 40, 1_900_000_000L);
        model("negative-place", "archive.damagedZip", pickle(), CODE);
        patch(archives.resolve("negative-place.pt"), 98 - 48, -5);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file("deflated-zeros", "archive.damagedTensor")))) {
            zip.setLevel(1);
            for (var entry : Map.of(
                            "m/data.pkl", pickle(1L << 40, 0, List.of(1L << 40), List.of(1L)), "m/code/a.py", CODE)
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            zip.putNextEntry(new ZipEntry("m/constants.pkl"));
            zip.putNextEntry(new ZipEntry("m/data/0"));
            for (int i = 0; i < 300; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
    }

    private void tensorAttacks() throws IOException {
        long huge = 1L << 62;
        model("huge-storage", "archive.damagedTensor", pickle(huge, 0, List.of(huge), List.of(1L)), CODE);
        model("huge-size", "archive.damagedTensor", pickle(4, 0, List.of(huge), List.of(1L)), CODE);
        model("huge-sizes", "archive.damagedPickle", pickle(4, 0, List.of(huge, huge), List.of(0L, 0L)), CODE);
        // One number that every element shows: torch.expand makes such views.
        model("huge-view", "opened", pickle(4, 0, List.of(huge), List.of(0L)), CODE);
        model("huge-stride", "archive.damagedPickle", pickle(4, 0, List.of(3L), List.of(Long.MAX_VALUE)), CODE);
        model("offset-overflow", "archive.damagedPickle", pickle(4, Long.MAX_VALUE, List.of(4L), List.of(1L)), CODE);
        model("offset-behind", "archive.damagedTensor", pickle(4, 4, List.of(1L), List.of(1L)), CODE);
        model("negative-size", "archive.damagedPickle", pickle(4, 0, List.of(-1L), List.of(1L)), CODE);
        model("negative-stride", "archive.damagedPickle", pickle(4, 3, List.of(4L), List.of(-1L)), CODE);
        model("negative-offset", "archive.damagedPickle", pickle(4, -1, List.of(4L), List.of(1L)), CODE);
        model("negative-storage", "archive.damagedPickle", pickle(-4, 0, List.of(4L), List.of(1L)), CODE);
    }

    private void pickleAttacks() throws IOException {
        model("own-state", "archive.damagedPickle", state("q\1h\1"), CODE);
        model("list-in-itself", "archive.damagedPickle", state("]q\1h\1a"), CODE);
        model("dict-in-itself", "archive.damagedPickle", state("}q\1X\1\0\0\0ah\1s"), CODE);
        var laughs = new StringBuilder("]q\2");
        for (int i = 3; i < 120; i++) {
            laughs.append("](")
                    .append(("h" + (char) (i - 1)).repeat(20))
                    .append("eq")
                    .append((char) i);
        }
        model("billion-laughs", "opened", state("}X\1\0\0\0a(" + laughs + "ts"), CODE);
        var memo = new ByteArrayOutputStream();
        memo.writeBytes("\u0080\2c__torch__\nM\n)\u0081}X\1\0\0\0a]".getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 2_000_000; i++) {
            memo.writeBytes(ByteBuffer.allocate(5)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 'r')
                    .putInt(i)
                    .array());
        }
        memo.writeBytes("sb.".getBytes(StandardCharsets.ISO_8859_1));
        model("memo", "opened", memo.toByteArray(), CODE);
        model("far-memo", "opened", state("}X\1\0\0\0aKar\u00ff\u00ff\u00ff\u007fs"), CODE);
        model("deep-lists", "archive.tooDeep", state("]".repeat(200_000) + "a".repeat(199_999)), CODE);
        model("deep-tuples", "archive.tooDeep", state(")" + "\u0085".repeat(400_000)), CODE);
        model("marks", "archive.damagedPickle", state("(".repeat(1_000_000)), CODE);
        model("long-text", "archive.damagedPickle", state("X\u00ff\u00ff\u00ff\u007f"), CODE);
        model("long-number", "archive.damagedPickle", state("\u008b\u00ff\u00ff\u00ff\u007f"), CODE);
        model("command", "archive.refusedName", state("cos\nsystem\nX\1\0\0\0a\u0085R"), CODE);
    }

    private void codeAttacks() throws IOException {
        int many = 100_000;
        for (var body : Map.of(
                        "brackets", "    return " + "(".repeat(many) + "x" + ")".repeat(many),
                        "open-brackets", "    return " + "[".repeat(many),
                        "calls", "    return " + "f(".repeat(many) + "x" + ")".repeat(many),
                        "minus", "    return " + "-".repeat(many) + "1",
                        "attributes", "    return x" + ".a".repeat(many),
                        "not", "    return " + "not ".repeat(many) + "x",
                        "lambda", "    return " + "lambda: ".repeat(many) + "x",
                        "strings", "    return \"" + "\\".repeat(many),
                        "commas", "    return (" + ",".repeat(many),
                        "nonsense", "    " + "= ) ] if else : \" ".repeat(many / 3))
                .entrySet()) {
            model("code-" + body.getKey(), "code.", pickle(), code(body.getValue() + "\n"));
        }
        var ifs = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            ifs.append(" ".repeat(4 + i)).append("if x:\n");
        }
        model("code-ifs", "code.", pickle(), code(ifs + " ".repeat(4_000) + "pass\n"));
        // An odd number of open strings and blocks: tree-sitter's scanner overran its buffer and ended the process.
        model("code-ifs-string", "code.", pickle(), code(ifs + " ".repeat(4_000) + "y = \"a\"\n"));
        // Each method calls the one before twice, and so does each function: a million million calls in all.
        var methods = new StringBuilder("    return (self).m40(x, )\n");
        var functions = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            methods.append("  def m%d(self: __torch__.M,\n    x: Tensor) -> Tensor:\n".formatted(i));
            methods.append("    a = (self).m%d(x, )\n    return (self).m%d(a, )\n".formatted(i - 1, i - 1));
            functions.append("def f%d(x: Tensor) -> Tensor:\n".formatted(i));
            functions.append("  a = __torch__.f%d(x, )\n  return __torch__.f%d(a, )\n".formatted(i - 1, i - 1));
        }
        methods.append("  def m0(self: __torch__.M,\n    x: Tensor) -> Tensor:\n    return torch.relu(x)\n");
        functions.append("def f0(x: Tensor) -> Tensor:\n  return torch.relu(x)\n");
        model("code-methods", "opened", pickle(), code(methods.toString()));
        model(
                "code-functions",
                "opened",
                pickle(),
                (new String(code("    return __torch__.f40(x, )\n"), StandardCharsets.UTF_8) + functions)
                        .getBytes(StandardCharsets.UTF_8));
        moduleAttack();
        model("code-recursion", "opened", pickle(), code("    return (self).forward((self).forward(x, ), )\n"));
    }

    /** Each module holds the next under two names: as many paths as there are calls above. */
    private void moduleAttack() throws IOException {
        var code = new StringBuilder();
        Value inner = new Value.Instance("__torch__.M40", new Value.Dict(List.of(), ""));
        for (int i = 39; i >= 0; i--) {
            inner = new Value.Instance(
                    "__torch__.M" + i,
                    new Value.Dict(
                            List.of(Map.entry(new Value.Text("a"), inner), Map.entry(new Value.Text("b"), inner)), ""));
            code.append("""
                class M%1$d(Module):
                  __parameters__ = []
                  __buffers__ = []
                  a : __torch__.M%2$d
                  b : __torch__.M%2$d
                  def forward(self: __torch__.M%1$d,
                    x: Tensor) -> Tensor:
                    a = self.a
                    b = self.b
                    return (b).forward((a).forward(x, ), )
                """.formatted(i, i + 1));
        }
        code.append("""
            class M40(Module):
              __parameters__ = []
              __buffers__ = []
              def forward(self: __torch__.M40,
                x: Tensor) -> Tensor:
                return torch.relu(x)
            """);
        model("modules", "opened", PickleWriter.write(inner), code.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingHarmsTheReader() throws Exception {
        archives = Files.createDirectories(folder.resolve("in/archives"));
        var temporary = Files.createDirectory(folder.resolve("temporary"));
        var copies = Files.createDirectories(folder.resolve("out/copies"));
        zipAttacks();
        tensorAttacks();
        pickleAttacks();
        codeAttacks();

        var lines =
                Forked.run(Attack.class, HEAP, Duration.ofMinutes(4), temporary, archives, copies.resolve("copy.pt"));

        assertEquals("done", lines.getLast());
        var wrong = new TreeMap<String, String>();
        for (var line : lines.subList(0, lines.size() - 1)) {
            var words = line.split(" ");
            var wanted = expected.remove(words[0]);
            boolean fits = wanted.endsWith(".") ? words[1].startsWith(wanted) : words[1].equals(wanted);
            if (!fits || Long.parseLong(words[2]) > SLOWEST_MILLIS) {
                wrong.put(line, wanted);
            }
        }
        assertEquals(Map.of(), wrong);
        assertEquals(Map.of(), expected);
        try (var files = Files.walk(folder)) {
            var strange = files.filter(f -> Files.isRegularFile(f) && !f.startsWith(archives))
                    .filter(f -> !f.startsWith(temporary))
                    .toList();
            assertTrue(strange.isEmpty(), strange.toString());
        }
    }
}
