package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.layergraft.text.LayergraftException;

/**
 * Opens a TorchScript archive without libtorch and without executing or instantiating anything it names. Only code and pickles are
 * read; tensors stay in the file as {@link Content.InFile}, so opening costs the same for every size of model.
 *
 * <p>What an archive is: torch/csrc/jit/serialization/export_module.cpp.
 */
public final class ScriptReader {

    private static final String CODE = "code/";
    private static final String UNIT = ".py";
    private static final String DATA = "data/";
    private static final String PICKLE = "data.pkl";
    private static final String CONSTANTS = "constants.pkl";

    /** Bytes of all units together; the largest models come to a few million. */
    private static final long MOST_CODE = 1L << 25;

    private final Path file;
    private final String name;
    private final DoubleConsumer told;

    private ScriptReader(Path file, DoubleConsumer told) {
        this.file = file;
        this.name = file.getFileName().toString();
        this.told = told;
    }

    /** @throws LayergraftException with an INPUT fault and one sentence when the file is no TorchScript model we can keep intact */
    public static ScriptModel read(Path file) throws LayergraftException {
        return read(file, _ -> {});
    }

    /**
     * The same.
     *
     * @param told of the share of the archive's entries that was read, from 0 to 1
     */
    public static ScriptModel read(Path file, DoubleConsumer told) throws LayergraftException {
        var absolute = file.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            throw ArchiveProblem.of("archive.folder", absolute);
        }
        try {
            return new ScriptReader(absolute, told).read();
        } catch (IOException failed) {
            throw ArchiveProblem.unreadable(absolute, failed);
        }
    }

    private ScriptModel read() throws IOException, LayergraftException {
        var entries = entries();
        if (entries.isEmpty()) {
            throw ForeignFile.zip(file, entries.keySet(), entries.keySet());
        }
        // As libtorch does: the first entry's folder is the archive's.
        String first = entries.firstEntry().getKey();
        String folder = first.substring(0, Math.max(0, first.indexOf('/')));
        var below = new LinkedHashMap<String, Content>();
        entries.forEach((path, content) -> {
            if (path.startsWith(folder + "/")) {
                below.put(path.substring(folder.length() + 1), content);
            }
        });
        boolean hasCode = below.keySet().stream().anyMatch(ScriptReader::isUnit);
        if (!below.containsKey(PICKLE) || !below.containsKey(CONSTANTS) || !hasCode) {
            throw ForeignFile.zip(file, entries.keySet(), below.keySet());
        }
        return model(folder, below);
    }

    private SequencedMap<String, Content.InFile> entries() throws IOException, LayergraftException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ForeignFile.refuseUnlessZip(channel, file);
            return ZipDirectory.read(channel, file, FileStamp.of(file));
        }
    }

    private ScriptModel model(String folder, SequencedMap<String, Content> below) throws LayergraftException {
        var code = new TreeMap<String, String>();
        var storages = new LinkedHashMap<String, Content>();
        var others = new LinkedHashMap<String, Content>();
        long codeLength = 0;
        int seen = 0;
        Value module;
        try (var reader = ContentReader.ofText()) {
            for (var entry : below.entrySet()) {
                String path = entry.getKey();
                if (isUnit(path)) {
                    codeLength += entry.getValue().length();
                    if (codeLength < 0 || codeLength > MOST_CODE) {
                        throw ArchiveProblem.of("archive.tooLarge", codeLength >> 20, MOST_CODE >> 20);
                    }
                    code.put(path.substring(CODE.length()), ScriptEntries.text(reader, entry.getValue(), name, path));
                } else if (path.startsWith(DATA)) {
                    storages.put(path.substring(DATA.length()), entry.getValue());
                } else if (!path.equals(PICKLE)) {
                    others.put(path, entry.getValue());
                }
                seen++;
                told.accept((double) seen / below.size());
            }
            module = PickleReader.read(ScriptEntries.bytes(reader, below.get(PICKLE)), name, PICKLE);
        }
        if (!(module instanceof Value.Instance root)) {
            throw ArchiveProblem.of("archive.stateDict", name);
        }
        checkStorages(name, root, storages);
        return new ScriptModel(file, folder, code, root, storages, others, Optional.of(below.get(PICKLE)));
    }

    /** libtorch would read past the end of a storage that is shorter than its tensors say. */
    static void checkStorages(String name, Value.Instance root, SequencedMap<String, Content> storages)
            throws LayergraftException {
        for (var tensor : Tensors.in(root)) {
            var content = storages.get(tensor.storage());
            if (content == null && tensor.storageElements() == 0) {
                storages.put(tensor.storage(), new Content.InMemory(new byte[0]));
                continue;
            }
            if (content == null || content.length() / tensor.dtype().bytes() < tensor.storageElements()) {
                throw ArchiveProblem.of("archive.damagedTensor", name, PICKLE, tensor.storage());
            }
        }
    }

    private static boolean isUnit(String path) {
        return path.startsWith(CODE) && path.endsWith(UNIT);
    }
}
