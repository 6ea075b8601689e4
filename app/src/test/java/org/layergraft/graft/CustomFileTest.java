package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** Other people's archives as layers; PyTorch says whether they still do what they did alone. */
class CustomFileTest {

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(script(), "make", folder);
    }

    private static String script() throws Exception {
        return Path.of(CustomFileTest.class.getResource("custom_files.py").toURI())
                .toString();
    }

    private LayerSpec layer(String file, String name) {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("file", new Hyper.Word(folder.resolve(file + ".pt").toString()));
        return new LayerSpec("custom", name, hypers);
    }

    private static Edit insert(String after, LayerSpec layer) {
        return new Edit.Insert("", after, layer, Edit.Scope.THIS);
    }

    private Path write(ScriptModel model, String name) throws Exception {
        var file = folder.resolve(name + ".pt");
        ScriptWriter.write(model, file);
        return file;
    }

    private String layers(String... names) {
        var files = new ArrayList<String>();
        for (String name : names) {
            files.add(folder.resolve(name + ".pt").toString());
        }
        return String.join(",", files);
    }

    @Test
    void filesAsLayersDoWhatTheyDoAlone() throws Exception {
        var bare = BareModel.make();
        var rich = Grafter.apply(bare, List.of(insert(BareModel.INPUT, layer("rich", "rich"))));
        var chain = Grafter.apply(
                bare,
                List.of(
                        insert(BareModel.INPUT, layer("first", "one")),
                        insert("one", layer("rich", "two")),
                        insert("two", layer("second", "three")),
                        insert("three", layer("first", "four"))));
        // A base with constants of its own.
        var traced = ScriptReader.read(folder.resolve("second.pt"));
        var behind = Grafter.apply(traced, List.of(insert("/@return", layer("first", "added"))));
        // As a layer of a layer: what is saved is read again.
        var again =
                Grafter.apply(ScriptReader.read(write(chain, "chain")), List.of(insert("four", layer("rich", "five"))));
        var results = PythonTorch.run(
                        script(),
                        "compare",
                        write(rich, "a"),
                        layers("rich"),
                        write(chain, "b"),
                        layers("first", "rich", "second", "first"),
                        write(behind, "c"),
                        layers("second", "first"),
                        write(again, "d"),
                        layers("first", "rich", "second", "first", "rich"))
                .strip()
                .lines()
                .toList();
        assertEquals(List.of("same", "same", "same", "same"), results);
        var parameters = ModelGraphs.read(chain).parameters();
        assertTrue(
                parameters.stream()
                        .anyMatch(p -> p.name().equals("two.blocks.0.fc.weight")
                                && p.aliases().contains("two.blocks.1.fc.weight")),
                parameters.toString());
        assertTrue(parameters.stream().anyMatch(p -> p.name().equals("two.frozen") && !p.trainable()));
    }

    @Test
    void anEditOutlivesItsFile() throws Exception {
        var layer = LayerSettings.resolve(layer("rich", "rich"), Site.UNKNOWN);
        var edits = List.of(insert(BareModel.INPUT, layer));
        assertEquals(edits, EditScript.read(EditScript.write(edits)));
        var made = Grafter.apply(BareModel.make(), edits);
        var saved = ScriptReader.read(write(made, "saved"));
        Files.delete(folder.resolve("rich.pt"));
        var lost = assertThrows(LayergraftException.class, () -> Grafter.apply(BareModel.make(), edits));
        assertTrue(lost.getMessage().contains("cannot be read"), lost.getMessage());
        var others = new LinkedHashMap<String, Content>(BareModel.make().others());
        saved.others().forEach((path, content) -> {
            if (path.startsWith("extra/layergraft/custom/")) {
                others.put(path, content);
            }
        });
        var bare = BareModel.make();
        var again = Grafter.apply(bare.with(bare.code(), bare.module(), bare.storages(), others), edits);
        assertEquals(made.code(), again.code());
        Files.writeString(folder.resolve("rich.pt"), "something else");
        var changed = assertThrows(LayergraftException.class, () -> Grafter.apply(BareModel.make(), edits));
        assertTrue(changed.getMessage().contains("is not what it was"), changed.getMessage());
    }

    @Test
    void whatIsNoLayerIsRefused() throws Exception {
        var two = assertThrows(
                LayergraftException.class,
                () -> Grafter.apply(BareModel.make(), List.of(insert(BareModel.INPUT, layer("two", "two")))));
        assertTrue(two.getMessage().contains("takes (Tensor, Tensor) and returns Tensor"), two.getMessage());
        Files.writeString(folder.resolve("text.pt"), "no archive");
        assertThrows(
                LayergraftException.class,
                () -> Grafter.apply(BareModel.make(), List.of(insert(BareModel.INPUT, layer("text", "text")))));
    }

    @Test
    void oneVersionNumberForBothOrNone() throws Exception {
        var divides = ScriptReader.read(folder.resolve("divides.pt"));
        var bare = BareModel.make();
        int before = OperatorVersions.of(bare);
        int high = OperatorVersions.of(divides);
        assertNotEquals(before, high);
        var merged = Grafter.apply(bare, List.of(insert(BareModel.INPUT, layer("divides", "divides"))));
        assertEquals(high, OperatorVersions.of(merged));
        // In the older archive gelu has another meaning, so the two cannot be one.
        var gelu = new LayerSpec("gelu", "old", new LinkedHashMap<>());
        var old = Grafter.apply(bare, List.of(insert(BareModel.INPUT, gelu)));
        var refused = assertThrows(
                LayergraftException.class,
                () -> Grafter.apply(old, List.of(insert("old", layer("divides", "divides")))));
        assertTrue(refused.getMessage().contains("gelu would mean something else"), refused.getMessage());
    }
}
