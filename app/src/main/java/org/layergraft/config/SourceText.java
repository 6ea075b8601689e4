package org.layergraft.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The text of a file, and which bytes its chars are. What is not UTF-8 is taken byte for byte as Latin-1, so that writing it back
 * changes nothing; a byte order mark is no part of the text.
 */
final class SourceText {

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path file;
    private final byte[] bytes;
    private final String text;
    private final Charset charset;
    private final boolean marked;
    private final int[] lines;

    SourceText(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes.clone();
        marked = bytes.length >= BOM.length && Arrays.equals(BOM, 0, BOM.length, bytes, 0, BOM.length);
        int from = marked ? BOM.length : 0;
        String decoded;
        Charset found = StandardCharsets.UTF_8;
        try {
            decoded = found.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString();
        } catch (CharacterCodingException other) {
            found = StandardCharsets.ISO_8859_1;
            decoded = new String(bytes, from, bytes.length - from, found);
        }
        text = decoded;
        charset = found;
        lines = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        var starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }

    Path file() {
        return file;
    }

    String text() {
        return text;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean isUtf8() {
        return charset == StandardCharsets.UTF_8;
    }

    boolean marked() {
        return marked;
    }

    Span span(int start, int end) {
        int found = Arrays.binarySearch(lines, start);
        int line = found >= 0 ? found : -found - 2;
        return new Span(file, start, end, line + 1, start - lines[line] + 1);
    }

    Span whole() {
        return span(0, text.length());
    }

    /** Of the line that holds this char. */
    int lineStart(int at) {
        int found = Arrays.binarySearch(lines, at);
        return lines[found >= 0 ? found : -found - 2];
    }

    /** Where this char begins among the file's bytes. */
    int byteAt(int at) {
        int length = charset == StandardCharsets.UTF_8 ? text.substring(0, at).getBytes(charset).length : at;
        return length + (marked ? BOM.length : 0);
    }

    /** Whether this file's encoding can hold the text. */
    boolean holds(String other) {
        return charset.newEncoder().canEncode(other);
    }

    /** The file with another text, in its own encoding. */
    byte[] encode(String other) {
        byte[] encoded = other.getBytes(charset);
        if (!marked) {
            return encoded;
        }
        byte[] all = Arrays.copyOf(BOM, BOM.length + encoded.length);
        System.arraycopy(encoded, 0, all, BOM.length, encoded.length);
        return all;
    }

    /** How this file ends its lines: as its first line does. */
    String lineEnd() {
        int first = text.indexOf('\n');
        if (first < 0) {
            return text.indexOf('\r') >= 0 ? "\r" : "\n";
        }
        return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }
}
