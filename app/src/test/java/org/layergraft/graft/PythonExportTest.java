package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;

/** The exported Python, applied to the Python that the model was made from, is the grafted archive again: names, flags, values. */
class PythonExportTest {
    private static final Path FOLDER = Path.of("app/src/test/resources/org/layergraft/graft/export");

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeModels() throws Exception {
        PythonTorch.assumePresent();
        PythonTorch.run(
                FOLDER.resolve("detector.py").toString(), folder.resolve("scripted.pt"), folder.resolve("traced.pt"));
    }

    /** @return a folder with grafted.pt, grafts.py and grafts.patch */
    private static Path export(String model, String edits, int number) throws Exception {
        var base = ScriptReader.read(folder.resolve(model));
        var list = EditScript.read("{'edits': [".replace('\'', '"') + edits.replace('\'', '"') + "]}");
        var target = Files.createDirectory(folder.resolve(String.valueOf(number)));
        ScriptWriter.write(Grafter.apply(base, list), target.resolve("grafted.pt"));
        var export = PythonExport.of(model, base, list);
        Files.writeString(target.resolve("grafts.py"), export.module());
        Files.writeString(target.resolve("grafts.patch"), export.patch());
        return target;
    }

    private static final List<String> SCRIPTED = List.of(
            // A layer after a call that is an assignment of its own, and one around an expression inside a return.
            "{'op': 'insert', 'module': '', 'after': 'single', 'layer': {'kind': 'linear', 'name': 'extra',"
                    + " 'in_features': 16}}",
            "{'op': 'insert', 'module': 'single', 'after': 'single/add', 'layer': {'kind': 'mlp', 'name': 'm',"
                    + " 'in_features': 16}}",
            // Twice at the same place: the later one comes first. And behind the added one.
            "{'op': 'insert', 'module': '', 'after': 'cls', 'layer': {'kind': 'linear', 'name': 'a', 'out_features':"
                + " 7}},{'op': 'insert', 'module': '', 'after': 'cls', 'layer': {'kind': 'linear', 'name': 'b',"
                + " 'out_features': 5}},{'op': 'insert', 'module': '', 'after': 'a', 'layer': {'kind': 'gelu', 'name':"
                + " 'c'}}",
            // The input of a module.
            "{'op': 'insert', 'module': 'neck', 'after': 'neck/@image', 'layer': {'kind': 'conv2d', 'name': 'stem',"
                    + " 'in_channels': 3}}",
            // One of several of a class, and all of them.
            "{'op': 'insert', 'module': 'blocks.1', 'after': 'blocks.1/relu', 'layer': {'kind': 'adapter', 'name':"
                    + " 'ad', 'embed_dim': 16}}",
            "{'op': 'insert', 'module': 'blocks.1', 'after': 'blocks.1/relu', 'scope': 'all', 'layer': {'kind':"
                    + " 'layerscale', 'name': 'ls', 'dim': 16}}",
            // A line that a loop runs for others, too.
            "{'op': 'insert', 'module': '', 'after': 'blocks.1', 'layer': {'kind': 'linear', 'name': 'between',"
                    + " 'in_features': 16}}",
            // Branches.
            "{'op': 'branch', 'module': '', 'after': 'single', 'use': 'loss', 'weight': 0.5, 'layer': {'kind':"
                    + " 'classificationhead', 'name': 'class_embed', 'in_features': 16, 'num_classes': 9}}",
            "{'op': 'branch', 'module': '', 'after': 'neck', 'use': 'output', 'layer': {'kind': 'boxhead', 'name':"
                    + " 'boxes', 'in_features': 16}}",
            "{'op': 'branch', 'module': '', 'after': 'single', 'use': 'ignored', 'layer': {'kind': 'linear', 'name':"
                    + " 'idle'}}",
            "{'op': 'branch', 'module': 'neck', 'after': 'neck/relu', 'use': 'loss', 'layer': {'kind': 'seblock',"
                    + " 'name': 'se', 'input_channels': 16}}",
            // Around modules, all alike, with the base frozen before.
            "{'op': 'freeze', 'module': ''},{'op': 'wrap', 'module': 'cls', 'scope': 'all', 'layer': {'kind': 'lora',"
                + " 'name': 'lora', 'r': 2}},{'op': 'wrap', 'module': 'neck.conv', 'layer': {'kind': 'lora', 'name':"
                + " 'lora'}},{'op': 'unfreeze', 'module': '*.norm'}",
            "{'op': 'replace', 'module': 'cls', 'layer': {'kind': 'linear', 'name': '', 'out_features': 11}}",
            "{'op': 'declare', 'module': '', 'layer': {'kind': 'parameter', 'name': 'p', 'shape': [3, 4]}},{'op':"
                    + " 'declare', 'module': 'single', 'layer': {'kind': 'buffer', 'name': 'q', 'shape': [3]}},{'op':"
                    + " 'declare', 'module': '', 'layer': {'kind': 'embedding', 'name': 'e', 'num_embeddings': 3,"
                    + " 'embedding_dim': 4}},{'op': 'declare', 'module': '', 'layer': {'kind': 'conv1d', 'name': 'c1',"
                    + " 'in_channels': 3}},{'op': 'declare', 'module': '', 'layer': {'kind': 'conv3d', 'name': 'c3',"
                    + " 'in_channels': 3}},{'op': 'remove', 'module': 'spare'}",
            // Zeros: of a module, of a single parameter, of several, and of a layer that an edit added.
            "{'op': 'add_zero', 'parameters': 'spare'},{'op': 'add_zero', 'parameters': 'cls.bias'},{'op': 'add_zero',"
                    + " 'parameters': '{spare.weight,blocks.*.norm.*}'}",
            "{'op': 'branch', 'module': '', 'after': 'single', 'use': 'loss', 'layer': {'kind': 'linear', 'name':"
                    + " 'aux'}},{'op': 'add_zero', 'parameters': 'aux'}",
            "{'op': 'insert', 'module': '', 'after': 'single', 'layer': {'kind': 'custom', 'name': 'my_gate', 'code':"
                    + " 'w = Parameter(16)\\n"
                    + "return torch.gelu(input) * w'}}");

