package org.layergraft.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.layergraft.step.Scratch;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/**
 * A directory of this process for files no one needs once it has ended: {@code layergraft-<pid>} in the system's temporary folder.
 * What processes that were killed have left there is cleared away when the next one starts.
 */
public final class ScratchSpace implements AutoCloseable {

    private static final String PREFIX = "layergraft-";

    private final Scratch scratch;

    private ScratchSpace(Scratch scratch) {
        this.scratch = scratch;
    }

    public static ScratchSpace open() throws LayergraftException {
        return open(
                Path.of(System.getProperty("java.io.tmpdir")),
                ProcessHandle.current().pid());
    }

    static ScratchSpace open(Path parent, long pid) throws LayergraftException {
        sweep(parent);
        Path directory = parent.resolve(PREFIX + pid);
        try {
            return new ScratchSpace(Scratch.claim(directory));
        } catch (IOException failed) {
            throw new LayergraftException(
                    Fault.ENGINE, Problem.of("experiment", "scratch", directory, failed.getMessage()), failed);
        }
    }

    /**
     * A directory in it for somebody of their own.
     *
     * @param name that nobody else has
     */
    public ScratchSpace part(String name) throws LayergraftException {
        Path directory = directory().resolve(name);
        try {
            return new ScratchSpace(Scratch.claim(directory));
        } catch (IOException failed) {
            throw new LayergraftException(
                    Fault.ENGINE, Problem.of("experiment", "scratch", directory, failed.getMessage()), failed);
        }
    }

    public Path directory() {
        return scratch.directory();
    }

    @Override
    public void close() {
        scratch.delete();
    }

    private static void sweep(Path parent) {
        try (Stream<Path> entries = Files.list(parent)) {
            List<Path> stale = entries.filter(ScratchSpace::isOfDeadProcess).toList();
            stale.forEach(directory -> new Scratch(directory).delete());
        } catch (IOException _) {
            // Sweeping is a courtesy; the folder may belong to someone else.
        }
    }

    private static boolean isOfDeadProcess(Path directory) {
        String name = directory.getFileName().toString();
        if (!name.matches(PREFIX + "\\d{1,18}") || !Files.isDirectory(directory)) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length())))
                .filter(ProcessHandle::isAlive)
                .isEmpty();
    }
}
