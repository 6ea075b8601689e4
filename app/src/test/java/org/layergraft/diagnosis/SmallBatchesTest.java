package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.Experiments;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Shape;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.Texts;

class SmallBatchesTest {

    private static final ModelGraph NORMED = graph("BatchNorm2d", "batch_norm");

    private static ModelGraph graph(String type, String operator) {
        var flow = new Flow(List.of(Made.node("bn/" + operator, FlowNode.Kind.OPERATOR, operator)), List.of());
        var norm = new ModuleNode("bn", "bn", type, "__torch__." + type, List.of(), List.of(), List.of(), flow);
        var root = new ModuleNode("", "", "Net", "__torch__.Net", List.of(norm), List.of(), List.of(), Flow.EMPTY);
        return new ModelGraph("net.pt", root, List.of(), List.of());
    }

    private static StepPlan plan(Switches switches, int ranks, InputSpec... inputs) {
        var made = Made.plan(switches);
        return new StepPlan(
                made.model(),
                new InputPlan.Generated(List.of(inputs)),
                made.loss(),
                switches,
                IntStream.range(0, ranks).mapToObj(_ -> Device.CPU).toList(),
                3,
                0,
                60,
                1);
    }

    private static InputSpec images(String name, long... sizes) {
        return new InputSpec(name, DType.FLOAT32, Shape.of(sizes), OptionalLong.empty(), OptionalLong.empty());
    }

    private static List<String> told(ModelGraph graph, StepPlan plan) {
        var texts = new Texts(Locale.ENGLISH);
        return SmallBatches.warnings(graph, plan).stream().map(texts::get).toList();
    }

    @Test
    void fewSamplesPerRankAreToldWithTheAdvice() {
        String told =
                told(NORMED, plan(Switches.DEFAULT, 2, images("x", 4, 3, 8, 8))).getFirst();
        assertTrue(told.startsWith("bn normalises over 4 samples of one rank; below 16"), told);
        assertTrue(told.contains("SyncBatchNorm") && told.contains("all 2 ranks"), told);
        assertTrue(told.contains("what rank 0 saw"), told);
        String own = told(
                        NORMED,
                        plan(
                                Switches.DEFAULT.withOptions(DdpOptions.DEFAULT.withBroadcastBuffers(false)),
                                2,
                                images("x", 4, 3, 8, 8)))
                .getFirst();
        assertTrue(own.contains("statistics of its own"), own);
    }

    @Test
    void theLengthOfAListCounts() {
        var plan = plan(Switches.DEFAULT, 2, images("images[0]", 3, 64, 64), images("images[1]", 3, 64, 64));
        assertTrue(told(NORMED, plan).getFirst().contains("2 samples"));
    }

    @Test
    void thereIsNothingToTellOtherwise() {
        assertEquals(List.of(), told(NORMED, plan(Switches.DEFAULT, 2, images("x", SmallBatches.FEW, 3, 8, 8))));
        assertEquals(List.of(), told(NORMED, plan(Switches.DEFAULT, 1, images("x", 4, 3, 8, 8))));
        assertEquals(List.of(), told(NORMED, plan(Switches.DEFAULT, 2)));
        assertEquals(
                List.of(), told(graph("LayerNorm", "layer_norm"), plan(Switches.DEFAULT, 2, images("x", 4, 3, 8, 8))));
    }

    @Test
    void aFunctionCallIsFoundAndTheVerdictHasTheWarning() {
        var plan = plan(Switches.DEFAULT, 2, images("x", 4, 3, 8, 8));
        assertEquals(1, told(graph("Mine", "batch_norm"), plan).size());
        var verdict = Diagnosis.judge(NORMED, plan, Optional.empty(), Made.finished(Made.allTrain()))
                .verdict()
                .orElseThrow();
        assertFalse(verdict.warnings().isEmpty());
    }

    /** As scripting writes BatchNorm, and with batches from files. */
    @Test
    void aScriptedModelIsRecognised() throws Exception {
        Path folder = Path.of("../shared/ddp-cases/conv-batchnorm");
        assumeTrue(Files.isDirectory(folder), "no reference cases beside this project");
        var experiment = Experiments.open(folder.resolve("model.pt"));
        var files = Stream.of("inputs-rank0.npz", "inputs-rank1.npz")
                .map(name -> new InputPlan.RankFiles(folder.resolve(name), Map.of()))
                .toList();
        var made = Made.plan(Switches.DEFAULT);
        var plan = new StepPlan(
                made.model(), new InputPlan.Files(files), made.loss(), made.switches(), made.devices(), 3, 0, 60, 1);
        assertEquals(1, told(experiment.graph(), plan).size());
    }
}
