package org.layergraft.config;

import java.nio.file.Path;
import org.layergraft.text.LayergraftException;

/** Configs of the test resources, and their values as Python writes them. */
final class Plain {

    static final Path FOLDER = Path.of("app/src/test/resources/configs").toAbsolutePath();

    private Plain() {}

    static Config read(String name) throws LayergraftException {
        return ConfigReader.read(FOLDER.resolve(name), Scopes.NONE);
    }

    /** The value of a path as Python writes it, "-" where there is none. */
    static String at(Config config, String path) {
        return config.at(path).map(e -> PythonWords.repr(e.value())).orElse("-");
    }
}
