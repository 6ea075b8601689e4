package org.layergraft.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One file of a chain. */
public final class ConfigFile {

    /** How it is written. */
    public enum Format {
        PYTHON,
        YAML,
        JSON;

        /** By the ending, as MMEngine; empty for what it does not read. */
        static Optional<Format> of(Path file) {
            String name = file.getFileName() == null
                    ? ""
                    : file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".py")) {
                return Optional.of(PYTHON);
            }
            if (name.endsWith(".json")) {
                return Optional.of(JSON);
            }
            return name.endsWith(".yaml") || name.endsWith(".yml") ? Optional.of(YAML) : Optional.empty();
        }
    }

    /**
     * A base as it is named in the file.
     *
     * @param file empty where a scope such as {@code mmdet::} leads to nothing here
     */
    public record Base(String written, Span where, Optional<Path> file) {}

    private final SourceText source;
    private final Format format;
    private final boolean lazy;
    private final List<Base> bases;
    private final ConfigValue.Dict own;

    /**
     * @param lazy {@code with read_base():}, MMEngine's pure Python style
     * @param own what it says by itself, or, where it is lazy, with what it imports
     */
    ConfigFile(SourceText source, Format format, boolean lazy, List<Base> bases, ConfigValue.Dict own) {
        this.source = source;
        this.format = format;
        this.lazy = lazy;
        this.bases = List.copyOf(bases);
        this.own = own;
    }

    public Path path() {
        return source.file();
    }

    public Format format() {
        return format;
    }

    public boolean lazy() {
        return lazy;
    }

    public List<Base> bases() {
        return bases;
    }

    public ConfigValue.Dict own() {
        return own;
    }

    /** The text as it is, without a byte order mark. */
    public String text() {
        return source.text();
    }

    /** First byte and one past the last, in the file. */
    public int[] bytes(Span span) {
        return new int[] {source.byteAt(span.start()), source.byteAt(span.end())};
    }

    SourceText source() {
        return source;
    }
}
