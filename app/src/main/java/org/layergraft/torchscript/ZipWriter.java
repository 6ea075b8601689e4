package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.layergraft.text.LayergraftException;

/**
 * Writes a zip as PyTorch writes its own: every entry stored, its data at a multiple of 64 bytes so that it can be mapped, the gap
 * filled by an extra field "FB"; ZIP64 only where a number needs it.
 *
 * <p>Source: caffe2/serialize/inline_container.cc, {@code getPadding}.
 */
final class ZipWriter {

    private static final int ALIGNMENT = 64;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_SIZE = 30;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_SIZE = 46;
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_SIZE = 56;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_64_SIZE = 20;
    private static final short EXTRA_64 = 0x0001;
    private static final int EXTRA_HEADER = 4;
    private static final short PADDING = 'F' | 'B' << 8;
    private static final short VERSION = 20;
    private static final short VERSION_64 = 45;
    private static final short UTF_8_NAMES = 1 << 11;
    /** 1 January 1980, the earliest day the format knows: the same model gives the same bytes. */
    private static final short DAY = 1 << 5 | 1;

    private static final long LIMIT_32 = 0xffffffffL;
    private static final int LIMIT_16 = 0xffff;

    private final FileChannel channel;
    private final ContentReader reader;
    private final LongConsumer told;
    private final List<Written> entries = new ArrayList<>();

    /** @param told of how many bytes there are, now and then */
    ZipWriter(FileChannel channel, ContentReader reader, LongConsumer told) {
        this.channel = channel;
        this.reader = reader;
        this.told = told;
    }

    private record Written(byte[] name, int crc, long length, long header) {

        boolean wideLength() {
            return length >= LIMIT_32;
        }

        boolean wideHeader() {
            return header >= LIMIT_32;
        }
    }

    void add(String name, Content content) throws IOException, LayergraftException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        long header = channel.position();
        var blank = local(new Written(utf8, 0, content.length(), header));
        long data = header + blank.remaining();
        write(blank);
        int crc = content(content);
        if (channel.position() - data != content.length()) {
            throw new IOException("an entry changed its length while it was written");
        }
        // The checksum stands before the bytes it sums up.
        var entry = new Written(utf8, crc, content.length(), header);
        channel.position(header);
        write(local(entry));
        channel.position(data + content.length());
        entries.add(entry);
    }

    /**
     * An entry that lies in its zip as it is to lie in this one keeps its checksum with its bytes. Summing up a model's tensors takes
     * longer than copying them, and would give bytes that were damaged long ago a checksum that says they are fine.
     *
     * @return the checksum of what was written
     */
    private int content(Content content) throws IOException, LayergraftException {
        if (content instanceof Content.InFile source && source.stored()) {
            reader.stream(source, this::copy);
            return source.crc();
        }
        var crc = new CRC32();
        reader.stream(content, piece -> {
            crc.update(piece.duplicate());
            copy(piece);
        });
        return (int) crc.getValue();
    }

    /** Writes the directory. Nothing can be added after it. */
    void finish() throws IOException {
        long start = channel.position();
        for (var entry : entries) {
            write(central(entry));
        }
        long length = channel.position() - start;
        boolean wide = entries.size() >= LIMIT_16
                || start >= LIMIT_32
                || length >= LIMIT_32
                || entries.stream().anyMatch(e -> e.wideLength() || e.wideHeader());
        if (wide) {
            write(wideEnd(start, length));
        }
        int count = wide ? LIMIT_16 : entries.size();
        write(buffer(END_SIZE)
                .putInt(END)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt((int) (wide ? LIMIT_32 : length))
                .putInt((int) (wide ? LIMIT_32 : start))
                .putShort((short) 0)
                .flip());
    }

    private ByteBuffer local(Written entry) {
        boolean wide = entry.wideLength();
        int wideExtra = wide ? EXTRA_HEADER + 2 * Long.BYTES : 0;
        long unpadded = entry.header + LOCAL_SIZE + entry.name.length + wideExtra + EXTRA_HEADER;
        int padding = (int) ((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
        int extra = wideExtra + EXTRA_HEADER + padding;
        int size = (int) (wide ? LIMIT_32 : entry.length);
        var buffer = buffer(LOCAL_SIZE + entry.name.length + extra)
                .putInt(LOCAL)
                .putShort(wide ? VERSION_64 : VERSION)
                .putShort(UTF_8_NAMES)
                .putInt(0)
                .putShort(DAY)
                .putInt(entry.crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) entry.name.length)
                .putShort((short) extra)
                .put(entry.name);
        if (wide) {
            buffer.putShort(EXTRA_64)
                    .putShort((short) (2 * Long.BYTES))
                    .putLong(entry.length)
                    .putLong(entry.length);
        }
        buffer.putShort(PADDING).putShort((short) padding);
        while (buffer.hasRemaining()) {
            buffer.put((byte) 'Z');
        }
        return buffer.flip();
    }

    private static ByteBuffer central(Written entry) {
        int fields = (entry.wideLength() ? 2 : 0) + (entry.wideHeader() ? 1 : 0);
        int extra = fields == 0 ? 0 : EXTRA_HEADER + fields * Long.BYTES;
        int size = (int) (entry.wideLength() ? LIMIT_32 : entry.length);
        var buffer = buffer(CENTRAL_SIZE + entry.name.length + extra)
                .putInt(CENTRAL)
                .putShort((short) 0)
                .putShort(fields == 0 ? VERSION : VERSION_64)
                .putShort(UTF_8_NAMES)
                .putInt(0)
                .putShort(DAY)
                .putInt(entry.crc)
                .putInt(size)
                .putInt(size)
                .putShort((short) entry.name.length)
                .putShort((short) extra)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt((int) (entry.wideHeader() ? LIMIT_32 : entry.header))
                .put(entry.name);
        if (fields > 0) {
            buffer.putShort(EXTRA_64).putShort((short) (fields * Long.BYTES));
            if (entry.wideLength()) {
                buffer.putLong(entry.length).putLong(entry.length);
            }
            if (entry.wideHeader()) {
                buffer.putLong(entry.header);
            }
        }
        return buffer.flip();
    }

    private ByteBuffer wideEnd(long start, long length) {
        return buffer(END_64_SIZE + LOCATOR_64_SIZE)
                .putInt(END_64)
                .putLong(END_64_SIZE - 12)
                .putShort(VERSION_64)
                .putShort(VERSION_64)
                .putLong(0)
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(length)
                .putLong(start)
                .putInt(LOCATOR_64)
                .putInt(0)
                .putLong(start + length)
                .putInt(1)
                .flip();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void copy(ByteBuffer piece) throws IOException {
        write(piece);
        told.accept(channel.position());
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
