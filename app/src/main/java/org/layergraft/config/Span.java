package org.layergraft.config;

import java.nio.file.Path;

/**
 * Where something is written.
 *
 * @param file absolute
 * @param start of its first char in the file's text, without a byte order mark; {@link ConfigFile#bytes(Span)} counts bytes
 * @param end one past its last char
 * @param line counts from 1
 * @param column counts chars from 1
 */
public record Span(Path file, int start, int end, int line, int column) {

    /** As compilers write it, {@code name.py:12:5}; the file by its name alone. */
    public String shown() {
        return file.getFileName() + ":" + line + ":" + column;
    }

    boolean holds(Span other) {
        return file.equals(other.file) && start <= other.start && other.end <= end;
    }
}
