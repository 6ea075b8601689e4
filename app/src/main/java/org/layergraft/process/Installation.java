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
 * Where this program lies, and what each kind of child loads from there. DJL and JavaCPP carry different builds of libtorch, so no
 * child's class path holds both.
 *
 * @param home the folder with {@code lib/common}, {@code lib/djl} and {@code lib/ddp}
 * @param classes our own classes: a jar, or a folder during development
 * @param java the executable that runs this JVM
 */
public record Installation(Path home, Path classes, Path java) {

    /** System property that names {@link #home}; without it, home is two folders above our jar. */
    public static final String HOME = "layergraft.home";

    /** The kinds of children. */
    public enum Child {
        ENGINE("djl", "org.layergraft.step.djl.EngineMain"),
        RANK("ddp", "org.layergraft.step.ddp.RankMain");

        private final String folder;
        private final String mainClass;

        Child(String folder, String mainClass) {
            this.folder = folder;
            this.mainClass = mainClass;
        }
    }

    /** @throws LayergraftException when the folder is not complete */
    public static Installation find() throws LayergraftException {
        Path classes = ownClasses();
        String named = System.getProperty(HOME);
        Path home = named != null ? Path.of(named) : classes.resolve("../../..").normalize();
        if (!Files.isDirectory(home.resolve("lib").resolve("common"))) {
            throw LayergraftException.engine("process", "installation.incomplete", home);
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Installation(home.toAbsolutePath(), classes.toAbsolutePath(), java);
    }

    /** Command line up to and including the main class. */
    public List<String> command(Child child, List<String> jvmOptions) {
        String classPath = Stream.of(
                        classes.toString(),
                        home.resolve("lib/common").toString() + File.separator + "*",
                        home.resolve("lib").resolve(child.folder).toString() + File.separator + "*")
                .collect(Collectors.joining(File.pathSeparator));
        return Stream.of(
                        Stream.of(
                                java.toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow"),
                        jvmOptions.stream(),
                        Stream.of("-cp", classPath, child.mainClass))
                .flatMap(s -> s)
                .toList();
    }

    /** Whether DJL's own libtorch lies in the installation; without it DJL must look elsewhere, or fetch a CUDA build. */
    public boolean bringsEngineNatives() {
        return holds("djl", "pytorch-native-");
    }

    /** Names of the jars that hold the ranks' natives: what has to be unpacked again when it changes. */
    public List<String> rankNatives() throws LayergraftException {
        try (Stream<Path> jars = Files.list(home.resolve("lib/ddp"))) {
            return jars.map(jar -> jar.getFileName().toString()).sorted().toList();
        } catch (java.io.IOException missing) {
            throw LayergraftException.engine("process", "installation.incomplete", home);
        }
    }

    private boolean holds(String folder, String prefix) {
        try (Stream<Path> jars = Files.list(home.resolve("lib").resolve(folder))) {
            return jars.anyMatch(jar -> jar.getFileName().toString().startsWith(prefix));
        } catch (java.io.IOException _) {
            return false;
        }
    }

    private static Path ownClasses() {
        try {
            return Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
