package org.layergraft.graft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptEntries;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;

/**
 * A TorchScript file that someone wants as a layer. A model that has it keeps its bytes as {@code
 * extra/layergraft/custom/<sha256>.pt}, so that the edit can be done again wherever the file is by then.
 */
record CustomFile(String sha256, byte[] bytes) {

    private static final String FOLDER = "extra/layergraft/custom/";
    /** It is read whole: a layer, not a model of its own. */
    private static final long LARGEST = 1L << 29;

    static String entry(String sha256) {
        return FOLDER + sha256 + ".pt";
    }

    String entry() {
        return entry(sha256);
    }

    /** The spec with the file's hash in it. */
    static LayerSpec named(LayerSpec layer) throws LayergraftException {
        boolean isFile = layer.kind().equals(CustomKinds.ID)
                && layer.hypers().get("file") instanceof Hyper.Word(String file)
                && !file.isBlank();
        boolean known = layer.hypers().get("sha256") instanceof Hyper.Word(String sha) && !sha.isBlank();
        if (!isFile || known) {
            return layer;
        }
        var hypers = new LinkedHashMap<>(layer.hypers());
        hypers.put("sha256", new Hyper.Word(read(((Hyper.Word) hypers.get("file")).value()).sha256));
        return new LayerSpec(layer.kind(), layer.name(), hypers, layer.each());
    }

    /** From what the model keeps, else from the file. */
    static CustomFile of(ScriptModel model, Settings settings) throws LayergraftException {
        String wanted = settings.word("sha256");
        var kept = model.others().get(entry(wanted));
        if (!wanted.isEmpty() && kept != null) {
            return new CustomFile(wanted, ScriptEntries.bytes(kept));
        }
        String file = settings.word("file");
        if (file.isBlank()) {
            throw Problems.of("custom.lost", wanted);
        }
        var found = read(file);
        if (!wanted.isEmpty() && !wanted.equals(found.sha256)) {
            throw Problems.of("custom.changedFile", file);
        }
        return found;
    }

    /** {@code base} with the files that {@code from} keeps. */
    static ScriptModel keep(ScriptModel from, ScriptModel base) {
        var others = new LinkedHashMap<>(base.others());
        from.others().forEach((path, content) -> {
            if (path.startsWith(FOLDER)) {
                others.putIfAbsent(path, content);
            }
        });
        return base.with(base.code(), base.module(), base.storages(), others);
    }

    static ScriptModel without(ScriptModel model) {
        var others = new LinkedHashMap<>(model.others());
        others.keySet().removeIf(path -> path.startsWith(FOLDER));
        return model.with(model.code(), model.module(), model.storages(), others);
    }

    private static CustomFile read(String file) throws LayergraftException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LARGEST) {
                throw Problems.of("custom.tooLarge", file, LARGEST >> 20);
            }
            byte[] bytes = Files.readAllBytes(path);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new CustomFile(HexFormat.of().formatHex(hash), bytes);
        } catch (IOException | java.nio.file.InvalidPathException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT, Problem.of("graft", "custom.unreadable", file), failed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Read, with everything in memory: nothing points at a file any more. */
    ScriptModel model(String name) throws LayergraftException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("layergraft-custom");
            Path file = folder.resolve(name + ".pt");
            Files.write(file, bytes);
            return inMemory(ScriptReader.read(file));
        } catch (IOException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.ENGINE, Problem.of("graft", "custom.unreadable", name), failed);
        } finally {
            delete(folder, name);
        }
    }

    private static void delete(Path folder, String name) {
        try {
            if (folder != null) {
                Files.deleteIfExists(folder.resolve(name + ".pt"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException _) {
            // The system's temporary folder is cleared by the system.
        }
    }

    private static ScriptModel inMemory(ScriptModel model) throws LayergraftException {
        var storages = new LinkedHashMap<String, Content>();
        for (var entry : model.storages().entrySet()) {
            storages.put(entry.getKey(), new Content.InMemory(ScriptEntries.bytes(entry.getValue())));
        }
        var others = new LinkedHashMap<String, Content>();
        for (var entry : model.others().entrySet()) {
            others.put(entry.getKey(), new Content.InMemory(ScriptEntries.bytes(entry.getValue())));
        }
        return model.with(model.code(), model.module(), storages, others);
    }
}
