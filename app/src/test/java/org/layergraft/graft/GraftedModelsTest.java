package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModuleNode;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;

/** Grafts onto every reference model; PyTorch is the judge. */
class GraftedModelsTest {

    @TempDir
    Path folder;

    private static LayerSpec parameter(String name) {
        var hypers = new LinkedHashMap<String, Hyper>();
        hypers.put("shape", new Hyper.Wholes(List.of(3L, 5L)));
        return new LayerSpec("parameter", name, hypers);
    }

    private static LayerSpec linear(String name) {
        return new LayerSpec("linear", name, new LinkedHashMap<>());
    }

    private static Edit declare(String module, LayerSpec layer, Edit.Scope scope) {
        return new Edit.Declare(module, layer, scope);
    }

    private static Edit branch(String module, String after, Edit.Use use, Edit.Scope scope) {
        return new Edit.Branch(module, after, linear("extra_layer"), use, 0.5, scope);
    }

    /** The first call in the root's forward that gives one tensor whose width is known. */
    private static String tappable(ScriptModel model) throws Exception {
        var graph = ModelGraphs.read(model);
        var inputs = LossRule.of(model).inputs();
        return graph.root().forward().nodes().stream()
                .filter(n -> n.kind() == FlowNode.Kind.CALL && n.block().isEmpty())
                .filter(n ->
                        new Widths(graph, inputs, model.code()).of("", n.id()).isPresent())
                .map(FlowNode::id)
                .findFirst()
                .orElse("");
    }

    @Test
    void declaringAndIgnoringChangeNoOutputAndInsertingDoesOnEveryReferenceModel() throws Exception {
        var models = new LinkedHashMap<String, ScriptModel>();
        for (var folder : Trained.cases()) {
            String name = folder.getFileName().toString();
            var base = ScriptReader.read(folder.resolve("model.pt"));
            models.put(name, base);
            models.put(
                    name + "-declare",
                    Grafter.apply(base, List.of(declare("", parameter("spare_embed"), Edit.Scope.THIS))));
            String after = tappable(base);
            if (!after.isEmpty()) {
                models.put(
                        name + "-ignore",
                        Grafter.apply(base, List.of(branch("", after, Edit.Use.IGNORED, Edit.Scope.THIS))));
                models.put(
                        name + "-insert",
                        Grafter.apply(
                                base, List.of(new Edit.Insert("", after, linear("extra_layer"), Edit.Scope.THIS))));
                models.put(
                        name + "-loss",
                        Grafter.apply(base, List.of(branch("", after, Edit.Use.LOSS, Edit.Scope.THIS))));
                models.put(
                        name + "-output",
                        Grafter.apply(base, List.of(branch("", after, Edit.Use.OUTPUT, Edit.Scope.THIS))));
            }
        }
        var trained = Trained.all(folder, models);
        int inserted = 0;
        for (var folder : Trained.cases()) {
            String name = folder.getFileName().toString();
            var base = trained.get(name);
            var declared = trained.get(name + "-declare");
            assertEquals(base.outputs(), declared.outputs(), name);
            assertEquals(base.losses(), declared.losses(), name);
            assertEquals("none", declared.states().get("spare_embed"), name);
            assertEquals(base.buffers(), declared.buffers(), name);
            if (!trained.containsKey(name + "-insert")) {
                continue;
            }
            inserted++;
            var ignored = trained.get(name + "-ignore");
            assertEquals(base.outputs(), ignored.outputs(), name);
            assertEquals("none", ignored.states().get("extra_layer.weight"), name);
            assertNotEquals(base.losses(), trained.get(name + "-insert").losses(), name);
            assertEquals("nonzero", trained.get(name + "-insert").states().get("extra_layer.weight"), name);
            var loss = trained.get(name + "-loss");
            assertEquals(
                    base.outputs(), loss.outputs().subList(0, base.outputs().size()), name);
            assertEquals(base.outputs().size() + 1, loss.outputs().size(), name);
            assertEquals("nonzero", loss.states().get("extra_layer.weight"), name);
            assertNotEquals(base.losses(), loss.losses(), name);
            var output = trained.get(name + "-output");
            assertEquals(
                    base.outputs(), output.outputs().subList(0, base.outputs().size()), name);
            assertEquals(base.outputs().size() + 1, output.outputs().size(), name);
            assertEquals("none", output.states().get("extra_layer.weight"), name);
            assertEquals(base.losses(), output.losses(), name);
            base.states()
                    .forEach((parameter, state) ->
                            assertEquals(state, output.states().get(parameter), name));
        }
        assertTrue(inserted > 8, "only " + inserted + " models had a place for a layer");
    }

