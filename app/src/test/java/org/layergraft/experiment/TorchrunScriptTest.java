package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.layergraft.graft.Edit;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepJson;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.PythonTorch;

/** The exported script, run by real PyTorch, says what PyTorch did with the reference cases. */
class TorchrunScriptTest {

    private static final Path CASES =
            Path.of("..", "shared", "ddp-cases").toAbsolutePath().normalize();
    private static final Path SAMPLE = Path.of(System.getProperty("layergraft.samples", "samples"), "mini_mlp.pt");
    private static final JsonMapper JSON = StepJson.mapper();

    @TempDir
    private Path folder;

    @BeforeAll
    static void pythonIsHere() {
        PythonTorch.assumePresent();
    }

    @ParameterizedTest
    @CsvSource({
        "detr-class-embed-unused,false,false,off,unused_parameters",
        "branch-rank0-only,false,false,off,unused_parameters",
        "loss-keys,false,true,off,static_graph_changed",
        "shared-block-checkpointed-twice,false,false,reentrant,ready_twice",
        "frozen-stem-checkpoint,true,false,reentrant,no_gradient",
        "encoder-cp-4of6,true,false,nonreentrant,ok"
    })
    void theScriptSaysWhatPyTorchDid(String id, boolean findUnused, boolean staticGraph, String mode, String outcome)
            throws Exception {
        JsonNode expected = expected(id);
        Path script = script(id, expected, findUnused, staticGraph, mode);
        List<Object> command = new ArrayList<>(List.of(script, "--json", "seen.json"));
        if (!mode.equals("off")) {
            ownModule(id);
            command.addAll(List.of("--module", "own_module:build"));
        }
        List<PythonTorch.Ended> ended = PythonTorch.ranks(folder, 2, command.toArray());
        int code = outcome.equals("ok") ? 0 : 1;
        assertEquals(
                List.of(code, code), ended.stream().map(PythonTorch.Ended::code).toList(), ended.toString());
        JsonNode verdict = JSON.readTree(folder.resolve("seen.json").toFile()).get("verdict");
        assertEquals(outcome, verdict.get("outcome").asText());
        agree(run(expected, findUnused, staticGraph, mode), verdict);
        assertTrue(
                ended.getFirst().text().contains("\n" + outcome + ": "),
                ended.getFirst().text());
    }

    private static void agree(JsonNode expected, JsonNode verdict) {
        String raised = expected.get("outcome").asText();
        assertEquals(raised, verdict.get("raised").asText());
        if (raised.equals("ok")) {
            assertTrue(
                    set(expected.get("never_updated")).containsAll(set(verdict.get("idle"))), verdict.toPrettyString());
            return;
        }
        assertEquals(expected.get("iteration"), verdict.get("iteration"));
        assertEquals(expected.get("phase"), verdict.get("phase"));
        assertEquals(set(expected.get("ranks")), set(verdict.get("ranks")));
        assertEquals(set(expected.get("named_parameters")), set(verdict.get("parameters")));
    }

    @Test
    void torchrunStartsItAndPassesTheVerdictOn() throws Exception {
        String id = "detr-class-embed-unused";
        JsonNode expected = expected(id);
        Path fails = script(id, expected, false, false, "off");
        PythonTorch.Ended ended = PythonTorch.torchrun(folder, 2, fails);
        assertEquals(1, ended.code(), ended.text());
        assertTrue(ended.text().contains("rank 0: unused_parameters, iteration 2, forward"), ended.text());
        assertTrue(ended.text().contains("without a gradient in iteration 1: class_embed"), ended.text());
        assertTrue(ended.text().contains("Expected to have finished reduction in the prior iteration"), ended.text());
        Path trains = script(id, expected, true, false, "off");
        PythonTorch.Ended good = PythonTorch.torchrun(folder, 2, trains);
        assertEquals(0, good.code(), good.text());
        assertTrue(good.text().contains("ok: It trains. (class_embed)"), good.text());
    }

