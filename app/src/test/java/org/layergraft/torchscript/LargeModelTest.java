package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Models larger than the heap, entries larger than four gigabytes or behind them, and more entries than 16 bits count. */
class LargeModelTest {

    private static final int HEAP = 64;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    private void assumeRoom(long megabytes) throws IOException {
        Assumptions.assumeTrue(
                Files.getFileStore(folder).getUsableSpace() / MEGABYTE > megabytes,
                "skipped: needs " + megabytes + " MB of room on the disk");
    }

    /** Numbers of float32 in so many megabytes, and one more. */
    private static long floats(long megabytes) {
        return megabytes * MEGABYTE / Float.BYTES + 1;
    }

    private Path source(List<Long> sizes) throws IOException {
        var source = folder.resolve("source.pt");
        LargeModel.make(source, sizes);
        return source;
    }

    private Path grafted(Path source) throws Exception {
        var target = folder.resolve("target.pt");
        var said = Forked.run(LargeModel.class, HEAP, Duration.ofSeconds(240), folder, source, target);
        assertEquals("saved", said.getLast());
        return target;
    }

    private static Content.InFile stored(ScriptModel model, int index) {
        return (Content.InFile) model.storages().get(String.valueOf(index));
    }

    private static float at(Content.InFile content, long offset) throws IOException {
        try (var channel = FileChannel.open(content.file())) {
            var bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            assertEquals(Float.BYTES, channel.read(bytes, content.offset() + offset));
            return bytes.flip().getFloat();
        }
    }

    private static void assertTensors(ScriptModel model, List<Long> sizes) throws IOException {
        for (int i = 0; i < sizes.size(); i++) {
            var content = stored(model, i);
            long length = sizes.get(i) * Float.BYTES;
            assertEquals(length, content.length());
            assertEquals(i, at(content, 0));
            assertEquals(0, at(content, length / 2));
            assertEquals(i + 0.5f, at(content, length - Float.BYTES));
        }
    }

    @Test
    void aModelTwentyTimesTheHeapIsOpenedGraftedAndSaved() throws Exception {
        assumeRoom(3_000);
        var sizes = List.of(floats(1), floats(700), floats(300), floats(280));
        var source = source(sizes);

        var target = grafted(source);

        var before = ScriptReader.read(source);
        var after = ScriptReader.read(target);
        assertTensors(before, sizes);
        assertTensors(after, sizes);
        for (int i = 0; i < sizes.size(); i++) {
            assertEquals(stored(before, i).crc(), stored(after, i).crc());
            assertEquals(0, stored(after, i).offset() % 64);
        }
        var graph = ModelGraphs.read(after);
        assertEquals(
                "class_embed",
                graph.parameters().stream()
                        .map(p -> p.name())
                        .sorted()
                        .findFirst()
                        .orElseThrow());
        assertEquals("0.5 1.5 2.5 3.5", PythonZip.lastFloats(target, "m/data/0", "m/data/1", "m/data/2", "m/data/3"));
    }

    @Test
    void entriesLargerThanFourGigabytesAndBehindThemAreRead() throws Exception {
        var sizes = List.of(floats(1), floats(4_200), floats(2));
        var model = ScriptReader.read(source(sizes));

        assertTensors(model, sizes);
        assertTrue(stored(model, 2).offset() > 1L << 32);
        assertEquals(3, ModelGraphs.read(model).parameters().size());
        assertEquals(PythonZip.listing(model.file()), listing(model.file()));
    }

    /** The same on the way out. Writes 4 GB, and PyTorch then reads them. */
    @Test
    @EnabledIfSystemProperty(named = "layergraft.large", matches = "true", disabledReason = "-Dlayergraft.large=true")
    void entriesLargerThanFourGigabytesAndBehindThemAreWritten() throws Exception {
        assumeRoom(10_000);
        var sizes = List.of(floats(1), floats(4_200), floats(2));

        var target = grafted(source(sizes));

        assertTensors(ScriptReader.read(target), sizes);
        assertTrue(stored(ScriptReader.read(target), 2).offset() > 1L << 32);
        assertEquals(PythonZip.listing(target), listing(target));
        assertEquals("0.5 1.5 2.5", PythonZip.lastFloats(target, "m/data/0", "m/data/1", "m/data/2"));
        PythonTorch.assumePresent();
        assertEquals(
                "0.0 0.5\n1.0 1.5\n2.0 2.5\n", PythonTorch.run(script("first_and_last.py"), target, "p0", "p1", "p2"));
    }

    @Test
    void whatPythonWritesBeyondFourGigabytesIsRead() throws Exception {
        var file = folder.resolve("python.zip");
        PythonZip.run("wide", file);

        assertEquals(PythonZip.listing(file), listing(file));
        assertEquals(1L << 32 | 5, entries(file).get("m/large").length());
        assertTrue(entries(file).get("m/behind").offset() > 1L << 32);
        assertEquals("behind", new String(ScriptEntries.bytes(entries(file).get("m/behind"))));
    }

    @Test
    void moreEntriesThanSixteenBitsCountAreReadFromPython() throws Exception {
        var file = folder.resolve("python.zip");
        PythonZip.run("many", file);

        assertEquals(70_000, entries(file).size());
        assertEquals(PythonZip.listing(file), listing(file));
    }

    @Test
    void moreEntriesThanSixteenBitsCountAreReadByPythonAndPytorch() throws Exception {
        var small = ScriptReader.read(Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt"));
        var others = new LinkedHashMap<>(small.others());
        for (int i = 0; i < 70_000; i++) {
            others.put("extra/note" + i, new Content.InMemory(String.valueOf(i).getBytes()));
        }
        var file = folder.resolve("many.pt");
        ScriptWriter.write(small.with(small.code(), small.module(), small.storages(), others), file);

        assertEquals(PythonZip.listing(file), listing(file));
        assertEquals("None\n", PythonZip.run("test", file));
        assertEquals(others.keySet(), ScriptReader.read(file).others().keySet());
        PythonTorch.assumePresent();
        assertEquals("69999\n", PythonTorch.run(script("extra_file.py"), file, "note69999"));
    }

    private static String script(String name) throws Exception {
        return Path.of(LargeModelTest.class.getResource(name).toURI()).toString();
    }

    private static TreeMap<String, Content.InFile> entries(Path file) throws Exception {
        try (var channel = FileChannel.open(file)) {
            return new TreeMap<>(ZipDirectory.read(channel, file, FileStamp.of(file)));
        }
    }

    /** As {@code zips.py} lists them. */
    private static List<String> listing(Path file) throws Exception {
        var lines = new ArrayList<String>();
        entries(file)
                .forEach((name, content) ->
                        lines.add(name + " " + content.length() + " " + Integer.toUnsignedLong(content.crc())));
        return lines;
    }
}