    /** Kinds that the sequences above leave out, each where its input is found. */
    private static final List<String> OTHERS = Stream.of(
                    "'positionalembedding', 'shape': [1, 16] | neck",
                    "'rmsnorm', 'normalized_shape': [16] | neck",
                    "'layernorm', 'normalized_shape': [16] | neck",
                    "'batchnorm1d', 'num_features': 16 | neck",
                    "'groupnorm', 'num_channels': 16, 'num_groups': 4 | neck",
                    "'multiheadattention', 'embed_dim': 16 | neck/transpose",
                    "'depthwiseconv2d', 'in_channels': 16 | neck/relu",
                    "'conv2d', 'in_channels': 16 | neck/relu",
                    "'convtranspose2d', 'in_channels': 16 | neck/relu",
                    "'batchnorm2d', 'num_features': 16 | neck/relu",
                    "'dropout' | neck",
                    "'relu' | neck",
                    "'silu' | neck",
                    "'tanh' | neck",
                    "'sigmoid' | neck",
                    "'softmax' | neck")
            .map(line -> line.split(" \\| "))
            .map(parts -> "{'op': 'insert', 'module': '%s', 'after': '%s', 'layer': {'name': 'the_%s, 'kind': %s}}"
                    .formatted(
                            parts[1].contains("/") ? "neck" : "",
                            parts[1],
                            parts[0].split(",")[0].substring(1),
                            parts[0]))
            .toList();