    @Test
    void anArchiveCannotBeCheckpointedAndTheScriptSaysSo() throws Exception {
        String id = "encoder-cp-4of6";
        Path script = script(id, expected(id), false, false, "reentrant");
        PythonTorch.Ended ended = PythonTorch.ranks(folder, 1, script).getFirst();
        assertEquals(2, ended.code(), ended.text());
        assertTrue(ended.text().startsWith("This experiment checkpoints layers.0, layers.1"), ended.text());
        assertTrue(ended.text().contains("--module package.file:function"), ended.text());
        ownModule("lora-linear");
        PythonTorch.Ended other = PythonTorch.ranks(folder, 1, script, "--module", "own_module:build")
                .getFirst();
        assertEquals(2, other.code(), other.text());
        assertTrue(other.text().startsWith("--module own_module:build: the module lacks "), other.text());
    }

    @Test
    void itDrawsInputsAndTakesEveryOption() throws Exception {
        var settings = new RunSettings(
                2,
                "auto",
                Optional.empty(),
                Optional.of(new LossSpec.Square()),
                Switches.DEFAULT.withOptions(new DdpOptions(OptionalDouble.of(0.5), true, false, 2, true)),
                2,
                7,
                20);
        Path script = folder.resolve("run.py");
        var written = TorchrunScript.write(Experiments.open(SAMPLE), settings, script, Optional.of(SAMPLE));
        assertEquals(Optional.empty(), written.archive());
        List<PythonTorch.Ended> ended = PythonTorch.ranks(folder, 2, script, "--json", "seen.json");
        assertEquals(0, ended.getFirst().code(), ended.toString());
        JsonNode ranks = JSON.readTree(folder.resolve("seen.json").toFile()).get("ranks");
        assertEquals(2, ranks.get(0).get("losses").size());
        assertFalse(ranks.get(0).get("losses").equals(ranks.get(1).get("losses")), "ranks must get different inputs");
    }

    /** DistributedDataParallel asks modules' classes whether their gradients are sparse, and a loaded archive's have none. */
    @Test
    void sparseGradientsOfAnArchiveAreExpected() throws Exception {
        Path model = folder.resolve("sparse.pt");
        Path maker = Files.writeString(folder.resolve("maker.py"), """
            import sys
            import torch
            from torch import nn

            class Words(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.words = nn.Embedding(20, 4, sparse=True)
                    self.bags = nn.EmbeddingBag(20, 4, sparse=True, mode="sum")
                    self.dense = nn.Embedding(20, 4)
                    self.fc = nn.Linear(4, 3)

                def forward(self, ids):
                    return self.fc(self.words(ids).sum(1) + self.bags(ids) + self.dense(ids).sum(1))

            torch.jit.script(Words()).save(sys.argv[1])
            """);
        PythonTorch.run(maker.toString(), model);
        var ids =
                new InputSpec("ids", DType.INT64, new Shape(List.of(2L, 5L)), OptionalLong.of(0), OptionalLong.of(20));
        Path script = write(
                "run.py", plan(model, new InputPlan.Generated(List.of(ids)), new LossSpec.Square(), Switches.DEFAULT));
        for (var ended : PythonTorch.ranks(folder, 2, script)) {
            assertEquals(0, ended.code(), ended.text());
        }
    }

