package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.TestBed;

/** The patch goes into the very file that the model was made from, and what comes out is Python. */
class PythonPatchTest {

    private static final Path FOLDER = Path.of("app/src/test/resources/org/layergraft/graft/export");

    @TempDir
    Path folder;

    private static PythonExport export(ScriptModel base, String edits) throws Exception {
        return PythonExport.of(
                "m", base, EditScript.read("{'edits': [".replace('\'', '"') + edits.replace('\'', '"') + "]}"));
    }

    private void applies(String model, String edits) throws Exception {
        var base = ScriptReader.read(TestBed.model(model, TestBed.How.SCRIPTED).archive());
        Path patch = Files.writeString(
                folder.resolve(model + ".patch"), export(base, edits).patch());
        Path copy = Files.createDirectory(folder.resolve(model));
        String said = PythonTorch.run(FOLDER.resolve("apply.py").toString(), patch, copy);
        assertTrue(said.startsWith("applied torchvision/"), said + Files.readString(patch));
    }

    @Test
    void gitAppliesItToTorchvision() throws Exception {
        PythonTorch.assumePresent("torchvision");
        applies(
                "resnet",
                "{'op': 'insert', 'module': '', 'after': '/flatten', 'layer': {'kind': 'adapter', 'name': 'ad',"
                        + " 'embed_dim': 2048}},{'op': 'insert', 'module': '', 'after': 'layer1', 'layer': {'kind':"
                        + " 'seblock', 'name': 'se', 'input_channels': 256}},{'op': 'branch', 'module': '', 'after':"
                        + " 'layer3', 'use': 'output', 'layer': {'kind': 'relu', 'name': 'aux'}}");
        applies(
                "vit",
                "{'op': 'insert', 'module': 'encoder', 'after': 'encoder.dropout', 'layer': {'kind': 'adapter',"
                        + " 'name': 'ad', 'embed_dim': 32}},{'op': 'insert', 'module': '', 'after': 'encoder', 'layer':"
                        + " {'kind': 'layerscale', 'name': 'ls', 'dim': 32}}");
    }

    @Test
    void aSecondBranchKnowsWhatTheFirstMadeOfTheResult() throws Exception {
        PythonTorch.assumePresent("torchvision");
        var base =
                ScriptReader.read(TestBed.model("resnet", TestBed.How.SCRIPTED).archive());
        String json = "{\"inputs\": [{\"name\": \"x\", \"shape\": [2, 3, 64, 64]}], \"loss\": {\"kind\": \"square\"}}";
        var squared = new Draft(base, ShapeSource.NONE);
        squared.other(ScriptModel.LAYERGRAFT_JSON, json.getBytes(StandardCharsets.UTF_8));
        String patch = export(
                        squared.model(),
                        "{'op': 'branch', 'module': '', 'after': 'layer3', 'use': 'loss', 'weight': 0.25, 'layer':"
                                + " {'kind': 'relu', 'name': 'one'}},{'op': 'branch', 'module': '', 'after': 'layer2',"
                                + " 'use': 'output', 'layer': {'kind': 'relu', 'name': 'two'}}")
                .patch();
        assertTrue(
                patch.contains(
                        "return (*((self._forward_impl(x), self.one_out.norm() * 0.5 * self.one_out.numel() ** -0.5)),"
                                + " self.two_out)"),
                patch);
    }

    @Test
    void oneLineMethodsAreToldInWordsAndTheObjectKeepsItsName() throws Exception {
        PythonTorch.assumePresent();
        Path model = folder.resolve("oneline.pt");
        PythonTorch.run(FOLDER.resolve("oneline.py").toString(), model);
        var base = ScriptReader.read(model);
        var inOneLine = export(
                base, "{'op': 'insert', 'module': '', 'after': '/relu', 'layer': {'kind': 'gelu', 'name': 'g'}}");
        assertEquals("", inOneLine.patch());
        assertTrue(inOneLine.module().contains("# To change by hand:"), inOneLine.module());

        String patch = export(
                        base, "{'op': 'insert', 'module': '', 'after': 'a', 'layer': {'kind': 'gelu', 'name': 'g'}}")
                .patch();
        assertTrue(patch.contains("+        y = this.g(this.a(x))"), patch);
        assertFalse(patch.contains("self"), patch);
    }

    @Test
    void anAddedLayerHasItsLastNameAndTheirsAreRenamedByHand() throws Exception {
        PythonTorch.assumePresent("torchvision");
        var base =
                ScriptReader.read(TestBed.model("resnet", TestBed.How.SCRIPTED).archive());
        var export = export(
                base,
                "{'op': 'insert', 'module': '', 'after': 'layer1', 'layer': {'kind': 'relu', 'name': 'se'}},"
                        + "{'op': 'rename', 'module': 'se', 'to': 'gate'},"
                        + "{'op': 'rename', 'module': 'layer4', 'to': 'stage'},"
                        + "{'op': 'rename', 'module': 'stage', 'to': 'stage4'}");
        assertTrue(export.module().contains("model.gate = nn.ReLU"), export.module());
        assertFalse(export.module().contains("self.se,"), export.module());
        assertTrue(export.module().contains("write self.stage for self.layer4"), export.module());
        assertTrue(export.module().contains("write self.stage4 for self.stage"), export.module());
    }
}
