package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.Shape;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;

/** What the graph proves about shapes, and what it must not claim. */
class WidthsTest {

    @TempDir
    Path folder;

    private ScriptModel model(String name) throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                Path.of(WidthsTest.class.getResource("shapes.py").toURI()).toString(), folder);
        return ScriptReader.read(folder.resolve(name + ".pt"));
    }

    private static Widths widths(ScriptModel model) throws Exception {
        return new Widths(ModelGraphs.read(model), LossRule.of(model).inputs(), model.code());
    }

    @Test
    void convolutionsAndNormsKeepWhatCanBeCounted() throws Exception {
        var widths = widths(model("net"));
        assertEquals(Optional.of(Shape.of(2, 8, 5, 6)), widths.shape("", "stem"));
        assertEquals(Optional.of(Shape.of(2, 8, 5, 6)), widths.shape("", "norm"));
        assertEquals(Optional.of(Shape.of(2, 8, 5, 2)), widths.shape("", "group"));
        assertEquals(Optional.of(Shape.of(2, 8, 5, 2)), widths.shape("", "/tanh"));
        // Of what comes from a slice, the layer still tells the last size.
        assertEquals(Optional.empty(), widths.shape("", "fc"));
        assertEquals(OptionalLong.of(5), widths.of("", "/sigmoid"));
    }

    @Test
    void branchesMustAgreeAndTypesAreNoShapes() throws Exception {
        var widths = widths(model("branches"));
        assertEquals(Optional.of(Shape.of(5, 4)), widths.shape("", "/sigmoid"));
        assertEquals(Optional.empty(), widths.shape("", "/sigmoid#2"));
        assertEquals(Optional.of(Shape.of(5, 4)), widths.shape("", "/exp"));
        assertEquals(Optional.empty(), widths.shape("", "/log"));
    }

    @Test
    void longChainsWithShortcutsTakeNoTime() throws Exception {
        var model = model("deep");
        var widths = widths(model);
        var shape = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> widths.shape("", "/tanh"));
        assertEquals(Optional.of(Shape.of(5, 6)), shape);
    }

    @Test
    void aLayerOnImagesNeedsNoRun() throws Exception {
        var model = model("net");
        var norm = new LayerSpec("batchnorm2d", "extra", new LinkedHashMap<>());
        var site = Site.value(model, ShapeSource.NONE, norm, "", "stem");
        assertEquals(new Hyper.Whole(8), LayerSettings.of(norm, site).values().get("num_features"));
    }
}
