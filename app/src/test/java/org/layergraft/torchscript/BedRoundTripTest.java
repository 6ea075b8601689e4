package org.layergraft.torchscript;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

/** Every model of the test bed: read, drawn, written without edits; PyTorch finds in the copy what it finds in the original. */
class BedRoundTripTest {

    private record Copied(TestBed.Model model, ModelGraph graph, TestBed.Judged original, TestBed.Judged copy) {}

    private static List<Copied> copied = List.of();

    @BeforeAll
    static void copyAll(@TempDir Path folder) throws Exception {
        var models = TestBed.models();
        var cases = new ArrayList<TestBed.Case>();
        var graphs = new ArrayList<ModelGraph>();
        for (var model : models) {
            var read = ScriptReader.read(model.archive());
            var copy = folder.resolve(model + ".pt");
            graphs.add(ModelGraphs.read(read));
            ScriptWriter.write(read, copy);
            sameEntries(model.archive(), copy);
            ScriptWriter.write(rewritten(read), copy);
            cases.add(new TestBed.Case(model.archive(), Optional.of(model.inputs())));
            cases.add(new TestBed.Case(copy, Optional.of(model.inputs())));
        }
        var judged = TestBed.judge(cases);
        var all = new ArrayList<Copied>();
        for (int i = 0; i < models.size(); i++) {
            all.add(new Copied(models.get(i), graphs.get(i), judged.get(2 * i), judged.get(2 * i + 1)));
        }
        copied = all;
    }

    /** Without edits every entry keeps its bytes. */
    private static void sameEntries(Path original, Path copy) throws Exception {
        try (var was = new ZipFile(original.toFile());
                var is = new ZipFile(copy.toFile())) {
            var names = was.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(names, is.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new)));
            for (var name : names) {
                // The checksums stand for the bytes; reading through the zip compares them.
                assertEquals(was.getEntry(name).getCrc(), is.getEntry(name).getCrc(), name);
                try (var bytes = is.getInputStream(is.getEntry(name))) {
                    assertEquals(was.getEntry(name).getSize(), bytes.transferTo(OutputStream.nullOutputStream()), name);
                }
            }
        }
    }

    /** The same model with its object tree written anew, as after an edit. */
    private static ScriptModel rewritten(ScriptModel read) {
        return new ScriptModel(read.file(), read.folder(), read.code(), read.module(), read.storages(), read.others());
    }

    @TestFactory
    Stream<DynamicTest> pytorchRunsTheCopyToTheSameBits() {
        return copied.stream()
                .map(c -> DynamicTest.dynamicTest(c.model().toString(), () -> {
                    assertEquals(Optional.empty(), c.original().error());
                    assertTrue(c.original().outputs().isPresent());
                    assertEquals(c.original(), c.copy());
                }));
    }

    @TestFactory
    Stream<DynamicTest> theGraphNamesWhatPytorchNames() {
        return copied.stream()
                .map(c -> DynamicTest.dynamicTest(c.model().toString(), () -> {
                    var parameters = c.graph().parameters().stream()
                            .map(p -> new TestBed.Named(
                                    p.name(), p.shape().sizes(), p.dtype().torchName(), p.trainable()))
                            .toList();
                    var modules = c.graph()
                            .root()
                            .walk()
                            .map(m -> new TestBed.Part(m.path(), m.type()))
                            .toList();
                    assertAll(
                            () -> assertEquals(c.original().parameters(), parameters),
                            () -> assertEquals(c.original().modules(), modules),
                            () -> assertEquals(List.of(), c.graph().warnings()),
                            () -> assertTrue(drawn(c.graph()) > 1, "nothing drawn"));
                }));
    }

    private static int drawn(ModelGraph graph) {
        return graph.root()
                .walk()
                .map(ModuleNode::forward)
                .mapToInt(f -> f.edges().size())
                .sum();
    }
}
