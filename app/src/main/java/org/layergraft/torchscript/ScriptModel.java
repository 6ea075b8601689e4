package org.layergraft.torchscript;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One TorchScript archive, read but never executed. Immutable: an edit makes another one that shares what did not change.
 * Layout of the zip: torch/csrc/jit/serialization/export_module.cpp.
 *
 * @param file where it was opened
 * @param folder the single top folder inside the zip, e.g. {@code model}
 * @param code every unit below {@code code/} that ends in {@code .py}, by its path below {@code code/}, e.g. {@code __torch__/layers.py}
 * @param module the object tree of {@code data.pkl}
 * @param storages tensor bytes by storage key ({@code data/<key>})
 * @param others every other entry by its path below the folder, in file order: {@code version}, {@code constants.pkl}, {@code
 *     constants/0}, {@code extra/layergraft.json}, {@code code/x.py.debug_pkl} …
 * @param pickle {@code data.pkl} as it was read, as long as {@code module} is what it holds: what nobody edits is saved to the same bytes
 */
public record ScriptModel(
        Path file,
        String folder,
        SortedMap<String, String> code,
        Value.Instance module,
        SequencedMap<String, Content> storages,
        SequencedMap<String, Content> others,
        Optional<Content> pickle) {

    /** Path below the folder of the extra file that carries inputs and loss. */
    public static final String LAYERGRAFT_JSON = "extra/layergraft.json";

    public ScriptModel {
        code = Collections.unmodifiableSortedMap(new TreeMap<>(code));
        storages = Collections.unmodifiableSequencedMap(storages);
        others = Collections.unmodifiableSequencedMap(others);
    }

    /** A model that no file holds yet. */
    public ScriptModel(
            Path file,
            String folder,
            SortedMap<String, String> code,
            Value.Instance module,
            SequencedMap<String, Content> storages,
            SequencedMap<String, Content> others) {
        this(file, folder, code, module, storages, others, Optional.empty());
    }

    public ScriptModel with(
            SortedMap<String, String> newCode,
            Value.Instance newModule,
            SequencedMap<String, Content> newStorages,
            SequencedMap<String, Content> newOthers) {
        var same = newModule == module ? pickle : Optional.<Content>empty();
        return new ScriptModel(file, folder, newCode, newModule, newStorages, newOthers, same);
    }

    /** Attributes of an object's state, in pickle order; empty for objects whose state is no dictionary. */
    public static Map<String, Value> attributes(Value.Instance instance) {
        var found = new java.util.LinkedHashMap<String, Value>();
        if (instance.state() instanceof Value.Dict dict) {
            for (var entry : dict.entries()) {
                if (entry.getKey() instanceof Value.Text(String name)) {
                    found.put(name, entry.getValue());
                }
            }
        }
        return found;
    }
}
