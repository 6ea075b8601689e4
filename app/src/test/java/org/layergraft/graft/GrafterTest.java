package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;
import org.layergraft.torchscript.Content;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.TestBed;

/** Edits on the shipped samples, looked at without running anything. */
class GrafterTest {

    private static ScriptModel sample(String name) throws Exception {
        return ScriptReader.read(Path.of(System.getProperty("layergraft.samples", "samples"), name));
    }

    private static List<Edit> edits(String... json) throws Exception {
        return EditScript.read("{\"edits\": [" + String.join(", ", json).replace('\'', '"') + "]}");
    }

    private static ModelGraph graft(String sample, String... json) throws Exception {
        return ModelGraphs.read(Grafter.apply(sample(sample), edits(json)));
    }

    private static String complaint(String sample, String... json) {
        return assertThrows(LayergraftException.class, () -> graft(sample, json))
                .getMessage();
    }

    private static Parameter parameter(ModelGraph graph, String name) {
        return graph.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void class_embedIsDeclaredBesideTheRootsOtherParametersAndReadByNothing() throws Exception {
        var graph = graft(
                "co_dino_head.pt",
                "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'class_embed', 'shape': [32, 512]}}");
        assertEquals(Shape.of(32, 512), parameter(graph, "class_embed").shape());
        assertEquals("class_embed", graph.parameters().getFirst().name());
        assertTrue(graph.node("/.class_embed").isEmpty());
    }

    @Test
    void anInsertedLinearTakesItsWidthFromTheLayerBefore() throws Exception {
        var graph =
                graft("mini_mlp.pt", "{'op': 'insert', 'after': '/relu', 'layer': {'kind': 'linear', 'name': 'a'}}");
        long width = ModelGraphs.read(sample("mini_mlp.pt"))
                .parameters()
                .getFirst()
                .shape()
                .sizes()
                .getFirst();
        assertEquals(Shape.of(width, width), parameter(graph, "a.weight").shape());
        var edges = graph.root().forward().edges();
        assertTrue(edges.stream().anyMatch(e -> e.from().equals("/relu") && e.to().equals("a")), edges.toString());
        assertTrue(edges.stream().anyMatch(e -> e.from().equals("a") && e.to().equals("fc2")), edges.toString());
        assertFalse(edges.stream().anyMatch(e -> e.from().equals("/relu") && e.to().equals("fc2")), edges.toString());
    }

    @Test
    void theSameEditGivesTheSameBytesAndAnotherNameOthers() throws Exception {
        String a = "{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'a', 'in_features': 7, 'out_features': 3}}";
        var base = sample("mini_mlp.pt");
        var one = newStorages(base, a);
        var two = newStorages(base, a);
        assertEquals(2, one.size());
        assertArrayEquals(one.getFirst(), two.getFirst());
        assertNotEquals(
                ByteBuffer.wrap(one.getFirst()),
                ByteBuffer.wrap(newStorages(base, a.replace("'name': 'a'", "'name': 'b'"))
                        .getFirst()));
        // torch.nn.Linear: uniform within 1/sqrt(in_features).
        var values =
                ByteBuffer.wrap(one.getFirst()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float largest = 0;
        for (int i = 0; i < values.limit(); i++) {
            largest = Math.max(largest, Math.abs(values.get(i)));
        }
        assertTrue(largest <= 1 / Math.sqrt(7) && largest > 0.2, "largest weight " + largest);
    }

    private static List<byte[]> newStorages(ScriptModel base, String edit) throws Exception {
        return Grafter.apply(base, edits(edit)).storages().values().stream()
                .filter(Content.InMemory.class::isInstance)
                .map(c -> ((Content.InMemory) c).bytes())
                .toList();
    }

    @Test
    void removingAnAdditionRestoresTheCodeAndKeepsTheOthers() throws Exception {
        var base = sample("co_dino_head.pt");
        String lone =
                "{'op': 'declare', 'module': 'transformer.encoder.layers.2', 'layer': {'kind': 'parameter', 'name':"
                        + " 'lone', 'shape': 3}}";
        var added = Grafter.apply(base, edits(lone));
        assertNotEquals(base.code(), added.code());
        var back = Grafter.apply(base, edits(lone, "{'op': 'remove', 'module': '*.lone'}"));
        assertEquals(base.code(), back.code());
        assertEquals(names(base), names(back));
        var other = Grafter.apply(
                base,
                edits(
                        lone,
                        "{'op': 'freeze', 'module': '*.lone'}",
                        "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'kept', 'shape': 3}}",
                        "{'op': 'remove', 'module': 'transformer.encoder.layers.2.lone'}"));
        assertTrue(names(other).contains("kept"));
        assertFalse(names(other).contains("transformer.encoder.layers.2.lone"));
    }

    private static List<String> names(ScriptModel model) throws Exception {
        return ModelGraphs.read(model).parameters().stream()
                .map(Parameter::name)
                .toList();
    }

    @Test
    void whatALaterEditNeedsIsNotRemoved() {
        String message = complaint(
                "mini_mlp.pt",
                "{'op': 'insert', 'after': 'fc1', 'layer': {'kind': 'linear', 'name': 'a'}}",
                "{'op': 'insert', 'after': 'a', 'layer': {'kind': 'relu', 'name': 'b'}}",
                "{'op': 'remove', 'module': 'a'}");
        assertTrue(message.startsWith("a cannot be removed because a later edit builds on it"), message);
    }

    @Test
    void anUnusedParameterOfTheBaseCanBeRemovedAndAUsedOneCannot() throws Exception {
        assertTrue(names(sample("co_dino_head_class_embed.pt")).contains("class_embed"));
        var graph = graft("co_dino_head_class_embed.pt", "{'op': 'remove', 'module': 'class_embed'}");
        assertFalse(graph.parameters().stream().anyMatch(p -> p.name().equals("class_embed")));
        String message = complaint("mini_mlp.pt", "{'op': 'remove', 'module': 'fc1'}");
        assertTrue(message.startsWith("fc1 is used (__torch__.py, line "), message);
        assertTrue(complaint("mini_mlp.pt", "{'op': 'remove', 'module': 'fc1.bias'}")
                .startsWith("fc1.bias is used"));
    }

    @Test
    void freezingAModuleFreezesWhatIsBelowAndUnfreezingGivesItBack() throws Exception {
        var frozen = graft("mini_mlp.pt", "{'op': 'freeze', 'module': 'fc1'}", "{'op': 'freeze', 'module': '*.bias'}");
        assertFalse(parameter(frozen, "fc1.weight").trainable());
        assertFalse(parameter(frozen, "fc3.bias").trainable());
        assertTrue(parameter(frozen, "fc3.weight").trainable());
        var again = graft("mini_mlp.pt", "{'op': 'freeze', 'module': ''}", "{'op': 'unfreeze', 'module': 'fc1.*'}");
        assertTrue(parameter(again, "fc1.weight").trainable());
        assertFalse(parameter(again, "fc2.weight").trainable());
    }

    @Test
    void tablesForDebuggersOfChangedUnitsAreDropped() throws Exception {
        var base = sample("mini_mlp.pt");
        var edited =
                Grafter.apply(base, edits("{'op': 'insert', 'after': 'fc1', 'layer': {'kind': 'relu', 'name': 'a'}}"));
        assertFalse(edited.others().containsKey("code/__torch__.py.debug_pkl"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op': 'declare', 'module': 'fc9', 'layer': {'kind': 'relu', 'name': 'a'}} | no module fc9; the"
                        + " nearest names are fc1",
                "{'op': 'declare', 'layer': {'kind': 'relu', 'name': 'fc1'}} | already has something called fc1",
                "{'op': 'declare', 'layer': {'kind': 'relu', 'name': '1a'}} | cannot be a name",
                "{'op': 'declare', 'layer': {'kind': 'relu', 'name': 'lambda'}} | cannot be a name",
                "{'op': 'declare', 'layer': {'kind': 'relu', 'name': 'a.b'}} | cannot be a name",
                "{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'a'}} | in_features of the linear a must be"
                        + " given",
                "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'a'}} | shape of the parameter a must be"
                        + " given",
                "{'op': 'declare', 'layer': {'kind': 'linear', 'name': 'a', 'in_features': 0}} | in_features of a is 0",
                "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'a', 'shape': [3, -1]}} | shape of a is [3,"
                        + " -1]",
                "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'a', 'shape': 2, 'init': 'x'}} | init of a"
                        + " is",
                "{'op': 'insert', 'after': '/relo', 'layer': {'kind': 'relu', 'name': 'a'}} | no value /relo; the"
                        + " nearest names are /relu",
                "{'op': 'insert', 'after': 'fc1', 'layer': {'kind': 'parameter', 'name': 'a', 'shape': 2}} | can only"
                        + " be declared",
                "{'op': 'insert', 'module': 'fc2', 'after': 'fc1', 'layer': {'kind': 'relu', 'name': 'a'}} | computed"
                        + " in the root module",
                "{'op': 'branch', 'after': 'fc1', 'use': 'loss', 'weight': -1, 'layer': {'kind': 'relu', 'name': 'a'}}"
                        + " | weight -1.0",
                "{'op': 'freeze', 'module': 'fc9.weight'} | no parameter or module fc9.weight",
                "{'op': 'remove', 'module': 'nothing'} | nothing called nothing",
                "{'op': 'rename', 'module': 'nothing', 'to': 'a'} | nothing called nothing to rename",
                "{'op': 'rename', 'module': 'fc1', 'to': 'fc2'} | already has something called fc2",
                "{'op': 'wrap', 'module': 'fc1', 'layer': {'kind': 'parameter', 'name': 'a', 'shape': 2}} | can only be"
                        + " declared",
                "{'op': 'wrap', 'module': 'f*9', 'layer': {'kind': 'relu', 'name': 'a'}} | no module f*9",
                "{'op': 'replace', 'module': '', 'layer': {'kind': 'relu', 'name': 'a'}} | whole model cannot be"
                        + " replaced",
            })
    void whatCannotBeDoneIsSaidInOneSentence(String edit, String words) {
        String message = complaint("mini_mlp.pt", edit);
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("{"), message);
    }

    @Test
    void aWrappedModuleKeepsItsNamesAndItsLayerCanBeRenamedAndRemoved() throws Exception {
        String wrap = "{'op': 'wrap', 'module': 'fc1', 'layer': {'kind': 'layernorm', 'name': 'norm'}}";
        var graph = graft("mini_mlp.pt", wrap);
        var before = names(sample("mini_mlp.pt"));
        var after = graph.parameters().stream().map(Parameter::name).toList();
        assertTrue(after.containsAll(before), after.toString());
        assertTrue(after.containsAll(List.of("fc1.norm.weight", "fc1.norm.bias")), after.toString());
        assertTrue(graph.node("fc1.norm").isPresent());
        var again = graft("mini_mlp.pt", wrap, wrap.replace("'norm'", "'second'"));
        assertTrue(
                again.node("fc1.second").isPresent() && again.node("fc1.norm").isPresent());
        var renamed = graft("mini_mlp.pt", wrap, "{'op': 'rename', 'module': 'fc1.norm', 'to': 'scale'}");
        assertTrue(renamed.node("fc1.scale").isPresent()
                && renamed.node("fc1.norm").isEmpty());
        var base = sample("mini_mlp.pt");
        var back = Grafter.apply(
                base,
                edits(
                        wrap,
                        "{'op': 'rename', 'module': 'fc1.norm', 'to': 'scale'}",
                        "{'op': 'rename', 'module': 'fc1', 'to': 'first'}",
                        "{'op': 'remove', 'module': 'first.scale'}"));
        assertTrue(names(back).contains("first.weight") && !names(back).contains("first.scale.weight"));
        assertEquals(before.size(), names(back).size());
    }

    @Test
    void aReplacedModuleKeepsItsPlaceAmongItsSiblings() throws Exception {
        var before = names(sample("mini_mlp.pt"));
        var graph = graft(
                "mini_mlp.pt",
                "{'op': 'replace', 'module': 'fc2', 'layer': {'kind': 'linear', 'name': '', 'bias': false}}");
        var after = graph.parameters().stream().map(Parameter::name).toList();
        assertEquals(before.stream().filter(n -> !n.equals("fc2.bias")).toList(), after);
        var other =
                graft("mini_mlp.pt", "{'op': 'replace', 'module': 'fc2', 'layer': {'kind': 'linear', 'name': 'mid'}}");
        assertEquals(
                before.stream().map(n -> n.replace("fc2", "mid")).toList(),
                other.parameters().stream().map(Parameter::name).toList());
        assertTrue(other.node("mid").isPresent() && other.node("fc2").isEmpty());
        assertEquals(
                before,
                names(Grafter.apply(
                        sample("mini_mlp.pt"),
                        edits(
                                "{'op': 'replace', 'module': 'fc2', 'layer': {'kind': 'linear', 'name': 'mid'}}",
                                "{'op': 'remove', 'module': 'mid'}"))));
    }

    @Test
    void allMeansEveryModuleOfTheSameOriginalClassEachWithItsOwnSizes() throws Exception {
        var graph = graft(
                "mini_mlp.pt",
                "{'op': 'freeze', 'module': ''}",
                "{'op': 'wrap', 'module': 'fc1', 'scope': 'all', 'layer': {'kind': 'layernorm', 'name': 'norm'}}");
        for (String fc : List.of("fc1", "fc2", "fc3")) {
            assertEquals(
                    parameter(graph, fc + ".bias").shape(),
                    parameter(graph, fc + ".norm.weight").shape());
            assertTrue(parameter(graph, fc + ".norm.weight").trainable());
            assertFalse(parameter(graph, fc + ".weight").trainable());
        }
    }

    /** BatchNorm1d needs to know whether its input is N×C or N×C×L, which no graph proves. */
    private static final String MEASURED =
            "{'op': '%s', 'module': 'fc*', 'layer': {'kind': 'batchnorm1d', 'name': '%s'}}";

    private static ScriptModel withoutInputs() throws Exception {
        var model = sample("mini_mlp.pt");
        return model.with(model.code(), model.module(), model.storages(), new LinkedHashMap<>());
    }

    private static void replaysWithoutMeasuring(ShapeSource shapes, String json) throws Exception {
        var base = withoutInputs();
        var measured = Grafter.apply(base, edits(json), shapes);
        var log = EditScript.read(EditScript.write(Grafter.resolve(base, edits(json), shapes)));
        var replayed = Grafter.apply(base, log);
        assertEquals(measured.code(), replayed.code());
        assertEquals(
                ModelGraphs.read(measured).parameters(),
                ModelGraphs.read(replayed).parameters());
        assertEquals(log, Grafter.resolve(base, log, (_, node) -> {
            throw new IllegalStateException("measured again: " + node);
        }));
    }

    @Test
    void measuredSizesThatDifferAreKeptForEveryModule() throws Exception {
        ShapeSource shapes = (_, node) -> Optional.of(Shape.of(2, node.startsWith("fc1") ? 16 : 8));
        for (String op : List.of("wrap", "replace")) {
            replaysWithoutMeasuring(shapes, MEASURED.formatted(op, op.equals("wrap") ? "bn" : ""));
        }
    }

    @Test
    void measuredSizesThatAreTheSameAreKeptOnce() throws Exception {
        ShapeSource shapes = (_, _) -> Optional.of(Shape.of(2, 16));
        String json = MEASURED.formatted("wrap", "bn");
        replaysWithoutMeasuring(shapes, json);
        var log = Grafter.resolve(withoutInputs(), edits(json), shapes);
        assertEquals(
                new Hyper.Whole(16),
                log.getFirst().added().orElseThrow().hypers().get("num_features"));
    }

    @Test
    void aModuleThatMeasuringRuledOutStaysOutOnReplay() throws Exception {
        ShapeSource shapes = (_, node) -> Optional.of(node.startsWith("fc1") ? Shape.of(2, 16, 2, 2) : Shape.of(2, 16));
        for (String op : List.of("wrap", "replace")) {
            String json = MEASURED.formatted(op, op.equals("wrap") ? "bn" : "");
            replaysWithoutMeasuring(shapes, json);
            var log = Grafter.resolve(withoutInputs(), edits(json), shapes);
            assertEquals(
                    List.of("When the edit was made, BatchNorm1d did not fit one module of those it names, which is"
                            + " left out: fc1."),
                    Grafter.then(Grafter.start(withoutInputs()), log.getFirst()).notes().stream()
                            .map(new Texts(Locale.ENGLISH)::get)
                            .filter(n -> n.startsWith("When"))
                            .toList());
        }
    }

    /** What was added to a module with a {@code __setstate__} of its own was not in its saved state, and so lost. */
    @Test
    void nothingIsAddedToAModuleThatMakesItsOwnState() throws Exception {
        var base = ScriptReader.read(
                TestBed.model("stateful", TestBed.How.SCRIPTED).archive());
        for (String edit : List.of(
                "{'op': 'declare', 'module': 'inner', 'layer': {'kind': 'parameter', 'name': 'p', 'shape': [2]}}",
                "{'op': 'wrap', 'module': 'inner', 'layer': {'kind': 'gelu', 'name': 'act'}}",
                "{'op': 'rename', 'module': 'inner.w', 'to': 'v'}")) {
            var said = assertThrows(LayergraftException.class, () -> Grafter.apply(base, edits(edit)));
            assertEquals("module.ownState", said.problem().key(), edit);
        }
    }

    /** The root's forward wrote the result's slot through the interface, and PyTorch refused to load it. */
    @Test
    void nothingIsReturnedFromAModuleThatIsHeldUnderAnInterface() throws Exception {
        var base = ScriptReader.read(
                TestBed.model("interfaces", TestBed.How.SCRIPTED).archive());
        String branch = "{'op': 'branch', 'module': '', 'after': '%s/@input', 'layer': {'kind': 'relu', 'name': 'a'},"
                + " 'use': '%s', 'scope': '%s'}";
        for (String use : List.of("loss", "output")) {
            var said = assertThrows(
                    LayergraftException.class,
                    () -> Grafter.apply(base, edits(branch.formatted("chosen", use, "this"))));
            assertEquals("branch.interface", said.problem().key(), use);
            assertThrows(
                    LayergraftException.class,
                    () -> Grafter.apply(base, edits(branch.formatted("before", use, "all"))));
            Grafter.apply(base, edits(branch.formatted("before", use, "this")));
        }
        Grafter.apply(base, edits(branch.formatted("chosen", "ignored", "all")));
    }

    /** They were said not to exist, or kept being trained without a word. */
    @Test
    void parametersThatAModuleMakesItselfCannotBeFrozenAndThatIsSaid() throws Exception {
        var base = ScriptReader.read(
                TestBed.model("stateful", TestBed.How.SCRIPTED).archive());
        for (String target : List.of("inner", "inner.w", "*.w")) {
            String freeze = "{'op': 'freeze', 'module': '" + target + "'}";
            var said = assertThrows(LayergraftException.class, () -> Grafter.apply(base, edits(freeze)));
            assertEquals("freeze.ownState", said.problem().key(), target);
        }
        var all = Grafter.then(
                Grafter.start(base), edits("{'op': 'freeze', 'module': ''}").getFirst());
        assertEquals(
                List.of("freeze.ownState"),
                all.notes().stream().map(n -> n.key()).toList());
        var one = Grafter.then(
                Grafter.start(base), edits("{'op': 'freeze', 'module': 'fc'}").getFirst());
        assertEquals(List.of(), one.notes());
    }

    /** PyTorch refused to load a model whose hook takes a Tensor and whose forward returns two. */
    @Test
    void nothingIsAddedToAResultThatAHookTakes() throws Exception {
        var base =
                ScriptReader.read(TestBed.model("hooked", TestBed.How.SCRIPTED).archive());
        String branch =
                "{'op': 'branch', 'module': '', 'after': 'fc', 'layer': {'kind': 'gelu', 'name': 'a'}, 'use': '%s'}";
        for (String use : List.of("loss", "output")) {
            var said = assertThrows(LayergraftException.class, () -> Grafter.apply(base, edits(branch.formatted(use))));
            assertEquals("root.hooked", said.problem().key(), use);
        }
        Grafter.apply(base, edits(branch.formatted("ignored")));
    }

    /** A loop or a number picks the members, so PyTorch could not load what one of them was taken out of. */
    @Test
    void whatIsPickedByNumberAtRunTimeStays() throws Exception {
        var base =
                ScriptReader.read(TestBed.model("indexed", TestBed.How.SCRIPTED).archive());
        for (String edit : List.of(
                "{'op': 'remove', 'module': 'layers.0'}",
                "{'op': 'rename', 'module': 'layers.0', 'to': 'first'}",
                "{'op': 'replace', 'module': 'layers.0', 'layer': {'kind': 'gelu', 'name': ''}}")) {
            var said = assertThrows(LayergraftException.class, () -> Grafter.apply(base, edits(edit)));
            assertEquals("module.indexed", said.problem().key(), edit);
        }
    }

    @Test
    void everyEditHasASentenceInEveryLanguage() throws Exception {
        for (String scope : List.of("this", "all")) {
            for (String module : List.of("", "fc1")) {
                for (String use : List.of("ignored", "output", "loss")) {
                    String place =
                            "'module': '" + module + "', 'scope': '" + scope + "', 'layer': {'name': 'a', 'kind': ";
                    for (var edit : edits(
                            "{'op': 'declare', " + place + "'relu'}}",
                            "{'op': 'declare', " + place + "'parameter', 'shape': 2}}",
                            "{'op': 'insert', 'after': 'x', " + place + "'relu'}}",
                            "{'op': 'branch', 'after': 'x', 'use': '" + use + "', " + place + "'relu'}}",
                            "{'op': 'wrap', " + place + "'relu'}}",
                            "{'op': 'replace', " + place + "'relu'}}",
                            "{'op': 'rename', 'module': 'x', 'to': 'y'}",
                            "{'op': 'remove', 'module': 'x'}",
                            "{'op': 'freeze', 'module': '" + module + "'}",
                            "{'op': 'unfreeze', 'module': '" + module + "'}")) {
                        for (var language : Texts.languages()) {
                            String sentence = new Texts(language).get(EditTexts.describe(edit));
                            assertFalse(sentence.contains("graft:") || sentence.contains("{"), sentence);
                        }
                    }
                }
            }
        }
        assertEquals(
                "Declared parameter class_embed (32×512) in the root module",
                new Texts(Locale.ENGLISH)
                        .get(EditTexts.describe(edits("{'op': 'declare', 'layer': {'kind': 'parameter',"
                                        + " 'name': 'class_embed', 'shape': [32, 512]}}")
                                .getFirst())));
        for (String scope : List.of("this", "all")) {
            for (var language : Texts.languages()) {
                String unnamed = new Texts(language)
                        .get(EditTexts.describe(edits("{'op': 'replace', 'module': 'fc', 'scope': '" + scope
                                        + "', 'layer': {'kind': 'gelu', 'name': ''}}")
                                .getFirst()));
                assertEquals(unnamed.strip(), unnamed, "ends in no blank");
                assertFalse(unnamed.contains("graft:"), unnamed);
            }
        }
        assertEquals(
                new Texts(Texts.languages().get(0)).bundle("graft").keySet(),
                new Texts(Texts.languages().get(1)).bundle("graft").keySet());
    }
}
