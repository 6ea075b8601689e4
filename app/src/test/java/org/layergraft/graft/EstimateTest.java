package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;

/** What edits would add to the shipped samples. */
class EstimateTest {

    private static ScriptModel sample(String name) throws Exception {
        return ScriptReader.read(Path.of(System.getProperty("layergraft.samples", "samples"), name));
    }

    private static Estimate of(ScriptModel model, ShapeSource shapes, String json) throws Exception {
        var edit = EditScript.read("{\"edits\": [" + json.replace('\'', '"') + "]}")
                .getFirst();
        return Estimate.of(Grafter.start(model), edit, shapes);
    }

    @Test
    void aLayerOnAnEdgeCostsItsParametersAndItsOperations() throws Exception {
        var model = sample("mini_mlp.pt");
        String insert =
                "{'op': 'insert', 'after': '/relu', 'layer': {'kind': 'linear', 'name': 'a', 'in_features': 32}}";
        var measured = of(model, (_, _) -> Optional.of(Shape.of(7, 32)), insert);
        assertEquals(32 * 32 + 32, measured.parameters());
        assertEquals(4 * (32 * 32 + 32), measured.bytes());
        // 32 multiply-adds and the bias, for each of 32 numbers of each sample.
        assertEquals(0, measured.flops().orElseThrow() % (32 * 65));
        String declare = "{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'a', 'in_features': 3}}";
        assertEquals(new Estimate(12, 48, OptionalLong.of(0)), of(model, ShapeSource.NONE, declare));
        assertEquals(
                new Estimate(0, 0, OptionalLong.of(0)),
                of(model, ShapeSource.NONE, "{'op': 'freeze', 'module': 'fc1'}"));
    }

    @Test
    void oneLayerInEveryModuleOfAClassCountsOnceForEach() throws Exception {
        var model = sample("co_dino_head.pt");
        var layers = Grafter.start(model).model();
        String one =
                "{'op': 'wrap', 'module': 'transformer.encoder.layers.0', 'layer': {'kind': 'adapter', 'name': 'a',"
                        + " 'embed_dim': 32}}";
        String all = one.replace("'layer'", "'scope': 'all', 'layer'");
        ShapeSource shapes = (_, _) -> Optional.of(Shape.of(2, 5, 32));
        var this1 = of(layers, shapes, one);
        var every = of(layers, shapes, all);
        long count = every.parameters() / this1.parameters();
        assertTrue(count > 1, every.toString());
        assertEquals(count * this1.parameters(), every.parameters());
        assertEquals(count * this1.flops().getAsLong(), every.flops().getAsLong());
        assertEquals(OptionalLong.of(10L * (8 * 65 + 8 + 32 * 17 + 32)), this1.flops());
    }

    @Test
    void whatAReplacementTakesAwayCountsNegative() throws Exception {
        var model = sample("mini_mlp.pt");
        var less = of(
                model, ShapeSource.NONE, "{'op': 'replace', 'module': 'fc2', 'layer': {'kind': 'relu', 'name': ''}}");
        assertTrue(less.parameters() < 0 && less.bytes() == 4 * less.parameters(), less.toString());
    }

    /** The new Linear and the old one differ by 4 inputs' products and the bias, each way for 8 samples. */
    @Test
    void operationsOfAReplacementAreTheDifferenceToo() throws Exception {
        var model = sample("mini_mlp.pt");
        String replace = "{'op': 'replace', 'module': 'fc1', 'layer': {'kind': 'linear', 'name': '', 'bias': false}}";
        assertEquals(new Estimate(-32, -128, OptionalLong.of(-8 * 32)), of(model, ShapeSource.NONE, replace));
        String same = replace.replace(", 'bias': false", "");
        assertTrue(of(model, ShapeSource.NONE, same).isNothing());
        assertEquals(
                new Estimate(-544, -2176, OptionalLong.of(8 * 16 - 8 * 32 * 33)),
                of(
                        model,
                        ShapeSource.NONE,
                        "{'op': 'replace', 'module': 'fc1', 'layer': {'kind': 'relu', 'name': ''}}"));
    }

