package org.layergraft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;

/** Where the program is laid out; the launcher names it. */
final class Home {

    private Home() {}

    static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty("layergraft.home")).map(Path::of);
    }

    /** First by name: {@code co_dino_head.pt}. */
    static Path firstSample() throws LayergraftException {
        Optional<Path> samples = Optional.ofNullable(System.getProperty("layergraft.samples"))
                .map(Path::of)
                .or(() -> folder().map(f -> f.resolve("samples")));
        try (Stream<Path> entries = samples.isPresent() ? Files.list(samples.get()) : Stream.empty()) {
            return entries.filter(p -> p.toString().endsWith(".pt"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> LayergraftException.input("cli", "samples.none"));
        } catch (IOException _) {
            throw LayergraftException.input("cli", "samples.none");
        }
    }

    /** Beside the program where that can be written, else among temporary files. */
    static Path picture() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return folder().filter(Files::isWritable).orElse(temporary).resolve("layergraft-tour.png");
    }
}
