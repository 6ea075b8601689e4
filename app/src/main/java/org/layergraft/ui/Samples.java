package org.layergraft.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models that come with the program. */
final class Samples {

    private Samples() {}

    /** By name; empty where the program runs without its folder. */
    static List<Path> find() {
        String given = System.getProperty("layergraft.samples", "");
        String home = System.getProperty("layergraft.home", "");
        Path folder = given.isEmpty() ? Path.of(home, "samples") : Path.of(given);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".pt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
