package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Makes zips of any size in no time: most of an entry is a hole in the file, zeros that take no room on the disk. Shares no code with
 * what it tests; every entry has its ZIP64 fields, needed or not.
 */
final class SparseZip implements AutoCloseable {

    private static final int ZEROS = 1 << 20;

    private record Entry(byte[] name, int crc, long length, long header) {}

    private final FileChannel channel;
    private final List<Entry> entries = new ArrayList<>();

    SparseZip(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** An entry of {@code zeros} zeros with these bytes before and after them. */
    void add(String name, byte[] before, long zeros, byte[] after) throws IOException {
        long length = before.length + zeros + after.length;
        var crc = new CRC32();
        crc.update(before);
        var block = new byte[ZEROS];
        for (long left = zeros; left > 0; left -= ZEROS) {
            crc.update(block, 0, (int) Math.min(left, ZEROS));
        }
        crc.update(after);
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        var entry = new Entry(utf8, (int) crc.getValue(), length, channel.position());
        entries.add(entry);
        write(buffer(50 + utf8.length)
                .putInt(0x04034b50)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0x00210000)
                .putInt(entry.crc())
                .putInt(-1)
                .putInt(-1)
                .putShort((short) utf8.length)
                .putShort((short) 20)
                .put(utf8)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(length)
                .putLong(length));
        write(buffer(before.length).put(before));
        channel.position(channel.position() + zeros);
        write(buffer(after.length).put(after));
    }

    void add(String name, byte[] bytes) throws IOException {
        add(name, bytes, 0, new byte[0]);
    }

    /** Another entry of the directory for the bytes of the last one. */
    void alias(String name) {
        var last = entries.getLast();
        entries.add(new Entry(name.getBytes(StandardCharsets.UTF_8), last.crc(), last.length(), last.header()));
    }

    /** The last entry's name in the directory only. */
    void rename(String name) {
        alias(name);
        entries.remove(entries.size() - 2);
    }

    @Override
    public void close() throws IOException {
        long start = channel.position();
        for (var entry : entries) {
            write(buffer(74 + entry.name().length)
                    .putInt(0x02014b50)
                    .putInt(45 | 45 << 16)
                    .putInt(0)
                    .putInt(0x00210000)
                    .putInt(entry.crc())
                    .putInt(-1)
                    .putInt(-1)
                    .putShort((short) entry.name().length)
                    .putShort((short) 28)
                    .putShort((short) 0)
                    .putLong(0)
                    .putInt(-1)
                    .put(entry.name())
                    .putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(entry.length())
                    .putLong(entry.length())
                    .putLong(entry.header()));
        }
        long end = channel.position();
        write(buffer(98)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(45 | 45 << 16)
                .putLong(0)
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(end - start)
                .putLong(start)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(end)
                .putInt(1)
                .putInt(0x06054b50)
                .putInt(0)
                .putInt(-1)
                .putInt(-1)
                .putInt(-1)
                .putShort((short) 0));
        channel.close();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void write(ByteBuffer filled) throws IOException {
        filled.flip();
        while (filled.hasRemaining()) {
            channel.write(filled);
        }
    }
}
