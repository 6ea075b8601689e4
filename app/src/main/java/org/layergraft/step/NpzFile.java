package org.layergraft.step;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.layergraft.text.LayergraftException;

/**
 * Reads NumPy's {@code .npz} (a zip of arrays, stored or deflated) and single {@code .npy} files, format versions 1 to 3. Nothing is
 * unpickled: arrays of objects are refused. See numpy/lib/format.py.
 */
public final class NpzFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final String SUFFIX = ".npy";
    private static final int LONGEST_HEADER = 1 << 20;

    private NpzFile() {}

    private interface Reading<T> {
        T from(Path file) throws IOException, LayergraftException;
    }

    /** The arrays in the order of the file; the only array of an {@code .npy} is named after the file. */
    public static SequencedMap<String, HostTensor> read(Path file) throws LayergraftException {
        return reading(file, f -> startsWithMagic(f) ? single(f) : archive(f));
    }

    /** The names of {@link #read}, without reading the arrays. */
    public static List<String> names(Path file) throws LayergraftException {
        return reading(file, f -> {
            if (startsWithMagic(f)) {
                return List.of(withoutSuffix(f.getFileName().toString()));
            }
            try (ZipFile zip = new ZipFile(f.toFile())) {
                return arrays(zip, f).stream()
                        .map(entry -> withoutSuffix(entry.getName()))
                        .toList();
            }
        });
    }

    private static <T> T reading(Path file, Reading<T> reading) throws LayergraftException {
        if (!Files.isRegularFile(file)) {
            throw LayergraftException.input("step", "npz.missing", file);
        }
        try {
            return reading.from(file);
        } catch (EOFException truncated) {
            throw LayergraftException.input("step", "npz.truncated", file);
        } catch (ZipException notAZip) {
            throw LayergraftException.input("step", "npz.neither", file);
        } catch (IOException unreadable) {
            throw LayergraftException.input("step", "npz.unreadable", file, unreadable.getMessage());
        }
    }

    private static boolean startsWithMagic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    private static SequencedMap<String, HostTensor> single(Path file) throws IOException, LayergraftException {
        String name = file.getFileName().toString();
        SequencedMap<String, HostTensor> only = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            only.put(withoutSuffix(name), array(in, Files.size(file), file, name));
        }
        return only;
    }

    private static SequencedMap<String, HostTensor> archive(Path file) throws IOException, LayergraftException {
        SequencedMap<String, HostTensor> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : arrays(zip, file)) {
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    arrays.put(withoutSuffix(entry.getName()), array(in, entry.getSize(), file, entry.getName()));
                }
            }
        }
        return arrays;
    }

    private static List<? extends ZipEntry> arrays(ZipFile zip, Path file) throws LayergraftException {
        List<? extends ZipEntry> entries =
                zip.stream().filter(entry -> entry.getName().endsWith(SUFFIX)).toList();
        if (entries.isEmpty()) {
            throw LayergraftException.input("step", "npz.empty", file);
        }
        return entries;
    }

    private static HostTensor array(InputStream in, long size, Path file, String entry)
            throws IOException, LayergraftException {
        byte[] start = exactly(in, MAGIC.length + 2);
        if (Arrays.mismatch(start, MAGIC) != MAGIC.length) {
            throw LayergraftException.input("step", "npz.not-an-array", file, entry);
        }
        int lengthBytes = start[MAGIC.length] == 1 ? 2 : 4;
        int headerLength = little(exactly(in, lengthBytes));
        if (headerLength < 0 || headerLength > LONGEST_HEADER) {
            throw LayergraftException.input("step", "npz.not-an-array", file, entry);
        }
        String text = new String(exactly(in, headerLength), StandardCharsets.UTF_8);
        NpyHeader header = header(text, file, entry);
        long bytes = bytes(header, file, entry);
        if (bytes > size) {
            // Checked before any memory is taken, so that a damaged header cannot ask for gigabytes.
            throw new EOFException();
        }
        return new HostTensor(header.dtype(), header.shape(), body(in, header, (int) bytes));
    }

    private static NpyHeader header(String text, Path file, String entry) throws LayergraftException {
        try {
            Optional<NpyHeader> header = NpyHeader.parse(text);
            return header.orElseThrow(() -> LayergraftException.input("step", "npz.not-an-array", file, entry));
        } catch (NpyHeader.UnknownType unknown) {
            throw LayergraftException.input("step", "npz.type", file, entry, unknown.getMessage());
        }
    }

    private static long bytes(NpyHeader header, Path file, String entry) throws LayergraftException {
        try {
            return Math.toIntExact(
                    Math.multiplyExact(header.shape().elements(), header.dtype().bytes()));
        } catch (ArithmeticException overflow) {
            throw LayergraftException.input("step", "npz.large", file, entry, header.shape());
        }
    }

    private static ByteBuffer body(InputStream in, NpyHeader header, int bytes) throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var channel = Channels.newChannel(in);
        while (data.hasRemaining()) {
            if (channel.read(data) < 0) {
                throw new EOFException();
            }
        }
        data.flip();
        if (header.bigEndian()) {
            swap(data, header.wordBytes());
        }
        return header.fortranOrder() && header.shape().rank() > 1 ? rowMajor(data, header) : data;
    }

    private static void swap(ByteBuffer data, int word) {
        for (int at = 0; at < data.limit(); at += word) {
            for (int low = at, high = at + word - 1; low < high; low++, high--) {
                byte kept = data.get(low);
                data.put(low, data.get(high));
                data.put(high, kept);
            }
        }
    }

    /** Fortran order counts the first index fastest; libtorch wants the last one fastest. */
    private static ByteBuffer rowMajor(ByteBuffer columns, NpyHeader header) {
        List<Long> sizes = header.shape().sizes();
        int element = header.dtype().bytes();
        ByteBuffer rows = ByteBuffer.allocateDirect(columns.limit()).order(ByteOrder.LITTLE_ENDIAN);
        long[] index = new long[sizes.size()];
        for (int at = 0; at < rows.limit(); at += element) {
            long from = 0;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                from = from * sizes.get(axis) + index[axis];
            }
            rows.put(at, columns, Math.toIntExact(from * element), element);
            for (int axis = index.length - 1; axis >= 0 && ++index[axis] == sizes.get(axis); axis--) {
                index[axis] = 0;
            }
        }
        return rows;
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] read = in.readNBytes(count);
        if (read.length < count) {
            throw new EOFException();
        }
        return read;
    }

    private static int little(byte[] bytes) {
        int value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    private static String withoutSuffix(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
