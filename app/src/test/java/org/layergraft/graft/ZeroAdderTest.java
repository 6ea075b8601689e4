package org.layergraft.graft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ModelGraphs;
import org.layergraft.torchscript.PythonTorch;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.TestBed;

/** 0 times the sum of parameters in the loss; PyTorch is the judge. */
class ZeroAdderTest {

    @TempDir
    Path folder;

    private static ScriptModel sample(String name) throws Exception {
        return ScriptReader.read(Path.of(System.getProperty("layergraft.samples", "samples"), name));
    }

    private static ScriptModel graft(ScriptModel base, String... json) throws Exception {
        return Grafter.apply(
                base, EditScript.read("{\"edits\": [" + String.join(", ", json).replace('\'', '"') + "]}"));
    }

    private static String zero(String parameters) {
        return "{'op': 'add_zero', 'parameters': '" + parameters + "'}";
    }

    private static String root(ScriptModel model) throws Exception {
        var draft = new Draft(model);
        return draft.text(draft.classAt(""));
    }

    private static String complaint(ScriptModel base, String... json) {
        return assertThrows(LayergraftException.class, () -> graft(base, json)).getMessage();
    }

    @Test
    void whateverTheModelReturnsAndHoweverItsLossIsMadeOnlyTheGradientsChange() throws Exception {
        PythonTorch.assumePresent();
        var script = Path.of(ZeroAdderTest.class.getResource("zero.py").toURI()).toString();
        var names = PythonTorch.run(script, "make", folder).strip().lines().toList();
        assertEquals(26, names.size());
        for (String name : names) {
            var base = ScriptReader.read(folder.resolve(name + ".pt"));
            ScriptWriter.write(graft(base, zero("spare")), folder.resolve(name + "-zero.pt"));
        }
        assertEquals(
                names.stream().sorted().map(n -> n + " []").collect(Collectors.joining("\n")),
                PythonTorch.run(script, "compare", folder)
                        .strip()
                        .lines()
                        .sorted()
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void everyParameterOfEveryReferenceModelGetsAGradientAndTheLossStaysToTheBit() throws Exception {
        var models = new LinkedHashMap<String, ScriptModel>();
        for (var folder : Trained.cases()) {
            String name = folder.getFileName().toString();
            var base = ScriptReader.read(folder.resolve("model.pt"));
            models.put(name, base);
            models.put(name + "-zero", graft(base, zero("")));
        }
        var trained = Trained.all(folder, models);
        int gained = 0;
        for (var folder : Trained.cases()) {
            String name = folder.getFileName().toString();
            var base = trained.get(name);
            var zero = trained.get(name + "-zero");
            assertEquals(
                    base.outputs(), zero.outputs().subList(0, base.outputs().size()), name);
            assertEquals(base.losses(), zero.losses(), name);
            for (var state : base.states().entrySet()) {
                boolean none = state.getValue().equals("none");
                gained += none ? 1 : 0;
                assertEquals(none ? "zero" : state.getValue(), zero.states().get(state.getKey()), name);
            }
        }
        assertTrue(gained > 5, gained + " parameters had no gradient before");
    }

    @Test
    void theWholeTestBedLoadsWithIt() throws Exception {
        var cases = new ArrayList<TestBed.Case>();
        var names = new ArrayList<String>();
        var refused = new ArrayList<String>();
        for (var model : TestBed.models()) {
            var base = ScriptReader.read(model.archive());
            if (Files.size(model.archive()) > 1_000_000
                    || ModelGraphs.read(base).parameters().isEmpty()) {
                continue;
            }
            var file = folder.resolve(cases.size() + ".pt");
            try {
                ScriptWriter.write(graft(base, zero("")), file);
                cases.add(new TestBed.Case(file, Optional.of(model.inputs())));
                names.add(model.toString());
            } catch (LayergraftException said) {
                refused.add(model + " " + said.problem().key());
            }
        }
        assertEquals(
                List.of(
                        "gru.scripted root.noForward",
                        "hooked.scripted root.hooked",
                        "interfaces.scripted zero.interface",
                        "lstm.scripted root.noForward"),
                refused);
        assertTrue(cases.size() > 40, cases.size() + " models");
        var judged = TestBed.judge(cases);
        var broken = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) {
            int at = i;
            judged.get(i).error().ifPresent(error -> broken.add(names.get(at) + ": " + error));
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void aTensorThatHasSeveralNamesCountsOnceAndEveryEditHasAnEntryOfItsOwn() throws Exception {
        var twice = graft(sample("co_dino_head_class_embed.pt"), zero("class_embed"), zero("{class_embed,*.bias}"));
        String text = root(twice);
        assertTrue(text.contains("lg_zero = torch.mul(torch.sum(self.class_embed), 0.)"), text);
        assertTrue(text.contains("[\"loss_zero\"] = lg_zero\n"), text);
        assertTrue(text.contains("[\"loss_zero2\"] = lg_zero_2\n"), text);
    }

    @Test
    void whatIsFrozenIsLeftOutAndWhereNothingRemainsTheEditIsRefused() throws Exception {
        var mlp = sample("mini_mlp.pt");
        String text = root(graft(mlp, "{'op': 'freeze', 'module': 'fc1.bias'}", zero("fc1")));
        assertTrue(text.contains("torch.mul(torch.sum(self.fc1.weight), 0.)"), text);
        assertEquals(
                "fc1 names nothing that is trained: frozen parameters and those of integers get no gradient, so 0 ×"
                        + " their sum gives them none.",
                complaint(mlp, "{'op': 'freeze', 'module': 'fc1'}", zero("fc1")));
        assertTrue(complaint(mlp, zero("fc9")).startsWith("fc9 names no parameter; the nearest are fc1."));
    }

    @Test
    void laterEditsGoOnWithWhatItReads() throws Exception {
        var mlp = sample("mini_mlp.pt");
        String renamed = root(graft(mlp, zero("fc1"), "{'op': 'rename', 'module': 'fc1', 'to': 'first'}"));
        assertTrue(renamed.contains("torch.sum(self.first.weight)"), renamed);
        String declared = "{'op': 'declare', 'layer': {'kind': 'parameter', 'name': 'spare', 'shape': [4]}}";
        // As if it had never been declared; what else the zero counts stays.
        assertEquals(
                root(graft(mlp, zero("fc1.bias"))),
                root(graft(mlp, declared, zero("{spare,fc1.bias}"), "{'op': 'remove', 'module': 'spare'}")));
        assertEquals(root(mlp), root(graft(mlp, declared, zero("spare"), "{'op': 'remove', 'module': 'spare'}")));
        var read = complaint(
                mlp, zero("fc1"), "{'op': 'replace', 'module': 'fc1', 'layer': {'kind': 'linear', 'name': ''}}");
        assertTrue(read.contains("weight"), read);
    }

    @Test
    void itAddsNoParametersAndNothingToBeSaid() throws Exception {
        var before = Grafter.start(sample("mini_mlp.pt"));
        var edit = new Edit.AddZero("fc1");
        assertTrue(Estimate.of(before, edit, ShapeSource.NONE).isNothing());
        assertEquals(List.of(), Grafter.then(before, edit).notes());
    }
}
