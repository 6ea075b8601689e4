package org.layergraft.ui;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * What a window has, kept in a folder against crashes. Each window locks a file of its own; the system lets go of the lock when the
 * process ends, however it ends, so what nobody locks was left by a crash. May be called on any thread.
 *
 * <p>Windows of one process share what they know to be theirs: a lock that this process has would be lost as soon as another of its
 * windows so much as opened and closed the file.
 */
final class RecoveryStore implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RecoveryStore.class.getName());

    private static final String LOCK = ".lock";
    private static final long NEW_S = 60;

    private final Path folder;
    private final Set<Path> ofProcess;
    private Optional<Claim> own = Optional.empty();

    /** Of a process that has only this window. */
    RecoveryStore(Path folder) {
        this(folder, ConcurrentHashMap.newKeySet());
    }

    /** @param ofProcess files that windows of this process have, shared by all of them; safe for threads */
    RecoveryStore(Path folder, Set<Path> ofProcess) {
        this.folder = folder;
        this.ofProcess = ofProcess;
    }

    /** A file that is nobody else's as long as its lock is held. */
    private record Claim(Path file, FileChannel channel, Set<Path> ofProcess) {

        static Optional<Claim> of(Path file, Set<Path> ofProcess) throws IOException {
            if (!ofProcess.add(file)) {
                return Optional.empty();
            }
            var claim = ofOthers(file, ofProcess);
            if (claim.isEmpty()) {
                ofProcess.remove(file);
            }
            return claim;
        }

        private static Optional<Claim> ofOthers(Path file, Set<Path> ofProcess) throws IOException {
            var channel = FileChannel.open(lock(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new Claim(file, channel, ofProcess));
                }
            } catch (OverlappingFileLockException another) {
                LOG.log(System.Logger.Level.DEBUG, "this process has it, but said so to nobody", another);
            }
            channel.close();
            return Optional.empty();
        }

        private static Path lock(Path file) {
            return file.resolveSibling(file.getFileName() + LOCK);
        }

        void letGo() throws IOException {
            channel.close();
            ofProcess.remove(file);
        }

        void remove() throws IOException {
            Files.deleteIfExists(file);
            channel.close();
            Files.deleteIfExists(lock(file));
            ofProcess.remove(file);
        }
    }

    /** What a window had when it crashed. */
    static final class Left {

        private final Claim claim;
        private final SavedExperiment saved;
        private final FileTime at;

        private Left(Claim claim, SavedExperiment saved, FileTime at) {
            this.claim = claim;
            this.saved = saved;
            this.at = at;
        }

        SavedExperiment saved() {
            return saved;
        }

        FileTime at() {
            return at;
        }
    }

    synchronized void keep(SavedExperiment saved) throws LayergraftException {
        try {
            if (own.isEmpty()) {
                Files.createDirectories(folder);
                own = Claim.of(folder.resolve(UUID.randomUUID() + ExperimentFile.ENDING), ofProcess);
            }
        } catch (IOException failed) {
            throw unwritable(failed);
        }
        if (own.isPresent()) {
            ExperimentFile.write(saved, own.get().file());
        }
    }

    /** There is nothing that could be lost. */
    synchronized void clear() throws LayergraftException {
        try {
            if (own.isPresent()) {
                Files.deleteIfExists(own.get().file());
            }
        } catch (IOException failed) {
            throw unwritable(failed);
        }
    }

    private LayergraftException unwritable(IOException failed) {
        return new LayergraftException(
                LayergraftException.Fault.INPUT,
                Problem.of("ui", "recovery.unwritable", folder, failed.getMessage()),
                failed);
    }

    /** What crashes left, newest first; it is this window's until it is let go, forgotten or taken over. */
    synchronized List<Left> left() {
        var left = new ArrayList<Left>();
        try (var files = Files.isDirectory(folder) ? Files.list(folder) : java.util.stream.Stream.<Path>empty()) {
            var there = files.toList();
            for (Path file : there.stream().filter(ExperimentFile::isNamed).toList()) {
                claimLeft(file).ifPresent(left::add);
            }
            for (Path lock :
                    there.stream().filter(f -> f.toString().endsWith(LOCK)).toList()) {
                removeEmpty(lock);
            }
        } catch (IOException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "cannot look into " + folder, unreadable);
        }
        left.sort((a, b) -> b.at().compareTo(a.at()));
        return List.copyOf(left);
    }

    /** A lock of a window that crashed while it had nothing to keep. One that was made just now may not be locked yet. */
    private void removeEmpty(Path lock) throws IOException {
        String name = lock.getFileName().toString();
        Path file = lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
        if (Files.notExists(lock) || Files.exists(file)) {
            return;
        }
        boolean old = Files.getLastModifiedTime(lock)
                .toInstant()
                .isBefore(Instant.now().minusSeconds(NEW_S));
        Optional<Claim> claim = old ? Claim.of(file, ofProcess) : Optional.empty();
        if (claim.isPresent()) {
            claim.get().remove();
        }
    }

    private Optional<Left> claimLeft(Path file) throws IOException {
        if (own.filter(o -> o.file().equals(file)).isPresent()) {
            return Optional.empty();
        }
        var claim = Claim.of(file, ofProcess);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Left(claim.get(), ExperimentFile.read(file).saved(), Files.getLastModifiedTime(file)));
        } catch (LayergraftException | IOException unusable) {
            // It was written whole, so only another version or somebody else could have made it so.
            LOG.log(System.Logger.Level.DEBUG, "cannot be restored: " + file, unusable);
            claim.get().letGo();
            return Optional.empty();
        }
    }

    /** Nobody wants it. */
    synchronized void forget(Left left) {
        quietly(left.claim::remove);
    }

    /** It may be offered another day. */
    synchronized void letGo(Left left) {
        quietly(left.claim::letGo);
    }

    /** It is what this window has from now on. */
    synchronized void takeOver(Left left) {
        own.ifPresent(before -> quietly(before::remove));
        own = Optional.of(left.claim);
    }

    private interface Step {
        void take() throws IOException;
    }

    private static void quietly(Step step) {
        try {
            step.take();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a file for recovery stays", e);
        }
    }

    /** The window closes as it should: nothing is left. */
    @Override
    public synchronized void close() {
        own.ifPresent(claim -> quietly(claim::remove));
        own = Optional.empty();
    }
}