    @Test
    void thisEditsOneOfSeveralModulesOfAClassAndAllEditsEveryOne() throws Exception {
        var base = Trained.model("detr-class-embed-unused");
        var trained = Trained.all(
                folder,
                base,
                Map.of(
                        "base", List.of(),
                        "this", List.of(declare("encoder.0", parameter("lone"), Edit.Scope.THIS)),
                        "all", List.of(declare("encoder.0", parameter("each"), Edit.Scope.ALL)),
                        "deep", List.of(branch("encoder.1.mlp", "encoder.1.mlp/relu", Edit.Use.LOSS, Edit.Scope.THIS)),
                        "every", List.of(branch("encoder.1.mlp", "encoder.1.mlp/relu", Edit.Use.LOSS, Edit.Scope.ALL)),
                        "output",
                                List.of(branch(
                                        "encoder.1.mlp", "encoder.1.mlp/relu", Edit.Use.OUTPUT, Edit.Scope.THIS))));
        var names = trained.get("this").states().keySet();
        assertTrue(names.contains("encoder.0.lone"));
        assertTrue(!names.contains("encoder.1.lone"));
        assertTrue(trained.get("all").states().keySet().containsAll(List.of("encoder.0.each", "encoder.1.each")));
        assertEquals(trained.get("base").outputs(), trained.get("this").outputs());
        assertEquals(trained.get("base").outputs(), trained.get("all").outputs());
        var deep = trained.get("deep");
        assertEquals("nonzero", deep.states().get("encoder.1.mlp.extra_layer.weight"));
        assertTrue(!deep.states().containsKey("encoder.0.mlp.extra_layer.weight"));
        assertEquals(List.of("loss_cls", "loss_bbox", "loss_extra_layer"), deep.keys());
        // The same inputs and weights three times: what waited in a slot does not leak into the next forward.
        assertEquals(deep.losses().get(0), deep.losses().get(1));
        for (String path : List.of("encoder.0", "encoder.1", "decoder.0", "decoder.1")) {
            assertEquals("nonzero", trained.get("every").states().get(path + ".mlp.extra_layer.weight"), path);
        }
        assertEquals("none", trained.get("output").states().get("encoder.1.mlp.extra_layer.weight"));
        assertEquals(
                List.of("loss_cls", "loss_bbox", "extra_layer"),
                trained.get("output").keys());
    }

    @Test
    void cloningOneEncoderLayerLeavesTheOthersTheirClass() throws Exception {
        var base = Trained.model("encoder-cp-4of6");
        var layers = ModelGraphs.read(base)
                .root()
                .walk()
                .filter(m -> m.type().equals("EncoderLayer")
                        || m.type().equals("MLPBlock") && m.path().matches("\\w+\\.\\d"))
                .map(ModuleNode::path)
                .toList();
        assertTrue(layers.size() >= 6, layers.toString());
        var edited = Grafter.apply(base, List.of(declare(layers.get(2), parameter("lone"), Edit.Scope.THIS)));
        var graph = ModelGraphs.read(edited);
        String other = graph.module(layers.get(0)).orElseThrow().className();
        assertNotEquals(other, graph.module(layers.get(2)).orElseThrow().className());
        assertEquals(other, graph.module(layers.get(3)).orElseThrow().className());
        var trained = Trained.all(folder, new LinkedHashMap<>(Map.of("base", base, "edited", edited)));
        assertEquals(trained.get("base").outputs(), trained.get("edited").outputs());
    }

    @Test
    void aSharedModuleCountsInTheLossAsOftenAsItRuns() throws Exception {
        var base = Trained.model("shared-block-checkpointed-twice");
        var trained = Trained.all(
                folder, base, Map.of("loss", List.of(branch("block", "block/relu", Edit.Use.LOSS, Edit.Scope.THIS))));
        assertEquals("nonzero", trained.get("loss").states().get("block.extra_layer.weight"));
        assertEquals(
                trained.get("loss").losses().get(0),
                trained.get("loss").losses().get(2));
    }

    @Test
    void aBranchInsideAnIfGoesIntoTheLoss() throws Exception {
        var base = Trained.model("branch-alternating");
        var trained =
                Trained.all(folder, base, Map.of("loss", List.of(branch("", "extra", Edit.Use.LOSS, Edit.Scope.THIS))));
        assertEquals(3, trained.get("loss").losses().size());
    }

    @Test
    void inputsAndParametersCanBeInsertedInto() throws Exception {
        var base = Trained.model("detr-class-embed-unused");
        var trained = Trained.all(
                folder,
                base,
                Map.of(
                        "base", List.of(),
                        "input", List.of(new Edit.Insert("", "/@feats", linear("stem"), Edit.Scope.THIS)),
                        "parameter", List.of(new Edit.Insert("", "/.query_embed", linear("mix"), Edit.Scope.THIS)),
                        "result",
                                List.of(new Edit.Insert(
                                        "encoder.0", "encoder.0/@return", linear("tail"), Edit.Scope.ALL)),
                        "chain",
                                List.of(
                                        new Edit.Insert("", "encoder.0", linear("one"), Edit.Scope.THIS),
                                        new Edit.Insert(
                                                "",
                                                "one",
                                                new LayerSpec("layernorm", "two", new LinkedHashMap<>()),
                                                Edit.Scope.THIS),
                                        new Edit.Insert(
                                                "",
                                                "two",
                                                new LayerSpec("dropout", "three", new LinkedHashMap<>()),
                                                Edit.Scope.THIS),
                                        new Edit.Branch("", "three", linear("four"), Edit.Use.LOSS, 1, Edit.Scope.THIS),
                                        new Edit.Freeze("one"))));
        assertEquals("nonzero", trained.get("input").states().get("stem.weight"));
        assertEquals("nonzero", trained.get("parameter").states().get("mix.weight"));
        assertEquals("nonzero", trained.get("result").states().get("encoder.1.tail.weight"));
        var chain = trained.get("chain").states();
        assertEquals("frozen", chain.get("one.weight"));
        assertEquals("nonzero", chain.get("two.weight"));
        assertEquals("nonzero", chain.get("four.bias"));
        for (String name : List.of("input", "parameter", "result", "chain")) {
            assertNotEquals(trained.get("base").losses(), trained.get(name).losses(), name);
        }
    }
}
