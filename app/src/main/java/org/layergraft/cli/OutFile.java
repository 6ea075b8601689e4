package org.layergraft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.layergraft.text.LayergraftException;

/** Where a command's result goes, looked at before any work is done for it. */
final class OutFile {

    private OutFile() {}

    /** @throws LayergraftException INPUT where the folder does not exist: a slip in a path makes no folders */
    static void check(Path out) throws LayergraftException {
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw noFolder(out);
        }
    }

    static LayergraftException noFolder(Path out) {
        return LayergraftException.input("cli", "out.folder", out);
    }
}
