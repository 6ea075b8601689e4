package org.layergraft.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.Scopes;
import org.layergraft.text.LayergraftException;

/** Which configs beside a config inherit it: a change of it is a change of them. */
final class Inheritors {

    /** Folders of downloaded files are no folders of configs. */
    private static final int MOST_FILES = 500;

    private Inheritors() {}

    /**
     * @param file absolute
     * @return names, sorted; of the same folder only, and without those that cannot be read
     */
    static List<String> of(Path file, Scopes scopes) {
        try (Stream<Path> beside = Files.list(file.getParent())) {
            List<Path> configs = beside.limit(MOST_FILES)
                    .filter(f -> !f.equals(file) && stem(f).length() < name(f).length())
                    .toList();
            var found = new TreeSet<Path>();
            // What inherits an inheritor does not name the file itself.
            List<Path> bases = List.of(file);
            while (!bases.isEmpty()) {
                List<Path> last = bases;
                bases = configs.stream()
                        .filter(f -> !found.contains(f))
                        .filter(f -> names(f, last) && inherits(f, file, scopes))
                        .toList();
                found.addAll(bases);
            }
            return found.stream().map(Inheritors::name).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** A module is inherited without its ending. */
    private static String stem(Path file) {
        return name(file).replaceFirst("\\.(py|ya?ml|json)$", "");
    }

    private static boolean names(Path file, List<Path> bases) {
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return bases.stream().anyMatch(b -> text.contains(stem(b)));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static boolean inherits(Path file, Path base, Scopes scopes) {
        try {
            return ConfigReader.read(file, scopes).file(base).isPresent();
        } catch (LayergraftException broken) {
            return false;
        }
    }
}
