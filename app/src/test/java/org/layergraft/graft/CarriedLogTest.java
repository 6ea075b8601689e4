package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

class CarriedLogTest {

    @TempDir
    Path folder;

    private static ScriptModel sample() throws Exception {
        return ScriptReader.read(Path.of(System.getProperty("layergraft.samples"), "co_dino_head_class_embed.pt"));
    }

    private static List<Edit> edits(String... json) throws Exception {
        return EditScript.read("{\"edits\": [" + String.join(", ", json).replace('\'', '"') + "]}");
    }

    /** Changes code and data, drops a parameter with its storage, adds others, and changes layergraft.json. */
    private static EditLog log() throws Exception {
        return EditLog.of(edits(
                        "{'op': 'remove', 'module': 'class_embed'}",
                        "{'op': 'freeze', 'module': 'transformer.encoder'}",
                        "{'op': 'wrap', 'module': 'transformer.encoder.layers.0.norms.0', 'scope': 'all', 'layer':"
                                + " {'kind': 'gelu', 'name': 'act'}}",
                        "{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'extra', 'in_features': 3,"
                                + " 'out_features': 2}}",
                        "{'op': 'rename', 'module': 'extra', 'to': 'more'}"))
                .undo();
    }

    private Path written(String name, ScriptModel model) throws Exception {
        var file = folder.resolve(name);
        ScriptWriter.write(model, file);
        return file;
    }

    @Test
    void whatWasGraftedCanBeUndoneToTheByteAfterOpeningAgain() throws Exception {
        var base = sample();
        var log = log();
        var edited = Grafter.apply(base, log.edits());
        var file = written("edited.pt", CarriedLog.withLog(base, log, edited));
        var opened = CarriedLog.open(ScriptReader.read(file));
        assertTrue(opened.rebuilt(), opened.warning().toString());
        assertEquals(log, opened.log());
        assertEquals(-1, Files.mismatch(written("base.pt", base), written("again.pt", opened.base())));
        assertEquals(
                -1,
                Files.mismatch(
                        written("plain.pt", edited),
                        written(
                                "redone.pt",
                                Grafter.apply(opened.base(), opened.log().edits()))));
        // And on: the log grows, is saved and opened once more.
        var longer = opened.log().redo().then(new Edit.Freeze("more"));
        var next = Grafter.apply(opened.base(), longer.edits());
        var second = CarriedLog.open(
                ScriptReader.read(written("second.pt", CarriedLog.withLog(opened.base(), longer, next))));
        assertEquals(longer, second.log());
        assertEquals(-1, Files.mismatch(folder.resolve("base.pt"), written("third.pt", second.base())));
    }

    @Test
    void aLogThatCannotBeUsedIsAWarning() throws Exception {
        var base = sample();
        var carrying = CarriedLog.withLog(base, log(), Grafter.apply(base, log().edits()));
        for (String broken : List.of("extra/layergraft/edits.json", "extra/layergraft/base/data.pkl")) {
            var others = new LinkedHashMap<>(carrying.others());
            others.put(broken, new Content.InMemory("{\"edits\": 7".getBytes()));
            var model = carrying.with(carrying.code(), carrying.module(), carrying.storages(), others);
            var opened = CarriedLog.open(ScriptReader.read(written("broken.pt", model)));
            assertFalse(opened.rebuilt());
            assertTrue(opened.warning().isPresent());
            assertEquals(EditLog.EMPTY, opened.log());
        }
        var others = new LinkedHashMap<>(carrying.others());
        others.remove("extra/layergraft/base/data.pkl");
        var lost = carrying.with(carrying.code(), carrying.module(), carrying.storages(), others);
        assertTrue(CarriedLog.open(lost).warning().isPresent());
        // A model that was changed since its log was written is not what the log gives.
        var changed =
                CarriedLog.open(carrying.with(base.code(), carrying.module(), carrying.storages(), carrying.others()));
        assertTrue(changed.warning().isPresent());
    }
}