    @Test
    void everyKindOfInputIsDrawnAndPutTogether() throws Exception {
        var inputs = new InputPlan.Generated(List.of(
                spec("x", DType.FLOAT16, 2, 3),
                spec("flags", DType.BOOL, 4),
                new InputSpec("ids", DType.INT32, new Shape(List.of(6L)), OptionalLong.of(3), OptionalLong.of(5)),
                new InputSpec(
                        "targets[0].boxes",
                        DType.FLOAT32,
                        new Shape(List.of(2L, 4L)),
                        OptionalLong.empty(),
                        OptionalLong.of(64),
                        InputSpec.Values.BOXES),
                spec("targets[0].labels", DType.INT64, 2),
                spec("targets[1].labels", DType.INT64, 1),
                spec("images[0]", DType.FLOAT64, 3),
                spec("images[1]", DType.COMPLEX64, 1)));
        Path script = write("run.py", plan(SAMPLE, inputs, new LossSpec.Sum(), Switches.DEFAULT));
        Path probe = Files.writeString(folder.resolve("probe.py"), """
            import run, torch
            class No: inputs = None
            x, flags, ids, targets, images = run.arguments(No, 1, 2, torch.device("cpu"))
            assert x.dtype == torch.float16 and flags.dtype == torch.bool
            assert ids.dtype == torch.int32 and set(ids.tolist()) <= {3, 4}
            assert [sorted(t) for t in targets] == [["boxes", "labels"], ["labels"]]
            boxes = targets[0]["boxes"]
            assert ((boxes[:, 2:] - boxes[:, :2]) >= 15.9).all() and boxes.min() >= 0 and boxes.max() <= 64
            assert [i.dtype for i in images] == [torch.float64, torch.complex64]
            again = run.arguments(No, 1, 2, torch.device("cpu"))
            other = run.arguments(No, 0, 2, torch.device("cpu"))
            assert torch.equal(x, again[0]) and not torch.equal(x, other[0])
            """);
        PythonTorch.run(probe.toString());
        assertTrue(Files.exists(script));
    }

    @Test
    void itsSyntaxIsThatOfPython39() throws Exception {
        Path script = write(
                "r\"un.py",
                plan(SAMPLE, new InputPlan.Generated(List.of()), new LossSpec.Keys("a\"\"\"b\\"), Switches.DEFAULT));
        Path check = Files.writeString(folder.resolve("check.py"), """
            import ast, sys
            tree = ast.parse(open(sys.argv[1]).read(), feature_version=(3, 9))
            source = next(n.value.args[0].value for n in tree.body
                          if isinstance(n, ast.Assign) and n.targets[0].id == "EXPERIMENT")
            import json
            assert json.loads(source)["loss"]["contains"] == 'a\"""b\\\\', source
            """);
        PythonTorch.run(check.toString(), script);
    }

    @Test
    void withZeroTimesTheSumPyTorchTrainsWhatOnlyOneRankUsesAndTheLossesAreTheSame() throws Exception {
        Path home = CASES.resolve("branch-rank0-only");
        assumeTrue(Files.isDirectory(home), "the reference cases are not here: " + CASES);
        Experiment edited = Experiments.apply(Experiments.open(home.resolve("model.pt")), new Edit.AddZero("extra"));
        var files = new InputPlan.Files(List.of(
                new InputPlan.RankFiles(home.resolve("inputs-rank0.npz"), iterations(home, 0)),
                new InputPlan.RankFiles(home.resolve("inputs-rank1.npz"), iterations(home, 1))));
        var settings = new RunSettings(2, "cpu", Optional.of(files), Optional.empty(), Switches.DEFAULT, 3, 0, 60);
        Path script = folder.resolve("zero.py");
        TorchrunScript.write(edited, settings, script, Optional.empty());
        List<PythonTorch.Ended> ended = PythonTorch.ranks(folder, 2, script);
        assertEquals(List.of(0, 0), ended.stream().map(PythonTorch.Ended::code).toList(), ended.toString());
        // Those of the reference run with find_unused_parameters, which trains, too.
        JsonNode losses = run(expected("branch-rank0-only"), true, false, "off").get("losses");
        for (int rank = 0; rank < 2; rank++) {
            var numbers = new ArrayList<String>();
            losses.get(rank).forEach(n -> numbers.add(n.asText()));
            String line = "rank " + rank + ": ok, losses " + String.join(", ", numbers);
            assertTrue(ended.toString().contains(line), () -> line + "\n" + ended);
        }
    }

    private static Map<Integer, Path> iterations(Path home, int rank) {
        return Map.of(
                2, home.resolve("inputs-rank" + rank + "-iter2.npz"),
                3, home.resolve("inputs-rank" + rank + "-iter3.npz"));
    }

