package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;

/** Archives as PyTorch before 1.13 and after 2.2 writes them. */
class OtherVersionsTest {

    @TempDir
    Path folder;

    private Path copied(Path archive) throws Exception {
        var copy = folder.resolve("copy.pt");
        ScriptWriter.write(ScriptReader.read(archive), copy);
        return copy;
    }

    private static TreeMap<String, byte[]> entries(Path archive) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (var zip = new ZipFile(archive.toFile())) {
            for (var entry : zip.stream().toList()) {
                found.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return found;
    }

    private static void assertSameEntries(Path expected, Path actual) throws IOException {
        var was = entries(expected);
        var is = entries(actual);
        assertEquals(was.keySet(), is.keySet());
        was.forEach((name, bytes) -> assertArrayEquals(bytes, is.get(name), name));
    }

    private static String drawn(ModelGraph graph) {
        return graph.root().walk().map(ModuleNode::forward).toList() + "" + graph.warnings();
    }

    @Test
    void numberTypesThatPytorchOnlyStoresAreCarried() throws Exception {
        var archive = Path.of(OtherVersionsTest.class
                .getResource("archives/number_types.2.13.pt")
                .toURI());
        var model = ScriptReader.read(archive);

        var types = new TreeMap<String, DType>();
        ScriptModel.attributes(model.module()).forEach((name, value) -> {
            if (value instanceof Value.Tensor tensor) {
                types.put(name, tensor.dtype());
                assertEquals(
                        tensor.storageElements() * tensor.dtype().bytes(),
                        model.storages().get(tensor.storage()).length());
            }
        });
        assertEquals(
                Map.of(
                        "scale", DType.FLOAT32,
                        "uint16_", DType.UINT16,
                        "uint32_", DType.UINT32,
                        "uint64_", DType.UINT64,
                        "float8_e4m3fn_", DType.FLOAT8_E4M3FN,
                        "float8_e5m2_", DType.FLOAT8_E5M2,
                        "turned", DType.UINT16),
                types);
        assertEquals("float8_e5m2", DType.FLOAT8_E5M2.torchName());
        assertEquals(Optional.empty(), DType.named("float8_e5m2"));
        assertSameEntries(archive, copied(archive));
        var rewritten = model.with(model.code(), model.module(), model.storages(), model.others());
        var again = folder.resolve("rewritten.pt");
        ScriptWriter.write(rewritten, again);
        assertEquals(
                Described.tree(model.module()),
                Described.tree(ScriptReader.read(again).module()));
        assertTrue(ModelGraphs.read(model).warnings().isEmpty());
    }

    /**
     * {@code version} comes first; there is neither {@code byteorder} nor {@code .data/serialization_id}; and stripped archives have no
     * tables for the debugger. Source: torch/csrc/jit/serialization/export_module.cpp and caffe2/serialize/inline_container.cc of 1.8.
     */
    private Path asOlder(Path archive, String name, boolean stripped) throws IOException {
        var older = folder.resolve(name);
        var entries = entries(archive);
        String top = entries.firstEntry().getKey().replaceFirst("/.*", "/");
        try (var zip = new SparseZip(older)) {
            zip.add(top + "version", "3\n".getBytes(StandardCharsets.UTF_8));
            for (var entry : entries.entrySet()) {
                String path = entry.getKey().substring(top.length());
                boolean newer = path.equals("version") || path.equals("byteorder") || path.startsWith(".data/");
                if (!newer && !(stripped && path.endsWith(".debug_pkl"))) {
                    zip.add(entry.getKey(), entry.getValue());
                }
            }
        }
        return older;
    }

    @Test
    void archivesInTheLayoutOfOlderVersionsAreTheSameModels() throws Exception {
        var archives = List.of("enums", "flow", "kinds", "lists", "named_tuples", "stateful", "ties_traced");
        for (var name : archives) {
            var archive = Path.of(OtherVersionsTest.class
                    .getResource("archives/" + name + ".2.13.pt")
                    .toURI());
            var newer = ScriptReader.read(archive);
            for (boolean stripped : List.of(false, true)) {
                var file = asOlder(archive, "older.pt", stripped);
                var older = ScriptReader.read(file);
                assertEquals(newer.code(), older.code());
                assertEquals(Described.tree(newer.module()), Described.tree(older.module()));
                assertEquals(drawn(ModelGraphs.read(newer)), drawn(ModelGraphs.read(older)), name);
                assertSameEntries(file, copied(file));
            }
        }
    }

    @Test
    void pytorchRunsThemToTheSameBits() throws Exception {
        var models = List.of(
                TestBed.model("flow", TestBed.How.SCRIPTED),
                TestBed.model("kinds", TestBed.How.SCRIPTED),
                TestBed.model("stateful", TestBed.How.SCRIPTED),
                TestBed.model("lstm", TestBed.How.SCRIPTED),
                TestBed.model("ties", TestBed.How.TRACED),
                TestBed.model("encoder", TestBed.How.TRACED));
        var cases = new ArrayList<TestBed.Case>();
        for (var model : models) {
            var older = asOlder(model.archive(), model + "-older.pt", true);
            var copy = folder.resolve(model + "-copy.pt");
            var read = ScriptReader.read(older);
            ScriptWriter.write(read.with(read.code(), read.module(), read.storages(), read.others()), copy);
            cases.add(new TestBed.Case(older, Optional.of(model.inputs())));
            cases.add(new TestBed.Case(copy, Optional.of(model.inputs())));
        }
        var judged = TestBed.judge(cases);
        for (int i = 0; i < models.size(); i++) {
            var original = judged.get(2 * i);
            assertEquals(Optional.empty(), original.error(), models.get(i).toString());
            assertTrue(original.outputs().isPresent());
            assertEquals(original, judged.get(2 * i + 1), models.get(i).toString());
            var ours = ModelGraphs.read(ScriptReader.read(cases.get(2 * i).archive()));
            assertEquals(
                    original.parameters().stream().map(TestBed.Named::name).collect(Collectors.toSet()),
                    ours.parameters().stream().map(Parameter::name).collect(Collectors.toSet()));
        }
    }
}
