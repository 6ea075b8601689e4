package org.layergraft.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.layergraft.text.LayergraftException;

/** Reads small entries whole: code, pickles, JSON. Tensors of the open model are never read this way. */
public final class ScriptEntries {

    /** No code, pickle or JSON comes near; what does is a bomb. A hundred thousand tensors make a pickle of 30 MB. */
    private static final long LARGEST = 1L << 25;

    /** What an edit may take into memory as a whole. */
    private static final long LARGEST_TENSOR = 1L << 29;

    private ScriptEntries() {}

    /**
     * @param path below the archive's folder, e.g. {@link ScriptModel#LAYERGRAFT_JSON}
     * @return the entry's UTF-8 text, empty when the archive has no such entry
     */
    public static Optional<String> text(ScriptModel model, String path) throws LayergraftException {
        var content = Optional.ofNullable(model.others().get(path));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (var reader = ContentReader.ofText()) {
            return Optional.of(
                    text(reader, content.get(), model.file().getFileName().toString(), path));
        }
    }

    /** The whole content, inflated where it was compressed. */
    public static byte[] bytes(Content content) throws LayergraftException {
        try (var reader = ContentReader.ofText()) {
            return bytes(reader, content, LARGEST_TENSOR);
        }
    }

    static String text(ContentReader reader, Content content, String file, String path) throws LayergraftException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(reader, content)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw ArchiveProblem.because(notText, "archive.notText", file, path);
        }
    }

    static byte[] bytes(ContentReader reader, Content content) throws LayergraftException {
        return bytes(reader, content, LARGEST);
    }

    private static byte[] bytes(ContentReader reader, Content content, long largest) throws LayergraftException {
        if (content.length() > largest) {
            throw ArchiveProblem.of("archive.tooLarge", content.length() >> 20, largest >> 20);
        }
        // The declared length may lie, so the memory is taken only as bytes really come.
        var whole = new ByteArrayOutputStream();
        try {
            reader.stream(content, piece -> {
                byte[] some = new byte[piece.remaining()];
                piece.get(some);
                whole.writeBytes(some);
            });
        } catch (IOException impossible) {
            // The sink is memory, and what the source throws is a LayergraftException by then.
            throw new UncheckedIOException(impossible);
        }
        return whole.toByteArray();
    }
}
