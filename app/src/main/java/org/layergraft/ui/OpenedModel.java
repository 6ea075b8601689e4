package org.layergraft.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.layergraft.experiment.FileHash;
import org.layergraft.text.LayergraftException;

/** The file of the open model, as it was when it was opened. Its methods read it: call them in the background. */
final class OpenedModel {

    private final Path file;
    private Optional<Stamp> stamp;
    private Optional<String> hash = Optional.empty();

    /** What tells without reading that a file is another. */
    record Stamp(long size, FileTime modified) {
        /** Empty where there is no file. */
        static Optional<Stamp> of(Path file) {
            try {
                var found = Files.readAttributes(file, BasicFileAttributes.class);
                return found.isRegularFile()
                        ? Optional.of(new Stamp(found.size(), found.lastModifiedTime()))
                        : Optional.empty();
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    OpenedModel(Path file) {
        this.file = file.toAbsolutePath().normalize();
        stamp = Stamp.of(this.file);
    }

    Path file() {
        return file;
    }

    /** Of the file as it was opened; read once. */
    synchronized String hash() throws LayergraftException {
        if (hash.isEmpty()) {
            hash = Optional.of(FileHash.of(file));
        }
        return hash.get();
    }

    /** Of the file as it lies there now, which is what a run would execute. */
    synchronized String hashNow() throws LayergraftException {
        return Stamp.of(file).equals(stamp) ? hash() : FileHash.of(file);
    }

    /** Whether the file lies there and its content is another. */
    synchronized boolean isAnotherNow() throws LayergraftException {
        Optional<Stamp> now = Stamp.of(file);
        return now.isPresent() && !looksTheSame(now) && isAnother(now);
    }

    synchronized boolean looksTheSame(Optional<Stamp> now) {
        return now.equals(stamp);
    }

    /** Whether its content is another. A file that was only touched counts as the same from now on. */
    synchronized boolean isAnother(Optional<Stamp> now) throws LayergraftException {
        if (hash.isEmpty() || !FileHash.of(file).equals(hash.get())) {
            return true;
        }
        stamp = now;
        return false;
    }
}
