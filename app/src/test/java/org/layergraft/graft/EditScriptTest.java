package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

class EditScriptTest {

    private static String complaint(String json) {
        return assertThrows(LayergraftException.class, () -> EditScript.read(json))
                .getMessage();
    }

    @Test
    void theScriptOfTheDesignIsRead() throws Exception {
        var edits = EditScript.read("""
            {"edits": [
              {"op": "declare", "module": "", "layer": {"kind": "parameter", "name": "class_embed", "shape": [32, 512]}},
              {"op": "insert", "module": "", "after": "encoder.0",
               "layer": {"kind": "linear", "name": "adapter", "in_features": 16, "out_features": 16, "bias": false}},
              {"op": "branch", "after": "/relu#2", "layer": {"kind": "linear", "name": "aux"}, "use": "loss",
               "weight": 0.5, "scope": "all"},
              {"op": "remove", "module": "adapter"}, {"op": "freeze", "module": "encoder.*"},
              {"op": "unfreeze", "module": ""}, {"op": "add_zero", "parameters": "{a,b}.bias"}]}
            """);
        var embed = new LinkedHashMap<String, Hyper>();
        embed.put("shape", new Hyper.Wholes(List.of(32L, 512L)));
        assertEquals(
                new Edit.Declare("", new LayerSpec("parameter", "class_embed", embed), Edit.Scope.THIS), edits.get(0));
        assertEquals(
                new Hyper.Flag(false),
                ((Edit.Insert) edits.get(1)).layer().hypers().get("bias"));
        assertEquals(
                new Edit.Branch(
                        "",
                        "/relu#2",
                        new LayerSpec("linear", "aux", new LinkedHashMap<>()),
                        Edit.Use.LOSS,
                        0.5,
                        Edit.Scope.ALL),
                edits.get(2));
        assertEquals(
                List.of(
                        new Edit.Remove("adapter"),
                        new Edit.Freeze("encoder.*"),
                        new Edit.Unfreeze(""),
                        new Edit.AddZero("{a,b}.bias")),
                edits.subList(3, 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                        | line 1",
                "{} x                                                     | line 1",
                "[]                                                       | $",
                "{}                                                       | edits is missing",
                "{'edits': {}}                                            | edits in",
                "{'edits': [], 'more': 1}                                 | more",
                "{'edits': [7]}                                           | edits[0]",
                "{'edits': [{'op': 'paint'}]}                             | edits[0].op",
                "{'edits': [{'op': 'wrap', 'module': 'a'}]}               | edits[0].layer is missing",
                "{'edits': [{'op': 'wrap', 'layer': {'kind': 'relu', 'name': 'a'}}]} | edits[0].module is missing",
                "{'edits': [{'op': 'rename', 'module': 'a'}]}             | edits[0].to is missing",
                "{'edits': [{'op': 'remove'}]}                            | edits[0].module is missing",
                "{'edits': [{'op': 'freeze', 'module': 3}]}               | edits[0].module",
                "{'edits': [{'op': 'freeze', 'module': 'a', 'to': 'b'}]}  | edits[0].to",
                "{'edits': [{'op': 'add_zero', 'module': 'a'}]}           | edits[0].module",
                "{'edits': [{'op': 'add_zero'}]}                          | edits[0].parameters is missing",
                "{'edits': [{'op': 'declare', 'layer': {'kind': 'lin', 'name': 'a'}}]}                   |"
                        + " edits[0].layer.kind",
                "{'edits': [{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'a', 'size': 3}}]}     |"
                        + " edits[0].layer.size",
                "{'edits': [{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'a', 'shape': {}}}]} |"
                        + " edits[0].layer.shape",
                "{'edits': [{'op': 'insert', 'layer': {'kind': 'relu', 'name': 'a'}}]}                   |"
                        + " edits[0].after is missing",
                "{'edits': [{'op': 'branch', 'after': 'a', 'layer': {'kind': 'relu', 'name': 'a'}, 'use': 'no'}]} |"
                        + " edits[0].use",
                "{'edits': [], 'edits': []}                               | edits",
            })
    void whatItDoesNotKnowIsRefusedWithItsPlace(String json, String place) {
        String message = complaint(json.replace('\'', '"'));
        assertTrue(message.contains(place), message);
    }

    @Property(tries = 300)
    void whatIsWrittenReadsBackEqual(@ForAll("edits") List<Edit> edits) throws Exception {
        assertEquals(edits, EditScript.read(EditScript.write(edits)));
    }

    @Property(tries = 50)
    void undoAndRedoAreInverse(@ForAll("edits") List<Edit> edits) {
        var log = EditLog.EMPTY;
        for (var edit : edits) {
            log = log.then(edit);
        }
        var all = log;
        while (log.canUndo()) {
            assertEquals(log, log.undo().redo());
            log = log.undo();
        }
        assertEquals(List.of(), log.edits());
        while (log.canRedo()) {
            log = log.redo();
        }
        assertEquals(all, log);
    }

    @Provide
    Arbitrary<List<Edit>> edits() {
        var path = Arbitraries.strings().ascii().ofMaxLength(12);
        var scope = Arbitraries.of(Edit.Scope.values());
        Arbitrary<Edit> edit = Arbitraries.oneOf(
                Combinators.combine(path, layers(), scope).as(Edit.Declare::new),
                Combinators.combine(path, path, layers(), scope).as(Edit.Insert::new),
                Combinators.combine(
                                path, path, layers(), Arbitraries.of(Edit.Use.values()), Arbitraries.doubles(), scope)
                        .as(Edit.Branch::new),
                Combinators.combine(path, layers(), scope).as(Edit.Wrap::new),
                Combinators.combine(path, layers(), scope).as(Edit.Replace::new),
                Combinators.combine(path, path).as(Edit.Rename::new),
                path.map(Edit.Remove::new),
                path.map(Edit.Freeze::new),
                path.map(Edit.Unfreeze::new),
                path.map(Edit.AddZero::new));
        return edit.list().ofMaxSize(6);
    }

    private static Arbitrary<LayerSpec> layers() {
        return Combinators.combine(
                        Arbitraries.of(LayerKinds.all()),
                        Arbitraries.strings().all().ofMaxLength(8),
                        hypers().list().ofMaxSize(4))
                .as((kind, name, values) -> {
                    var given = new LinkedHashMap<String, Hyper>();
                    for (int i = 0; i < Math.min(values.size(), kind.hypers().size()); i++) {
                        given.put(kind.hypers().get(i).name(), values.get(i));
                    }
                    return new LayerSpec(kind.id(), name, given);
                });
    }

    private static Arbitrary<Hyper> hypers() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Hyper.Whole::new),
                Arbitraries.doubles().map(Hyper.Real::new),
                Arbitraries.of(true, false).map(Hyper.Flag::new),
                Arbitraries.strings().all().ofMaxLength(6).map(Hyper.Word::new),
                Arbitraries.longs().list().ofMaxSize(3).map(Hyper.Wholes::new));
    }

    @Test
    void whatIsWrongWithAScriptIsToldWithItsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mine.json");
        for (String json :
                List.of("{\"edits\": [", "[]", "{\"edits\": [{\"op\": \"graft\"}]}", "{\"edit\": []}", "{}")) {
            Files.writeString(file, json);
            var wrong = assertThrows(LayergraftException.class, () -> EditScript.readFile(file));
            for (var language : Texts.languages()) {
                String sentence = new Texts(language).get(wrong.problem());
                assertTrue(sentence.contains(file.toString()) && !sentence.contains("{3}"), sentence);
            }
        }
    }
}
