package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.layergraft.text.LayergraftException;

class ZipTest {

    private static Path file() throws IOException {
        var file = Files.createTempFile("layergraft", ".zip");
        file.toFile().deleteOnExit();
        return file;
    }

    private static Path written(Map<String, byte[]> entries) throws IOException, LayergraftException {
        var file = file();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var reader = ContentReader.ofTensors()) {
            var zip = new ZipWriter(channel, reader, _ -> {});
            for (var entry : entries.entrySet()) {
                zip.add(entry.getKey(), new Content.InMemory(entry.getValue()));
            }
            zip.finish();
        }
        return file;
    }

    private static SequencedMap<String, Content.InFile> read(Path file) throws IOException, LayergraftException {
        try (var channel = FileChannel.open(file)) {
            return ZipDirectory.read(channel, file, FileStamp.of(file));
        }
    }

    @Property(tries = 60)
    void whatIsWrittenIsReadByUsAndByJava(
            @ForAll @Size(max = 12)
                    Map<@AlphaChars @StringLength(min = 1, max = 90) String, @Size(max = 300) byte[]> entries)
            throws IOException, LayergraftException {
        var file = written(entries);

        var ours = read(file);
        assertEquals(new ArrayList<>(entries.keySet()), new ArrayList<>(ours.keySet()));
        try (var theirs = new ZipFile(file.toFile())) {
            assertEquals(entries.size(), theirs.size());
            for (var entry : entries.entrySet()) {
                var content = ours.get(entry.getKey());
                assertArrayEquals(entry.getValue(), ScriptEntries.bytes(content));
                assertEquals(0, content.offset() % 64, "aligned as PyTorch aligns");
                // Checks the checksum too.
                var stream = theirs.getInputStream(theirs.getEntry(entry.getKey()));
                assertArrayEquals(entry.getValue(), stream.readAllBytes());
            }
        }
        Files.delete(file);
    }

    @Property(tries = 30)
    void deflatedEntriesWithDataDescriptorsAreRead(@ForAll @Size(max = 70_000) byte[] bytes)
            throws IOException, LayergraftException {
        var file = file();
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setComment("PK a comment");
            zip.putNextEntry(new ZipEntry("folder/"));
            zip.putNextEntry(new ZipEntry("folder/entry"));
            zip.write(bytes);
        }

        var entries = read(file);
        assertEquals(1, entries.size());
        assertArrayEquals(bytes, ScriptEntries.bytes(entries.get("folder/entry")));
        Files.delete(file);
    }

    @Test
    void moreEntriesThanTheOldFormatCountsAreWrittenAndRead() throws IOException, LayergraftException {
        var entries = new LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 70_000; i++) {
            entries.put("e" + i, new byte[] {(byte) i});
        }
        var file = written(entries);

        assertEquals(70_000, read(file).size());
        try (var zip = new ZipFile(file.toFile())) {
            assertEquals(70_000, zip.size());
        }
    }

    @Test
    void sizesAndOffsetsInTheWideExtraFieldAreRead() throws IOException, LayergraftException {
        var file = file();
        byte[] name = "wide".getBytes(StandardCharsets.US_ASCII);
        byte[] data = "hello".getBytes(StandardCharsets.US_ASCII);
        var zip = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        zip.put(new byte[7]);
        zip.putInt(0x04034b50)
                .put(new byte[22])
                .putShort((short) 4)
                .putShort((short) 0)
                .put(name)
                .put(data);
        int directory = zip.position();
        zip.putInt(0x02014b50).put(new byte[16]).putInt(-1).putInt(-1);
        zip.putShort((short) 4)
                .putShort((short) 34)
                .putShort((short) 0)
                .put(new byte[8])
                .putInt(-1)
                .put(name);
        // A foreign field first, then ZIP64's: length, compressed length, header.
        zip.putShort((short) 0x5555).putShort((short) 2).putShort((short) 9);
        zip.putShort((short) 1).putShort((short) 24).putLong(5).putLong(5).putLong(7);
        int end = zip.position();
        zip.putInt(0x06064b50).putLong(44).putInt(0).putLong(0).putLong(1).putLong(1);
        zip.putLong(end - directory).putLong(directory);
        zip.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        zip.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0);
        Files.write(file, Arrays.copyOf(zip.array(), zip.position()));

        assertArrayEquals(data, ScriptEntries.bytes(read(file).get("wide")));
    }

    @Property(tries = 200)
    void aBrokenByteGivesASentenceOrTheEntriesButNoCrash(@ForAll int place, @ForAll byte value)
            throws IOException, LayergraftException {
        var file = written(Map.of("a", new byte[] {1, 2}, "b", new byte[] {3}));
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.floorMod(place, bytes.length)] = value;
        Files.write(file, bytes);

        try {
            for (var content : read(file).values()) {
                ScriptEntries.bytes(content);
            }
        } catch (LayergraftException told) {
            assertTrue(told.getMessage().contains(file.getFileName().toString()), told.getMessage());
        }
        Files.delete(file);
    }

    @Test
    void aLengthThatLiesIsToldNotAllocated() throws IOException, LayergraftException {
        var file = file();
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a"));
            zip.write(new byte[10]);
        }
        var honest = read(file).get("a");
        var lying = new Content.InFile(
                file, honest.offset(), honest.compressedLength(), 1 << 28, false, honest.crc(), honest.stamp());

        var told = assertThrows(LayergraftException.class, () -> ScriptEntries.bytes(lying));

        assertTrue(told.getMessage().contains("ends too early"), told.getMessage());
    }
}
