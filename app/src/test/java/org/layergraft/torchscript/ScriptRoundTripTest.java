package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.text.LayergraftException;

/** What we write, a real PyTorch cannot tell from what we read. */
class ScriptRoundTripTest {

    private static final Path CASES = Path.of("..", "shared", "ddp-cases");

    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ScriptRoundTripTest.class.getResource(name).toURI());
    }

    private void made() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(resource("make_models.py").toString(), folder);
    }

    private static List<Path> cases() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(CASES), "skipped: no reference cases in " + CASES);
        try (var folders = Files.list(CASES)) {
            return folders.map(f -> f.resolve("model.pt"))
                    .filter(Files::exists)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void pytorchSeesNoDifferenceInTheReferenceModels() throws Exception {
        var pairs = new ArrayList<Path>();
        for (var model : cases()) {
            var copy = folder.resolve(model.getParent().getFileName() + ".pt");
            ScriptWriter.write(ScriptReader.read(model), copy);
            pairs.addAll(List.of(model, copy));
        }
        PythonTorch.assumePresent();

        PythonTorch.run(resource("compare_models.py").toString(), pairs.toArray());
    }

    @Test
    void pytorchSeesNoDifferenceInModelsWithEveryKindOfValue() throws Exception {
        made();
        var pairs = new ArrayList<Path>();
        for (String name : List.of("everything", "many", "traced", "constant", "parameterless")) {
            var model = folder.resolve(name + ".pt");
            var copy = folder.resolve(name + "-copy.pt");
            ScriptWriter.write(ScriptReader.read(model), copy);
            pairs.addAll(List.of(model, copy));
        }

        PythonTorch.run(resource("compare_models.py").toString(), pairs.toArray());
    }

    @Test
    void readingTheCopyGivesTheSameModelAndTheSameBytes() throws Exception {
        for (var file : cases()) {
            var model = ScriptReader.read(file);
            var target = folder.resolve("copy.pt");
            ScriptWriter.write(model, target);
            var copy = ScriptReader.read(target);

            assertEquals(model.folder(), copy.folder());
            assertEquals(model.code(), copy.code());
            assertEquals(Described.tree(model.module()), Described.tree(copy.module()));
            assertSameBytes(model.storages(), copy.storages());
            assertSameBytes(model.others(), copy.others());
        }
    }

    private static void assertSameBytes(Map<String, Content> expected, Map<String, Content> actual)
            throws LayergraftException {
        assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(actual.keySet()));
        for (var key : expected.keySet()) {
            assertArrayEquals(ScriptEntries.bytes(expected.get(key)), ScriptEntries.bytes(actual.get(key)), key);
        }
    }

    @Test
    void tiesViewsTypesAndTagsAreReadAsTheyAre() throws Exception {
        made();
        var model = ScriptReader.read(folder.resolve("everything.pt"));
        var values = ScriptModel.attributes(model.module());
        var linear = ScriptModel.attributes((Value.Instance) values.get("fc"));

        assertEquals("__torch__.Everything", model.module().className());
        assertSame(values.get("tied"), linear.get("weight"));
        // torch.jit.script makes two objects of a module with two names; what they share are the tensors.
        assertSame(counterWeight(values.get("counter")), counterWeight(values.get("again")));
        assertTrue(((Value.Tensor) linear.get("weight")).requiresGrad());
        assertFalse(((Value.Tensor) values.get("frozen")).requiresGrad());
        var turned = (Value.Tensor) values.get("turned");
        var piece = (Value.Tensor) values.get("piece");
        assertEquals(List.of(1L, 4L), turned.strides());
        assertEquals(turned.storage(), piece.storage());
        assertEquals(2, piece.offset());
        assertEquals(DType.BFLOAT16, ((Value.Tensor) values.get("bfloat16_")).dtype());
        assertEquals(DType.COMPLEX128, ((Value.Tensor) values.get("cdouble_")).dtype());
        assertEquals("Dict[str, List[int]]", ((Value.Dict) values.get("lists")).type());
        assertEquals("List[int]", ((Value.Items) values.get("empty")).type());
        assertEquals(new Value.Global("__torch__.Colour", new Value.Int(2)), values.get("colour"));
        assertEquals(new Value.Complex(1, 2), values.get("number"));
        assertEquals(new Value.Device("cpu"), values.get("place"));
        assertTrue(model.others().containsKey("code/__torch__.py.debug_pkl"));
        assertTrue(ScriptEntries.text(model, ScriptModel.LAYERGRAFT_JSON)
                .orElseThrow()
                .startsWith("{\"inputs\""));
        assertTrue(ScriptEntries.text(model, "extra/none.json").isEmpty());
    }

    /** The first item of what {@code __getstate__} returned. */
    private static Value counterWeight(Value counter) {
        return ((Value.Tuple) ((Value.Instance) counter).state()).items().getFirst();
    }

    @Test
    void storagesThatNoTensorUsesAnyMoreAreLeftOut() throws Exception {
        var model = ScriptReader.read(cases().getFirst());
        var bare = new Value.Instance(
                model.module().className(),
                new Value.Dict(List.of(Map.entry(new Value.Text("training"), new Value.Bool(true))), ""));
        var target = folder.resolve("bare.pt");

        ScriptWriter.write(model.with(model.code(), bare, model.storages(), model.others()), target);

        assertFalse(model.storages().isEmpty());
        assertTrue(ScriptReader.read(target).storages().isEmpty());
    }

    @Test
    void savingOverTheOpenedFileKeepsEveryTensor() throws Exception {
        var file = folder.resolve("model.pt");
        var original = ScriptReader.read(cases().getFirst());
        Files.copy(original.file(), file);

        ScriptWriter.write(ScriptReader.read(file), file);

        assertSameBytes(original.storages(), ScriptReader.read(file).storages());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }
}
