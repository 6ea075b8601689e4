package org.layergraft.process;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.text.LayergraftException;

/**
 * Where the program lies, and so what its children are started with.
 *
 * @param home holds {@code lib/common}, {@code lib/djl} and {@code lib/ddp}
 * @param classes our own classes: a jar, or a folder during development
 * @param java the executable of the running JVM
 */
public record Installation(Path home, Path classes, Path java) {

    /** System property that names the home; without it the home follows from where our classes lie. */
    public static final String HOME = "layergraft.home";

    /** A kind of child process. */
    enum Kind {
        ENGINE("org.layergraft.step.djl.EngineMain", "djl"),
        RANK("org.layergraft.step.ddp.RankMain", "ddp");

        final String mainClass;
        final String libraries;

        Kind(String mainClass, String libraries) {
            this.mainClass = mainClass;
            this.libraries = libraries;
        }
    }

    /** @throws LayergraftException fault ENGINE when the libraries are not where they should be */
    public static Installation find() throws LayergraftException {
        Path classes = ownClasses();
        String given = System.getProperty(HOME);
        Path home = given != null ? Path.of(given) : homeOf(classes);
        for (String folder : List.of("common", "djl", "ddp")) {
            Path libraries = home.resolve("lib").resolve(folder);
            if (!Files.isDirectory(libraries)) {
                throw LayergraftException.engine("process", "home.incomplete", libraries);
            }
        }
        boolean windows = File.separatorChar == '\\';
        Path java = Path.of(System.getProperty("java.home"), "bin", windows ? "java.exe" : "java");
        return new Installation(home.toAbsolutePath(), classes, java);
    }

    /** {@code home/lib/app/layergraft.jar} when packaged, {@code target/classes} beside {@code target/layergraft} when not. */
    private static Path homeOf(Path classes) {
        return Files.isDirectory(classes)
                ? classes.resolveSibling("layergraft")
                : classes.resolve("../../..").normalize();
    }

    private static Path ownClasses() {
        try {
            return Path.of(Installation.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String classPath(Kind kind) {
        return Stream.of(
                        classes.toString(),
                        home.resolve("lib/common") + File.separator + "*",
                        home.resolve("lib").resolve(kind.libraries) + File.separator + "*")
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** File names of the jars only this kind of child loads. */
    List<String> jars(Kind kind) {
        return libraries(kind.libraries);
    }

    /** File names of the jars in one folder of the libraries: {@code common}, {@code djl} or {@code ddp}. */
    public List<String> libraries(String folder) {
        File[] files = home.resolve("lib").resolve(folder).toFile().listFiles((_, name) -> name.endsWith(".jar"));
        return files == null
                ? List.of()
                : Stream.of(files).map(File::getName).sorted().toList();
    }
}
