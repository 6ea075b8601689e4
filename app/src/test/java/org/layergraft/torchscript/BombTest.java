package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;

/** A few compressed kilobytes cannot make the reader take gigabytes or hours. */
class BombTest {

    @TempDir
    Path folder;

    private interface Body {
        void write(OutputStream out) throws Exception;
    }

    private Path archive(Map<String, Body> entries) throws Exception {
        var file = folder.resolve("bomb.pt");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(1);
            for (var entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry("m/" + entry.getKey()));
                entry.getValue().write(zip);
            }
        }
        return file;
    }

    private static Body text(String text, int times) {
        return out -> {
            byte[] some = text.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < times / 10_000; i++) {
                out.write(some);
            }
        };
    }

    private String refused(Body code, Body pickle) throws Exception {
        var file =
                archive(Map.of("code/__torch__.py", code, "data.pkl", pickle, "constants.pkl", out -> out.write(')')));
        return assertTimeout(
                Duration.ofSeconds(60),
                () -> assertThrows(LayergraftException.class, () -> ModelGraphs.read(ScriptReader.read(file)))
                        .problem()
                        .key());
    }

    @Test
    void codeThatGrowsWhenUnpacked() throws Exception {
        assertEquals("archive.tooLarge", refused(text("x = 1\n", 10_000_000), out -> out.write('.')));
    }

    @Test
    void aPickleThatGrowsWhenUnpacked() throws Exception {
        assertEquals("archive.tooLarge", refused(out -> out.write('\n'), text("]", 40_000_000)));
    }

    @Test
    void aPickleOfNothingButLists() throws Exception {
        assertEquals("archive.tooMany", refused(out -> out.write('\n'), text("]", 30_000_000)));
    }

    @Test
    void codeOfNothingButExpressions() throws Exception {
        var code = new TreeMap<>(Map.of("__torch__.py", "x = 1\n".repeat(1_000_000)));
        assertEquals(
                "code.tooMuch",
                assertThrows(LayergraftException.class, () -> ScriptCode.parse(code))
                        .problem()
                        .key());
    }

    @Test
    void codeThatTakesTooLong() {
        try (var reader = new SyntaxReader(1, 0)) {
            var told = assertThrows(LayergraftException.class, () -> reader.read("a.py", "x = 1\n".repeat(100_000)));
            assertEquals("code.tooSlow", told.problem().key());
        }
    }
}
