package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.layergraft.text.LayergraftException;

/**
 * Saves a model as an archive that {@code torch.jit.load} reads, all of it or nothing: it grows in a temporary file beside the
 * target and replaces the target in one move. Tensor bytes go from file to file through a buffer of a megabyte outside the heap.
 *
 * <p>A model that is saved over the file it was opened from still points at the old file's bytes: open it again before using it.
 */
public final class ScriptWriter {

    private static final String EXTRA = "extra/";

    /** The share that is told once all is copied; the rest is for the disk to take it. */
    private static final double COPIED = 0.99;

    private ScriptWriter() {}

    /**
     * Storages that no tensor uses any more are left out.
     *
     * @throws LayergraftException with an INPUT fault when the target cannot be written or a source is gone; the target is then as
     *     it was
     */
    public static void write(ScriptModel model, Path target) throws LayergraftException {
        write(model, target, _ -> {});
    }

    /**
     * The same.
     *
     * @param told of the share that is written, from 0 to 1, on this thread, and of 1 at the very end, before the target is replaced:
     *     what it throws goes through and leaves the target as it was
     */
    public static void write(ScriptModel model, Path target, DoubleConsumer told) throws LayergraftException {
        var absolute = target.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw ArchiveProblem.of("save.folder", absolute);
        }
        try {
            // A link stays a link; what it points to is replaced.
            var real = Files.exists(absolute) ? absolute.toRealPath() : absolute;
            if (real.getParent() == null || !Files.isDirectory(real.getParent())) {
                throw ArchiveProblem.of("save.noFolder", real, real.getParent());
            }
            replace(model, real, told);
        } catch (IOException failed) {
            throw ArchiveProblem.unwritable(absolute, failed);
        }
    }

    private static void replace(ScriptModel model, Path target, DoubleConsumer told)
            throws IOException, LayergraftException {
        var temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeEntries(model, channel, told);
                channel.force(true);
            }
            told.accept(1);
            keepPermissions(target, temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeEntries(ScriptModel model, FileChannel channel, DoubleConsumer told)
            throws IOException, LayergraftException {
        var used = new HashSet<String>();
        Tensors.in(model.module()).forEach(tensor -> used.add(tensor.storage()));
        try (var reader = ContentReader.ofTensors()) {
            // Tensors are nearly all of it, and what is copied is not yet on the disk.
            double tensors = 1
                    + model.storages().entrySet().stream()
                            .filter(s -> used.contains(s.getKey()))
                            .mapToLong(s -> s.getValue().length())
                            .sum();
            var zip = new ZipWriter(channel, reader, bytes -> told.accept(COPIED * Math.min(1, bytes / tensors)));
            String top = model.folder() + "/";
            // The order of export_module.cpp: extra files, tensors, the object tree, code, the rest.
            for (var entry : model.others().entrySet()) {
                if (entry.getKey().startsWith(EXTRA)) {
                    zip.add(top + entry.getKey(), entry.getValue());
                }
            }
            for (var entry : model.storages().entrySet()) {
                if (used.contains(entry.getKey())) {
                    zip.add(top + "data/" + entry.getKey(), entry.getValue());
                }
            }
            zip.add(
                    top + "data.pkl",
                    model.pickle().orElseGet(() -> new Content.InMemory(PickleWriter.write(model.module()))));
            for (var entry : model.code().entrySet()) {
                var text = new Content.InMemory(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.add(top + "code/" + entry.getKey(), text);
            }
            for (var entry : model.others().entrySet()) {
                if (!entry.getKey().startsWith(EXTRA)) {
                    zip.add(top + entry.getKey(), entry.getValue());
                }
            }
            zip.finish();
            reader.confirmUnchanged();
        }
    }

    private static void keepPermissions(Path target, Path temporary) throws IOException {
        boolean posix = Files.getFileStore(temporary).supportsFileAttributeView("posix");
        if (posix && Files.exists(target)) {
            Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
        }
    }
}