    @Test
    void exportedPythonIsTheGraftedModelAgain() throws Exception {
        var folders = new ArrayList<Path>();
        for (String edits : Stream.concat(SCRIPTED.stream(), OTHERS.stream()).toList()) {
            folders.add(export("scripted.pt", edits, folders.size()));
        }
        // Between a trace's modules, a hook does what no line of a forward can.
        folders.add(export(
                "traced.pt",
                "{'op': 'insert', 'module': '', 'after': 'single', 'layer': {'kind': 'linear', 'name': 'extra',"
                        + " 'in_features': 16}}",
                folders.size()));
        var arguments = new ArrayList<Object>(List.of(FOLDER.resolve("detector.py")));
        arguments.addAll(folders);
        String said = PythonTorch.run(FOLDER.resolve("follow.py").toString(), arguments.toArray());
        String nothing = IntStream.range(0, folders.size())
                .mapToObj(i -> "== " + i + "\n")
                .collect(Collectors.joining());
        assertEquals(nothing, said);
    }

    @Test
    void everyKindIsExportedInSomeSequence() {
        String all = String.join("", SCRIPTED) + String.join("", OTHERS);
        for (var kind : LayerKinds.all()) {
            assertTrue(all.contains("'kind': '" + kind.id() + "'"), kind.id());
        }
    }

    @Test
    void aZeroIsWrittenAsPeopleWriteIt() throws Exception {
        var grafted = export(
                "scripted.pt",
                "{'op': 'add_zero', 'parameters': 'spare'},{'op': 'add_zero', 'parameters': '{cls.bias,blocks.0.fc}'}",
                98);
        String patch = Files.readString(grafted.resolve("grafts.patch"));
        assertTrue(patch.contains(", \"loss_zero\": 0.0 * sum(p.sum() for p in self.spare.parameters())}"), patch);
        assertTrue(
                patch.contains(
                        "\"loss_zero2\": 0.0 * sum(p.sum() for p in [self.blocks[0].fc.weight, self.blocks[0].fc.bias,"
                                + " self.cls.bias])}"),
                patch);
    }

    @Test
    void whatOnlyTheArchiveKnowsIsToldInWords() throws Exception {
        var grafted = export(
                "traced.pt",
                "{'op': 'insert', 'module': 'single', 'after': 'single/relu', 'layer': {'kind': 'gelu', 'name': 'g'}}",
                99);
        assertEquals("", Files.readString(grafted.resolve("grafts.patch")));
        String python = Files.readString(grafted.resolve("grafts.py"));
        assertTrue(python.contains("# To change by hand:"), python);
        assertTrue(python.contains("detector.py, line 15"), python);
        assertFalse(python.contains(folder.toString()), "a folder of somebody's machine");
    }

    /** A hook was put on the module, which forward calls by its other name, too. */
    @Test
    void onAModuleOfTwoNamesNoHookIsPut() throws Exception {
        Path script = Files.writeString(folder.resolve("alias.py"), """
            import sys, torch, zipfile
            class Alias(torch.nn.Module):
                def __init__(self):
                    super().__init__()
                    self.first = torch.nn.Linear(4, 4)
                    self.second = self.first
                    self.own = torch.nn.Linear(4, 4)
                def forward(self, x):
                    return self.own(self.second(torch.tanh(self.first(x))))
            torch.jit.save(torch.jit.script(Alias()), sys.argv[1] + '.whole')
            # Without its Python only hooks and words are left.
            with zipfile.ZipFile(sys.argv[1] + '.whole') as whole, zipfile.ZipFile(sys.argv[1], 'w') as bare:
                for name in whole.namelist():
                    if not name.endswith('.debug_pkl'):
                        bare.writestr(name, whole.read(name))
            """);
        PythonTorch.run(script.toString(), folder.resolve("alias.pt"));
        for (String after : List.of("second", "first", "own")) {
            var python = Files.readString(export(
                            "alias.pt",
                            "{'op': 'insert', 'module': '', 'after': '" + after
                                    + "', 'layer': {'kind': 'gelu', 'name': 'g'}}",
                            200 + after.charAt(0))
                    .resolve("grafts.py"));
            assertEquals(after.equals("own"), python.contains("after(model." + after), python);
            assertEquals(!after.equals("own"), python.contains("send this value through self.g"), python);
        }
    }
}
