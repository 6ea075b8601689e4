package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.layergraft.text.LayergraftException;

/**
 * Finds a zip's entries by its central directory and says where their bytes lie, without reading them. java.util.zip hides offsets,
 * and tensor bytes are copied from file to file by offset.
 *
 * <p>Format: PKWARE's APPNOTE.TXT, sections 4.3 (records) and 4.5.3 (ZIP64).
 */
final class ZipDirectory {

    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_SIZE = 56;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_SIZE = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int EXTRA_64 = 0x0001;
    private static final int ENCRYPTED = 1;
    private static final long IN_EXTRA = 0xffffffffL;
    /** More than twice what the largest models have; what claims more would fill the heap with names. */
    private static final int MOST_ENTRIES = 1 << 18;

    private static final int LARGEST = 1 << 25;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final FileChannel channel;
    private final Path file;
    private final FileStamp stamp;
    private final long size;
    private final List<Taken> taken = new ArrayList<>();

    private ZipDirectory(FileChannel channel, Path file, FileStamp stamp) throws IOException {
        this.channel = channel;
        this.file = file;
        this.stamp = stamp;
        this.size = channel.size();
    }

    /** Entries by full name, in the directory's order; folders are left out. */
    static SequencedMap<String, Content.InFile> read(FileChannel channel, Path file, FileStamp stamp)
            throws IOException, LayergraftException {
        return new ZipDirectory(channel, file, stamp).entries();
    }

    private record Extent(long offset, long size, long entries) {}

    /** Where an entry lies, its local header included. */
    private record Taken(String name, long start, long end) {}

    private SequencedMap<String, Content.InFile> entries() throws IOException, LayergraftException {
        var extent = directory();
        if (extent.entries < 0 || extent.offset < 0 || extent.size < 0 || extent.offset > size - extent.size) {
            throw ArchiveProblem.damaged(file, "");
        }
        if (extent.entries > MOST_ENTRIES || extent.size > LARGEST) {
            throw ArchiveProblem.of("archive.tooManyEntries", file.getFileName(), MOST_ENTRIES, LARGEST >> 20);
        }
        var directory = bytes(extent.offset, (int) extent.size);
        var found = new LinkedHashMap<String, Content.InFile>();
        for (long i = 0; i < extent.entries; i++) {
            if (directory.remaining() < CENTRAL_SIZE || directory.getInt(directory.position()) != CENTRAL) {
                throw ArchiveProblem.damaged(file, "");
            }
            entry(directory, found);
        }
        refuseOverlaps();
        return found;
    }

    /** Thousands of entries that share their bytes would make a copy thousands of times as large as the file. */
    private void refuseOverlaps() throws LayergraftException {
        taken.sort(Comparator.comparingLong(Taken::start));
        for (int i = 1; i < taken.size(); i++) {
            if (taken.get(i).start() < taken.get(i - 1).end()) {
                throw ArchiveProblem.damaged(file, taken.get(i).name());
            }
        }
    }

    private void entry(ByteBuffer directory, SequencedMap<String, Content.InFile> found)
            throws IOException, LayergraftException {
        int start = directory.position();
        int flags = directory.getShort(start + 8) & 0xffff;
        int method = directory.getShort(start + 10) & 0xffff;
        int crc = directory.getInt(start + 16);
        long compressed = directory.getInt(start + 20) & IN_EXTRA;
        long length = directory.getInt(start + 24) & IN_EXTRA;
        int nameLength = directory.getShort(start + 28) & 0xffff;
        int extraLength = directory.getShort(start + 30) & 0xffff;
        int commentLength = directory.getShort(start + 32) & 0xffff;
        long header = directory.getInt(start + 42) & IN_EXTRA;
        int end = start + CENTRAL_SIZE + nameLength + extraLength + commentLength;
        if (end > directory.limit()) {
            throw ArchiveProblem.damaged(file, "");
        }
        var name = new String(slice(directory, start + CENTRAL_SIZE, nameLength), StandardCharsets.UTF_8);
        var wide = wide(directory, start + CENTRAL_SIZE + nameLength, extraLength);
        // ZIP64 lists only those fields that do not fit, in this order.
        length = length == IN_EXTRA ? next(wide, name) : length;
        compressed = compressed == IN_EXTRA ? next(wide, name) : compressed;
        header = header == IN_EXTRA ? next(wide, name) : header;
        directory.position(end);
        if (name.endsWith("/")) {
            return;
        }
        boolean known = method == STORED && compressed == length || method == DEFLATED;
        if ((flags & ENCRYPTED) != 0 || !known || length < 0 || compressed < 0) {
            throw ArchiveProblem.damaged(file, name);
        }
        long data = data(header, compressed, name);
        taken.add(new Taken(name, header, data + compressed));
        var content = new Content.InFile(file, data, compressed, length, method == STORED, crc, stamp);
        if (found.put(name, content) != null) {
            throw ArchiveProblem.damaged(file, name);
        }
    }

