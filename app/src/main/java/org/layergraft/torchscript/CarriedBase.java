package org.layergraft.torchscript;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.layergraft.text.LayergraftException;

/**
 * A changed model that has with it, as extra files, whatever it takes to get the model back that it was made from: texts that changed,
 * the object tree, dropped entries, and tensors that only the original uses. libtorch and Python read extra files only when they are
 * asked for by name, so nobody else notices.
 *
 * <p>{@code extra/layergraft/base/index} lists the original's entries in their order. An entry that changed or is gone lies below
 * {@code extra/layergraft/base/}; every other one is the changed model's own.
 */
public final class CarriedBase {

    private static final String FOLDER = "extra/layergraft/base/";
    private static final String INDEX = FOLDER + "index";
    private static final String CODE = "code/";
    private static final String DATA = "data/";
    private static final String PICKLE = "data.pkl";

    private CarriedBase() {}

    public static boolean isIn(ScriptModel model) {
        return model.others().containsKey(INDEX);
    }

    /** {@code changed} with what gives {@code base} back. */
    public static ScriptModel carry(ScriptModel base, ScriptModel changed) {
        var extras = new LinkedHashMap<String, Content>();
        var index = new ArrayList<String>();
        var used = storages(changed);
        for (String key : storages(base)) {
            index.add(DATA + key);
            if (!used.contains(key)
                    || !same(base.storages().get(key), changed.storages().get(key))) {
                extras.put(FOLDER + DATA + key, base.storages().get(key));
            }
        }
        extras.put(
                FOLDER + PICKLE,
                base.pickle().orElseGet(() -> new Content.InMemory(PickleWriter.write(base.module()))));
        base.code().forEach((unit, text) -> {
            index.add(CODE + unit);
            if (!text.equals(changed.code().get(unit))) {
                extras.put(FOLDER + CODE + unit, new Content.InMemory(text.getBytes(StandardCharsets.UTF_8)));
            }
        });
        base.others().forEach((path, content) -> {
            index.add(path);
            if (!same(content, changed.others().get(path))) {
                extras.put(FOLDER + path, content);
            }
        });
        extras.put(INDEX, new Content.InMemory(String.join("\n", index).getBytes(StandardCharsets.UTF_8)));
        var others = new LinkedHashMap<>(changed.others());
        others.putAll(extras);
        return changed.with(changed.code(), changed.module(), changed.storages(), others);
    }

    /** The storages that are written, in their order. */
    private static List<String> storages(ScriptModel model) {
        var used = new java.util.HashSet<String>();
        Tensors.in(model.module()).forEach(t -> used.add(t.storage()));
        return model.storages().keySet().stream().filter(used::contains).toList();
    }

    private static boolean same(Content one, Content other) {
        return one == other || one.equals(other);
    }

    /**
     * The model that {@link #carry} was given as {@code base}: writing it gives the same bytes.
     *
     * @throws LayergraftException when something of it is missing or damaged
     */
    public static ScriptModel restore(ScriptModel carrying) throws LayergraftException {
        var code = new TreeMap<String, String>();
        var storages = new LinkedHashMap<String, Content>();
        var others = new LinkedHashMap<String, Content>();
        for (String path : text(carrying, INDEX).lines().toList()) {
            var own = carrying.others().get(FOLDER + path);
            if (path.startsWith(DATA)) {
                String key = path.substring(DATA.length());
                storages.put(key, own != null ? own : present(carrying.storages(), key, path));
            } else if (path.startsWith(CODE) && path.endsWith(".py")) {
                String unit = path.substring(CODE.length());
                String same = carrying.code().get(unit);
                code.put(unit, own != null || same == null ? text(carrying, FOLDER + path) : same);
            } else {
                others.put(path, own != null ? own : present(carrying.others(), path, path));
            }
        }
        String file = carrying.file().getFileName().toString();
        var pickle = present(carrying.others(), FOLDER + PICKLE, PICKLE);
        if (!(PickleReader.read(ScriptEntries.bytes(pickle), file, FOLDER + PICKLE) instanceof Value.Instance root)) {
            throw ArchiveProblem.of("archive.stateDict", file);
        }
        ScriptReader.checkStorages(file, root, storages);
        return new ScriptModel(carrying.file(), carrying.folder(), code, root, storages, others, Optional.of(pickle));
    }

    private static Content present(SequencedMap<String, Content> entries, String key, String path)
            throws LayergraftException {
        var found = entries.get(key);
        if (found == null) {
            throw ArchiveProblem.of("carried.missing", path);
        }
        return found;
    }

    private static String text(ScriptModel model, String path) throws LayergraftException {
        var found = ScriptEntries.text(model, path);
        if (found.isEmpty()) {
            throw ArchiveProblem.of("carried.missing", path);
        }
        return found.get();
    }

    /** Tells whether code and object tree are those of another model; tensors are not looked at. */
    public static String fingerprint(ScriptModel model) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            model.code().forEach((unit, text) -> {
                digest.update(unit.getBytes(StandardCharsets.UTF_8));
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            });
            digest.update(PickleWriter.write(model.module()));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