    @Test
    void anEditedModelIsWrittenBesideTheScriptButNeverOverTheOpenedOne() throws Exception {
        Path opened = Files.copy(SAMPLE, folder.resolve("head.pt"));
        Experiment edited = Experiments.apply(Experiments.open(opened), new Edit.Freeze("fc1"));
        var written = TorchrunScript.write(edited, RunSettings.DEFAULT, folder.resolve("run.py"), Optional.empty());
        assertEquals(Optional.of(folder.resolve("run.pt")), written.archive());
        Experiment again = Experiments.open(folder.resolve("run.pt"));
        assertTrue(again.graph().parameters().stream().anyMatch(p -> p.name().startsWith("fc1.") && !p.trainable()));
        assertTrue(Files.readString(folder.resolve("run.py")).contains("\"model\" : \"run.pt\""));
        byte[] before = Files.readAllBytes(opened);
        var refused = assertThrows(
                LayergraftException.class,
                () -> TorchrunScript.write(edited, RunSettings.DEFAULT, folder.resolve("head.py"), Optional.empty()));
        assertEquals(LayergraftException.Fault.INPUT, refused.fault());
        assertArrayEquals(before, Files.readAllBytes(opened));
    }

    private static InputSpec spec(String name, DType dtype, long... sizes) {
        return new InputSpec(
                name,
                dtype,
                new Shape(Arrays.stream(sizes).boxed().toList()),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private Path write(String name, StepPlan plan) throws Exception {
        Path script = folder.resolve(name);
        Files.writeString(script, TorchrunScript.text(plan, "cpu", false, script));
        return script;
    }

    private static StepPlan plan(Path model, InputPlan inputs, LossSpec loss, Switches switches) {
        return new StepPlan(model, inputs, loss, switches, List.of(Device.CPU, Device.CPU), 3, 0, 5, 1);
    }

    private Path script(String id, JsonNode expected, boolean findUnused, boolean staticGraph, String mode)
            throws Exception {
        List<String> segments = new ArrayList<>();
        expected.get("checkpoint_segments").forEach(s -> segments.add(s.asText()));
        Path files = CASES.resolve(id);
        var ranks = new ArrayList<InputPlan.RankFiles>();
        for (int rank = 0; rank < 2; rank++) {
            ranks.add(new InputPlan.RankFiles(files.resolve("inputs-rank" + rank + ".npz"), Map.of()));
        }
        var switches = Switches.DEFAULT
                .withFindUnusedParameters(findUnused)
                .withStaticGraph(staticGraph)
                .withCheckpoint(new Switches.Checkpoint(
                        Switches.Checkpoint.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), segments));
        LossSpec loss = JSON.treeToValue(expected.get("loss"), LossSpec.class);
        return write("run.py", plan(files.resolve("model.pt"), new InputPlan.Files(ranks), loss, switches));
    }

    /** A person's own module: the class the case's archive was made from. */
    private void ownModule(String id) throws Exception {
        Files.writeString(
                folder.resolve("own_module.py"),
                "import sys\nsys.path.insert(0, \"" + CASES + "\")\nimport make_cases\n\n\ndef build():\n"
                        + "    return make_cases.REGISTRY.cases[\"" + id + "\"].module()\n");
    }

    private static JsonNode expected(String id) throws Exception {
        Path file = CASES.resolve(id).resolve("expected.json");
        assumeTrue(Files.exists(file), "the reference cases are not here: " + CASES);
        return JSON.readTree(file.toFile());
    }

    private static JsonNode run(JsonNode expected, boolean findUnused, boolean staticGraph, String mode) {
        for (JsonNode run : expected.get("runs")) {
            if (run.get("find_unused_parameters").asBoolean() == findUnused
                    && run.get("static_graph").asBoolean() == staticGraph
                    && run.get("checkpoint").asText().equals(mode)) {
                return run;
            }
        }
        throw new AssertionError("no such run");
    }

    private static Set<String> set(JsonNode array) {
        var names = new HashSet<String>();
        array.forEach(item -> names.add(item.asText()));
        return names;
    }
}
