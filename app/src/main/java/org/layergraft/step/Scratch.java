package org.layergraft.step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory for files that no one needs once the program has ended. The parent deletes it when it closes; when the parent is
 * killed, the children it named it to do. Only a directory that was made, or found empty, by {@link #claim} is ever deleted.
 */
public record Scratch(Path directory) {

    /** System property that names it to children. */
    public static final String PROPERTY = "layergraft.scratch";

    private static final String MARKER = ".layergraft-scratch";

    /** Makes the directory and marks it as ours, unless it holds other people's files. */
    public static Scratch claim(Path directory) throws IOException {
        Files.createDirectories(directory);
        boolean empty;
        try (Stream<Path> entries = Files.list(directory)) {
            empty = entries.findAny().isEmpty();
        }
        if (empty) {
            Files.createFile(directory.resolve(MARKER));
        }
        return new Scratch(directory.toAbsolutePath());
    }

    /** The one this child was told of. */
    public static Optional<Scratch> ofThisChild() {
        return Optional.ofNullable(System.getProperty(PROPERTY)).map(path -> new Scratch(Path.of(path)));
    }

    /** Deletes what is ours, the marker last but one, as far as it can. */
    public void delete() {
        Path marker = directory.resolve(MARKER);
        if (!Files.isRegularFile(marker)) {
            return;
        }
        try (Stream<Path> below = Files.walk(directory)) {
            List<Path> deepestFirst = below.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(marker) && !path.equals(directory))
                    .toList();
            deepestFirst.forEach(Scratch::deleteQuietly);
        } catch (IOException | UncheckedIOException _) {
            // Another child is deleting it, too.
        }
        deleteQuietly(marker);
        deleteQuietly(directory);
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException _) {
            // Someone still has it open (Windows); there is no one left to tell.
        }
    }
}
