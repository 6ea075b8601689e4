package org.layergraft.config;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/**
 * Files as they will be. Each was read back before it was offered: the config then has the wanted values, and nothing else changed.
 *
 * @param result the config after the change
 */
public record ConfigPatch(List<FileChange> changes, Config result) {

    private static final int MOST_BACKUPS = 1000;

    public ConfigPatch {
        changes = List.copyOf(changes);
    }

    /** All files, one after the other. */
    public List<String> diff() {
        return changes.stream().flatMap(c -> c.diff().stream()).toList();
    }

    /**
     * Writes every file whole or not at all, after copying what was there beside it.
     *
     * @return the copies, {@code name.py.bak} or the next free number
     * @throws LayergraftException INPUT when a file is no longer as it was read, a new one is there already, or it cannot be written
     */
    public List<Path> write() throws LayergraftException {
        for (FileChange change : changes) {
            checkUnchanged(change);
        }
        var backups = new ArrayList<Path>();
        for (FileChange change : changes) {
            try {
                if (change.before().isPresent()) {
                    backups.add(backup(change.file(), change.before().get()));
                }
                replace(change.file(), change.after());
            } catch (IOException failed) {
                throw new LayergraftException(
                        Fault.INPUT,
                        Problem.of("config", "write.failed", change.file(), String.valueOf(failed.getMessage())),
                        failed);
            }
        }
        return backups;
    }

    private static void checkUnchanged(FileChange change) throws LayergraftException {
        Optional<byte[]> now =
                Files.exists(change.file()) ? ConfigFiles.onDisk().read(change.file()) : Optional.empty();
        if (change.before().isEmpty() && now.isPresent()) {
            throw LayergraftException.input("config", "write.exists", change.file());
        }
        if (change.before().isPresent()
                && (now.isEmpty() || !Arrays.equals(now.get(), change.before().get()))) {
            throw LayergraftException.input("config", "write.changed", change.file());
        }
    }

    /** Never over another copy. */
    private static Path backup(Path file, byte[] content) throws IOException {
        for (int i = 0; i < MOST_BACKUPS; i++) {
            Path copy = file.resolveSibling(file.getFileName() + ".bak" + (i == 0 ? "" : i));
            if (!Files.exists(copy)) {
                Files.write(copy, content, StandardOpenOption.CREATE_NEW);
                return copy;
            }
        }
        throw new IOException(file + ".bak" + (MOST_BACKUPS - 1));
    }

    private static void replace(Path file, byte[] content) throws IOException {
        // What a link leads to is replaced, not the link.
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path fresh = Files.createTempFile(
                target.toAbsolutePath().getParent(), target.getFileName().toString(), ".tmp");
        try {
            Files.write(fresh, content);
            keepPermissions(target, fresh);
            try {
                Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void keepPermissions(Path target, Path fresh) throws IOException {
        try {
            if (Files.exists(target)) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(target));
            } else {
                Files.setPosixFilePermissions(
                        fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
            }
        } catch (UnsupportedOperationException windows) {
            // There a new file inherits what its folder grants.
        }
    }
}