    /** The block is called twice, and it calls its Linear twice. */
    @Test
    void aLayerIsCountedAsOftenAsItIsCalled(@TempDir Path folder) throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                Path.of(EstimateTest.class.getResource("replaced.py").toURI()).toString(), folder);
        var model = ScriptReader.read(folder.resolve("twice.pt"));
        String wrap = "{'op': 'wrap', 'module': 'block.fc', 'layer': {'kind': 'relu', 'name': 'a'}}";
        ShapeSource shapes = (_, _) -> Optional.of(Shape.of(2, 6));
        assertEquals(new Estimate(0, 0, OptionalLong.of(4 * 12)), of(model, shapes, wrap));
        String inside =
                "{'op': 'insert', 'module': 'block', 'after': 'block.fc#2', 'layer': {'kind': 'relu', 'name': 'a'}}";
        assertEquals(new Estimate(0, 0, OptionalLong.of(2 * 12)), of(model, shapes, inside));
    }

    @Test
    void aProspectTellsWhatTheEditWillAddInAllModules() throws Exception {
        for (String json : List.of(
                "{'op': 'wrap', 'module': 'fc1', 'scope': 'all', 'layer': {'kind': 'lora', 'name': 'a', 'r': 4}}",
                "{'op': 'wrap', 'module': 'fc*', 'layer': {'kind': 'adapter', 'name': 'a'}}",
                "{'op': 'replace', 'module': 'fc1', 'scope': 'all', 'layer': {'kind': 'mlp', 'name': ''}}",
                "{'op': 'insert', 'module': '', 'after': 'fc1', 'layer': {'kind': 'linear', 'name': 'a'}}",
                "{'op': 'branch', 'module': '', 'after': 'fc1', 'use': 'ignored', 'layer': {'kind': 'gelu', 'name':"
                        + " 'a'}}",
                "{'op': 'declare', 'module': 'fc1', 'layer': {'kind': 'linear', 'name': 'a', 'in_features': 3}}")) {
            var model = Grafter.start(sample("mini_mlp.pt"));
            var edit = EditScript.read("{\"edits\": [" + json.replace('\'', '"') + "]}")
                    .getFirst();
            var told =
                    Prospect.of(model, edit, ShapeSource.NONE).adds(edit.added().orElseThrow());
            assertEquals(Optional.of(Estimate.of(model, edit, ShapeSource.NONE)), told, json);
        }
    }

    @Test
    void aMeasuredLogIsCountedWithoutARunWhateverItsLayersAreCalledByNow() throws Exception {
        var model = sample("mini_mlp.pt");
        var edits = EditScript.read("""
            {"edits": [
              {"op": "insert", "after": "/relu", "layer": {"kind": "linear", "name": "a", "in_features": 32}},
              {"op": "rename", "module": "a", "to": "b"},
              {"op": "freeze", "module": "fc1"}]}
            """);
        var report = new ShapeReport(
                Map.of(
                        "b/@input",
                        new Seen(List.of(new Seen.Tensor("", Shape.of(7, 32), Optional.empty(), "cpu")), 1, 1, false)),
                List.of(),
                "cpu",
                Optional.empty());
        var measured = Estimate.of(model, edits, report);
        assertEquals(new Estimate(1056, 4224, OptionalLong.of(7 * 32 * 65)), measured.get(0));
        assertTrue(measured.get(1).isNothing() && measured.get(2).isNothing(), measured.toString());
        assertEquals(
                OptionalLong.of(8 * 32 * 65),
                Estimate.of(model, edits, ShapeReport.EMPTY).getFirst().flops(),
                "the archive's own inputs");
    }

    @Test
    void whatAnEditAddsIsToldInNumbers() {
        var texts = new Texts(Locale.ENGLISH);
        assertEquals(
                "+1,056 parameters, +4,224 bytes, +14,560 FLOPs a forward",
                texts.get(EditTexts.adds(new Estimate(1056, 4224, OptionalLong.of(14560)))
                        .orElseThrow()));
        assertEquals(
                "-12 parameters, -48 bytes",
                texts.get(EditTexts.adds(new Estimate(-12, -48, OptionalLong.empty()))
                        .orElseThrow()));
        assertEquals(Optional.empty(), EditTexts.adds(new Estimate(0, 0, OptionalLong.of(0))));
    }
}
