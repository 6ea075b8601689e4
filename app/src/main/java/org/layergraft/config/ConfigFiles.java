package org.layergraft.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/** Where configs are read from: the disk, with some files as they would be after a change. */
final class ConfigFiles {

    /** The largest configs there are have a hundredth of it. */
    static final long LARGEST = 4 << 20;

    private final Map<Path, byte[]> changed;

    private ConfigFiles(Map<Path, byte[]> changed) {
        this.changed = Map.copyOf(changed);
    }

    static ConfigFiles onDisk() {
        return new ConfigFiles(Map.of());
    }

    ConfigFiles with(Path file, byte[] content) {
        var more = new HashMap<>(changed);
        more.put(file, content.clone());
        return new ConfigFiles(more);
    }

    boolean exists(Path file) {
        return changed.containsKey(file) || Files.isRegularFile(file);
    }

    boolean isFolder(Path file) {
        return Files.isDirectory(file);
    }

    /** Empty where there is no such file. @throws LayergraftException INPUT when it cannot be read, or is no config by its size */
    Optional<byte[]> read(Path file) throws LayergraftException {
        byte[] known = changed.get(file);
        if (known == null && !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (known == null && Files.size(file) <= LARGEST) {
                try (var in = Files.newInputStream(file)) {
                    known = in.readNBytes((int) LARGEST + 1);
                }
            }
        } catch (IOException failed) {
            throw new LayergraftException(
                    Fault.INPUT,
                    Problem.of("config", "read.failed", file, String.valueOf(failed.getMessage())),
                    failed);
        }
        if (known == null || known.length > LARGEST) {
            throw LayergraftException.input("config", "read.large", file, LARGEST >> 20);
        }
        return Optional.of(known);
    }
}
