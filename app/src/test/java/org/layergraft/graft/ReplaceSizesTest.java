package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;

/** A layer in a module's place has that module's sizes, and what has others is warned of. */
class ReplaceSizesTest {

    @TempDir
    Path folder;

    private static ScriptModel mlp() throws Exception {
        return ScriptReader.read(Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt"));
    }

    /** Convolutions, norms and an embedding; their inputs have no known shapes. */
    private ScriptModel vision() throws Exception {
        PythonTorch.assumePresent();
        var script = Path.of(ReplaceSizesTest.class.getResource("replaced.py").toURI());
        PythonTorch.run(script.toString(), folder);
        return ScriptReader.read(folder.resolve("replaced.pt"));
    }

    private static LayerSpec layer(String json) throws Exception {
        return new LayerCase("case", json, Shape.of(), false, false).spec();
    }

    private static LayerCheck check(ScriptModel model, String module, String json) throws Exception {
        return LayerCheck.of(layer(json), Site.argument(model, ShapeSource.NONE, layer(json), module), DType.FLOAT32);
    }

    private static String filled(ScriptModel model, String module, String json, String hyper) throws Exception {
        var check = check(model, module, json);
        assertEquals(List.of(), check.problems(), json);
        assertEquals(Optional.empty(), check.warning(), json);
        return LayerSettings.show(check.filled().hypers().get(hyper));
    }

    private static List<String> notes(ScriptModel model, String module, String json) throws Exception {
        var spec = layer(json);
        var edit = new Edit.Replace(module, new LayerSpec(spec.kind(), "", spec.hypers()), Edit.Scope.THIS);
        var texts = new Texts(Locale.ENGLISH);
        return Grafter.then(Grafter.start(model), edit).notes().stream()
                .map(texts::get)
                .toList();
    }

    @Test
    void aLinearGivesWhatTheOneBeforeItGave() throws Exception {
        var model = mlp();
        for (String kind : List.of("linear", "mlp")) {
            assertEquals("32", filled(model, "fc1", "{'kind': '" + kind + "'}", "out_features"));
        }
        assertEquals("4", filled(model, "fc3", "{'kind': 'classificationhead'}", "num_classes"));
        var edit = new Edit.Replace("fc1", layer("{'kind': 'linear'}"), Edit.Scope.THIS);
        var replaced = Grafter.then(Grafter.start(model), edit);
        var weights = ModelGraphs.read(replaced.model()).parameters().stream()
                .filter(p -> p.localName().equals("weight"))
                .map(p -> p.shape().toString())
                .toList();
        assertEquals(List.of("32×16", "32×32", "4×32"), weights);
        assertEquals(List.of(), replaced.notes());
    }

    @Test
    void otherSizesAreWarnedOfByTheCheckAndByTheEdit() throws Exception {
        var model = mlp();
        String small = "{'kind': 'linear', 'out_features': 20}";
        String sentence = "fc1 gave 8×32; the layer in its place gives 8×20.";
        assertEquals(
                sentence,
                new Texts(Locale.ENGLISH)
                        .get(check(model, "fc1", small).warning().orElseThrow()));
        assertEquals(List.of(sentence), notes(model, "fc1", small));
        assertEquals(
                List.of("fc1 gave 8×32; the layer in its place gives 8×16."), notes(model, "fc1", "{'kind': 'relu'}"));
    }

    @Test
    void aConvolutionMovesAsTheOneBeforeIt() throws Exception {
        var model = vision();
        assertEquals("[5, 5]", filled(model, "stem", "{'kind': 'conv2d'}", "kernel_size"));
        assertEquals("[2, 2]", filled(model, "stem", "{'kind': 'conv2d'}", "stride"));
        assertEquals("[2, 2]", filled(model, "stem", "{'kind': 'conv2d'}", "padding"));
        assertEquals("[3, 3]", filled(model, "stem", "{'kind': 'conv2d', 'kernel_size': 7}", "padding"));
        assertEquals("12", filled(model, "stem", "{'kind': 'conv2d'}", "out_channels"));
        assertEquals("3", filled(model, "stem", "{'kind': 'conv2d'}", "in_channels"));
        assertEquals("false", filled(model, "stem", "{'kind': 'conv2d'}", "bias"));
        assertEquals("4", filled(model, "stem", "{'kind': 'depthwiseconv2d'}", "depth_multiplier"));
        assertEquals("6", filled(model, "grouped", "{'kind': 'conv2d'}", "groups"));
        assertEquals("1", filled(model, "grouped", "{'kind': 'conv2d', 'groups': 1}", "groups"));
        assertEquals(
                List.of("stem gave 12; the layer in its place gives 7."),
                notes(model, "stem", "{'kind': 'conv2d', 'out_channels': 7}"));
        assertEquals(
                List.of("stem took 3; the layer in its place has in_channels 4."),
                notes(model, "stem", "{'kind': 'conv2d', 'in_channels': 4}"));
    }

    @Test
    void aNormKeepsChannelsAndSizes() throws Exception {
        var model = vision();
        assertEquals("12", filled(model, "norm", "{'kind': 'groupnorm'}", "num_channels"));
        assertEquals("12", filled(model, "norm", "{'kind': 'groupnorm'}", "num_groups"));
        assertEquals("12", filled(model, "norm", "{'kind': 'batchnorm2d'}", "num_features"));
        assertEquals("12", filled(model, "norm", "{'kind': 'layerscale'}", "dim"));
        assertEquals("12", filled(model, "bare", "{'kind': 'groupnorm'}", "num_channels"));
        assertEquals("[3, 9]", filled(model, "last", "{'kind': 'rmsnorm'}", "normalized_shape"));
        assertEquals(
                List.of("last took [3, 9]; the layer in its place has normalized_shape [9]."),
                notes(model, "last", "{'kind': 'rmsnorm', 'normalized_shape': 9}"));
    }

    @Test
    void aTableKeepsItsEntries() throws Exception {
        var model = vision();
        assertEquals("50", filled(model, "table", "{'kind': 'embedding'}", "num_embeddings"));
        assertEquals("9", filled(model, "table", "{'kind': 'embedding'}", "embedding_dim"));
        assertEquals(
                List.of("num_embeddings of the embedding layer must be given."),
                LayerCheck.of(layer("{'kind': 'embedding', 'embedding_dim': 3}"), Site.UNKNOWN, DType.FLOAT32)
                        .problems()
                        .stream()
                        .map(m -> new Texts(Locale.ENGLISH).get(m.problem()))
                        .toList());
    }

    @Test
    void aBoxHeadHasAsManyClasses() throws Exception {
        var model = vision();
        assertEquals("\"linear\"", filled(model, "boxes", "{'kind': 'boxhead'}", "style"));
        assertEquals("5", filled(model, "boxes", "{'kind': 'boxhead'}", "num_classes"));
    }

    /** What is proven of the value counts for more than what the module before was made for. */
    @Test
    void whatComesInIsBelievedMoreThanTheModuleBefore() throws Exception {
        var wider = Grafter.apply(
                mlp(),
                EditScript.read("{\"edits\": [{\"op\": \"replace\", \"module\": \"fc1\", \"layer\": {\"kind\":"
                        + " \"linear\", \"name\": \"\", \"out_features\": 20}}]}"));
        assertEquals("20", filled(wider, "fc2", "{'kind': 'linear'}", "in_features"));
        assertTrue(check(wider, "fc2", "{'kind': 'linear', 'in_features': 32}")
                .problems()
                .getFirst()
                .hyper()
                .equals("in_features"));
    }
}
