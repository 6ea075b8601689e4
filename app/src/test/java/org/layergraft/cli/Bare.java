package org.layergraft.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** Archives as other people's programs write them. */
final class Bare {

    private Bare() {}

    static void withoutSettings(Path from, Path to) throws Exception {
        ScriptModel model = ScriptReader.read(from);
        var others = new LinkedHashMap<>(model.others());
        others.remove(ScriptModel.LAYERGRAFT_JSON);
        ScriptWriter.write(model.with(model.code(), model.module(), model.storages(), others), to);
    }
}
