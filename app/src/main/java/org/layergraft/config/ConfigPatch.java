package org.layergraft.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;
import org.layergraft.text.WholeFile;

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
                WholeFile.write(change.file(), change.after());
            } catch (IOException failed) {
                throw unwritable(change, failed);
            }
        }
        return backups;
    }

    /** What {@link #write()} will call the copies, as long as nobody else takes the names. */
    public List<Path> backups() {
        return changes.stream()
                .filter(c -> c.before().isPresent())
                .flatMap(c -> free(c.file()).stream())
                .toList();
    }

    /**
     * Takes back what {@link #write()} wrote: files are as they were before, and those that were new are gone. The copies stay.
     *
     * @throws LayergraftException INPUT when one of the files is no longer as it was written, or cannot be written
     */
    public void takeBack() throws LayergraftException {
        List<FileChange> back =
                changes.stream().map(FileChange::reversed).toList().reversed();
        for (FileChange change : back) {
            checkUnchanged(change);
        }
        for (FileChange change : back) {
            try {
                if (isNew(change.file())) {
                    Files.deleteIfExists(change.file());
                } else {
                    WholeFile.write(change.file(), change.after());
                }
            } catch (IOException failed) {
                throw unwritable(change, failed);
            }
        }
    }

    private boolean isNew(Path file) {
        return changes.stream()
                .anyMatch(c -> c.file().equals(file) && c.before().isEmpty());
    }

    private static LayergraftException unwritable(FileChange change, IOException failed) {
        return new LayergraftException(
                Fault.INPUT,
                Problem.of("config", "write.failed", change.file(), String.valueOf(failed.getMessage())),
                failed);
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
        Path copy = free(file).orElseThrow(() -> new IOException(file + ".bak" + (MOST_BACKUPS - 1)));
        Files.write(copy, content, StandardOpenOption.CREATE_NEW);
        return copy;
    }

    private static Optional<Path> free(Path file) {
        return IntStream.range(0, MOST_BACKUPS)
                .mapToObj(i -> file.resolveSibling(file.getFileName() + ".bak" + (i == 0 ? "" : i)))
                .filter(copy -> !Files.exists(copy))
                .findFirst();
    }
}
