package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;

class NpzFileTest {

    @TempDir
    Path folder;

    @Provide
    Arbitrary<List<Long>> shapes() {
        return Arbitraries.longs().between(0, 4).list().ofMaxSize(4);
    }

    @Property(tries = 150)
    void everyElementArrivesWhateverTheOrderTheByteOrderAndTheCompression(
            @ForAll("shapes") List<Long> sizes,
            @ForAll boolean fortran,
            @ForAll boolean big,
            @ForAll boolean deflated,
            @ForAll @IntRange(min = 1, max = 3) int version)
            throws Exception {
        Shape shape = new Shape(sizes);
        int count = (int) shape.elements();
        ByteBuffer body = ByteBuffer.allocate(count * 4).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int place = 0; place < count; place++) {
            // The value of an element is its place in C order; written here in the order of the file.
            body.putInt(fortran ? placeInRowOrder(place, sizes) : place);
        }
        byte[] array = npy(version, (big ? ">" : "<") + "i4", fortran, sizes, body.array());
        Path file = Files.createTempFile("npz", ".npz");
        try {
            Files.write(file, zip("a.npy", array, deflated));
            HostTensor read = NpzFile.read(file).get("a");
            assertEquals(DType.INT32, read.dtype());
            assertEquals(shape, read.shape());
            for (int place = 0; place < count; place++) {
                assertEquals(place, read.data().getInt(place * 4));
            }
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 150)
    void damagedFilesEndInOneSentence(@ForAll @IntRange(min = 0, max = 400) int length, @ForAll byte noise)
            throws Exception {
        byte[] whole = zip("a.npy", npy(1, "<f4", false, List.of(5L), new byte[20]), false);
        byte[] damaged = Arrays.copyOf(whole, Math.min(length, whole.length - 1));
        if (damaged.length > 0) {
            damaged[damaged.length / 2] ^= noise;
        }
        Path file = Files.createTempFile("npz", ".npz");
        try {
            Files.write(file, damaged);
            var thrown = assertThrows(LayergraftException.class, () -> NpzFile.read(file));
            assertEquals(LayergraftException.Fault.INPUT, thrown.fault());
            assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aHeaderThatAsksForGigabytesGetsNone() throws Exception {
        Path file = folder.resolve("huge.npy");
        Files.write(file, npy(1, "<f4", false, List.of(1_000_000L, 400L), new byte[8]));
        assertEquals("npz.truncated", keyOf(file));
        Files.write(file, npy(1, "<f4", false, List.of(1L << 40, 1L << 40), new byte[8]));
        assertEquals("npz.large", keyOf(file));
    }

    @Test
    void typesWithoutTensorsAreNamed() throws Exception {
        Path file = folder.resolve("objects.npy");
        Files.write(file, npy(1, "|O", false, List.of(1L), new byte[8]));
        var thrown = assertThrows(LayergraftException.class, () -> NpzFile.read(file));
        assertEquals("npz.type", thrown.problem().key());
        assertTrue(thrown.getMessage().contains("|O"));
    }

    @Test
    void aMissingFileAndAnArchiveWithoutArraysAreTold() throws Exception {
        assertEquals("npz.missing", keyOf(folder.resolve("nothing.npz")));
        Path file = folder.resolve("text.npz");
        Files.write(file, zip("readme.txt", new byte[3], true));
        assertEquals("npz.empty", keyOf(file));
    }

    private static String keyOf(Path file) {
        return assertThrows(LayergraftException.class, () -> NpzFile.read(file))
                .problem()
                .key();
    }

    private static int placeInRowOrder(int columnPlace, List<Long> sizes) {
        int[] index = new int[sizes.size()];
        for (int axis = 0; axis < index.length; axis++) {
            index[axis] = (int) (columnPlace % sizes.get(axis));
            columnPlace /= sizes.get(axis).intValue();
        }
        int place = 0;
        for (int axis = 0; axis < index.length; axis++) {
            place = place * sizes.get(axis).intValue() + index[axis];
        }
        return place;
    }

    private static byte[] npy(int version, String descr, boolean fortran, List<Long> sizes, byte[] body)
            throws IOException {
        String tuple = sizes.size() == 1
                ? "(" + sizes.getFirst() + ",)"
                : sizes.toString().replace('[', '(').replace(']', ')');
        byte[] header = ("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                        .formatted(descr, fortran ? "True" : "False", tuple))
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            length.putShort((short) header.length);
        } else {
            length.putInt(header.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        out.write(length.array());
        out.write(header);
        out.write(body);
        return out.toByteArray();
    }

    private static byte[] zip(String name, byte[] content, boolean deflated) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            if (!deflated) {
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