    /** The local header's name and extra field may be longer than the directory's (PyTorch pads there to align tensors). */
    private long data(long header, long compressed, String name) throws IOException, LayergraftException {
        if (header < 0 || header > size - LOCAL_SIZE) {
            throw ArchiveProblem.damaged(file, name);
        }
        var local = bytes(header, LOCAL_SIZE);
        long data = header + LOCAL_SIZE + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (local.getInt(0) != LOCAL || data > size || compressed > size - data) {
            throw ArchiveProblem.damaged(file, name);
        }
        return data;
    }

    private Extent directory() throws IOException, LayergraftException {
        int tailLength = (int) Math.min(size, END_SIZE + LONGEST_COMMENT);
        var tail = bytes(size - tailLength, tailLength);
        for (int at = tailLength - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_SIZE + (tail.getShort(at + 20) & 0xffff) == tailLength) {
                long entries = tail.getShort(at + 10) & 0xffff;
                long length = tail.getInt(at + 12) & IN_EXTRA;
                long offset = tail.getInt(at + 16) & IN_EXTRA;
                boolean wide = entries == 0xffff || length == IN_EXTRA || offset == IN_EXTRA;
                return wide
                        ? wideDirectory(size - tailLength + at, new Extent(offset, length, entries))
                        : new Extent(offset, length, entries);
            }
        }
        throw ArchiveProblem.of("archive.truncated", file.getFileName());
    }

    private Extent wideDirectory(long end, Extent narrow) throws IOException, LayergraftException {
        if (end < LOCATOR_64_SIZE) {
            return narrow;
        }
        var locator = bytes(end - LOCATOR_64_SIZE, LOCATOR_64_SIZE);
        if (locator.getInt(0) != LOCATOR_64) {
            return narrow;
        }
        long at = locator.getLong(8);
        if (at < 0 || at > size - END_64_SIZE) {
            throw ArchiveProblem.damaged(file, "");
        }
        var wide = bytes(at, END_64_SIZE);
        if (wide.getInt(0) != END_64) {
            throw ArchiveProblem.damaged(file, "");
        }
        return new Extent(wide.getLong(48), wide.getLong(40), wide.getLong(32));
    }

    private static ByteBuffer wide(ByteBuffer directory, int start, int length) {
        int at = start;
        while (at + 4 <= start + length) {
            int id = directory.getShort(at) & 0xffff;
            int fieldLength = directory.getShort(at + 2) & 0xffff;
            if (id == EXTRA_64 && at + 4 + fieldLength <= start + length) {
                return directory.slice(at + 4, fieldLength).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += 4 + fieldLength;
        }
        return ByteBuffer.allocate(0);
    }

    private long next(ByteBuffer wide, String name) throws LayergraftException {
        if (wide.remaining() < Long.BYTES) {
            throw ArchiveProblem.damaged(file, name);
        }
        return wide.getLong();
    }

    private static byte[] slice(ByteBuffer buffer, int start, int length) {
        byte[] copy = new byte[length];
        buffer.get(start, copy);
        return copy;
    }

    private ByteBuffer bytes(long offset, int length) throws IOException, LayergraftException {
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw ArchiveProblem.of("archive.truncated", file.getFileName());
            }
        }
        return buffer.flip();
    }
}
