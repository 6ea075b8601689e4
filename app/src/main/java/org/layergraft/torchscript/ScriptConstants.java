package org.layergraft.torchscript;

import java.util.List;
import org.layergraft.text.LayergraftException;

/**
 * The table behind {@code CONSTANTS.c0} in code: {@code constants.pkl}, a tuple whose tensors lie in {@code constants/<key>}. Source:
 * torch/csrc/jit/serialization/export_module.cpp.
 */
public final class ScriptConstants {

    public static final String PICKLE = "constants.pkl";
    /** Storages of the table's tensors stand below this folder, in {@link ScriptModel#others()}. */
    public static final String STORAGES = "constants/";

    private ScriptConstants() {}

    public static List<Value> read(ScriptModel model) throws LayergraftException {
        var content = model.others().get(PICKLE);
        if (content == null) {
            return List.of();
        }
        String file = model.file().getFileName().toString();
        return switch (PickleReader.read(ScriptEntries.bytes(content), file, PICKLE)) {
            case Value.Tuple(List<Value> constants) -> constants;
            case Value _ -> List.of();
        };
    }

    public static Content write(List<Value> constants) {
        return new Content.InMemory(PickleWriter.write(new Value.Tuple(constants)));
    }
}
