package org.layergraft.ui;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Archives that somebody else has changed. */
final class Archives {

    private Archives() {}

    /** A copy in which one entry of the archive's only folder says something else. */
    static Path withEntry(Path archive, Path copy, String entry, String text) throws IOException {
        Files.copy(archive, copy);
        try (var zip = FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of())) {
            Path top;
            try (var folders = Files.list(zip.getPath("/"))) {
                top = folders.findFirst().orElseThrow();
            }
            Files.writeString(top.resolve(entry), text);
        }
        return copy;
    }
}
