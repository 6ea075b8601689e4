package org.layergraft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

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

    /** @throws LayergraftException INPUT where writing would overwrite what is read, by whatever name */
    static void checkBeside(Path out, Path model) throws LayergraftException {
        check(out);
        try {
            if (Files.exists(out) && Files.exists(model) && Files.isSameFile(out, model)) {
                throw LayergraftException.input("cli", "out.model", out);
            }
        } catch (IOException failed) {
            throw new LayergraftException(
                    Fault.INPUT, Problem.of("cli", "write.failed", out, String.valueOf(failed.getMessage())), failed);
        }
    }

    static LayergraftException noFolder(Path out) {
        return LayergraftException.input("cli", "out.folder", out);
    }
}
