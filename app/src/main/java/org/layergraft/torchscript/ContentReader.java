package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.layergraft.text.LayergraftException;

/**
 * Streams {@link Content} piece by piece through buffers outside the heap, so that a model of any size is copied in constant
 * memory. Keeps source files open between contents.
 */
final class ContentReader implements AutoCloseable {

    /** Receives consecutive pieces; must consume each wholly. */
    @FunctionalInterface
    interface Sink {
        void accept(ByteBuffer piece) throws IOException;
    }

    private record Source(FileChannel channel, FileStamp stamp) {}

    private final int piece;
    private final Map<Path, Source> open = new HashMap<>();
    private final ByteBuffer read;
    private final ByteBuffer inflated;

    private ContentReader(int piece) {
        this.piece = piece;
        this.read = ByteBuffer.allocateDirect(piece);
        this.inflated = ByteBuffer.allocateDirect(piece);
    }

    /** For code, pickles and other entries of a few kilobytes. */
    static ContentReader ofText() {
        return new ContentReader(1 << 14);
    }

    /**
     * For copying tensors. A megabyte stays in the processor's cache on its way; {@code transferTo} is slower, because tensors rarely
     * lie in the pages of two files alike.
     */
    static ContentReader ofTensors() {
        return new ContentReader(1 << 20);
    }

    /**
     * @throws LayergraftException when the source cannot be read; exceptions of {@code sink} pass through
     */
    void stream(Content content, Sink sink) throws LayergraftException, IOException {
        switch (content) {
            case Content.InMemory(byte[] bytes) -> sink.accept(ByteBuffer.wrap(bytes));
            case Content.InFile source
            when source.stored() -> {
                for (long done = 0; done < source.length(); done += read.limit()) {
                    fill(source, done);
                    sink.accept(read.duplicate());
                }
            }
            case Content.InFile source -> inflate(source, sink);
        }
    }

    /** @throws LayergraftException when a file changed while it was read */
    void confirmUnchanged() throws LayergraftException {
        for (var source : open.entrySet()) {
            confirm(source.getKey(), source.getValue().stamp());
        }
    }

    private static void confirm(Path file, FileStamp stamp) throws LayergraftException {
        try {
            if (!stamp.fits(file)) {
                throw ArchiveProblem.of("archive.changed", file);
            }
        } catch (NoSuchFileException gone) {
            throw ArchiveProblem.because(gone, "archive.gone", file);
        } catch (IOException failed) {
            throw ArchiveProblem.unreadable(file, failed);
        }
    }

    private void inflate(Content.InFile source, Sink sink) throws LayergraftException, IOException {
        long left = source.length();
        long taken = 0;
        try (var inflater = new Inflater(true)) {
            while (left > 0) {
                if (inflater.needsInput()) {
                    fill(source, taken);
                    taken += read.limit();
                    inflater.setInput(read);
                }
                inflated.clear().limit((int) Math.min(piece, left));
                int made = inflater.inflate(inflated);
                boolean stuck = made == 0 && (inflater.finished() || inflater.needsDictionary());
                if (stuck) {
                    throw ArchiveProblem.of(
                            "archive.damagedContent", source.file().getFileName());
                }
                left -= made;
                sink.accept(inflated.flip());
            }
        } catch (DataFormatException _) {
            throw ArchiveProblem.of("archive.damagedContent", source.file().getFileName());
        }
    }

    /** Reads the next piece of the raw bytes from {@code done} on into {@link #read}. */
    private void fill(Content.InFile source, long done) throws LayergraftException {
        long left = source.compressedLength() - done;
        if (left <= 0) {
            throw ArchiveProblem.of("archive.damagedContent", source.file().getFileName());
        }
        read.clear().limit((int) Math.min(piece, left));
        try {
            var channel = channel(source);
            while (read.hasRemaining()) {
                if (channel.read(read, source.offset() + done + read.position()) < 0) {
                    throw ArchiveProblem.of("archive.changed", source.file());
                }
            }
        } catch (NoSuchFileException gone) {
            throw ArchiveProblem.because(gone, "archive.gone", source.file());
        } catch (ClosedByInterruptException stopped) {
            throw ArchiveProblem.stopped(source.file(), stopped);
        } catch (IOException failed) {
            throw ArchiveProblem.unreadable(source.file(), failed);
        }
        read.flip();
    }

    private FileChannel channel(Content.InFile source) throws IOException, LayergraftException {
        var known = open.get(source.file());
        if (known == null) {
            known = new Source(FileChannel.open(source.file(), StandardOpenOption.READ), source.stamp());
            open.put(source.file(), known);
            confirm(source.file(), source.stamp());
        }
        if (!known.stamp().equals(source.stamp())) {
            throw ArchiveProblem.of("archive.changed", source.file());
        }
        return known.channel();
    }

    @Override
    public void close() {
        for (var source : open.values()) {
            try {
                source.channel().close();
            } catch (IOException _) {
                // Only read from: there is nothing left to lose.
            }
        }
    }
}
