package org.layergraft.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.SeenByPyTorch;
import org.layergraft.model.Seen;
import org.layergraft.model.Shape;
import org.layergraft.model.ShapeReport;
import org.layergraft.process.Cancellation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.process.StepRunner;
import org.layergraft.process.StepRunner.Progress;
import org.layergraft.step.Devices;
import org.layergraft.step.InputPlan;
import org.layergraft.step.Measurement;
import org.layergraft.step.ModelDescription;
import org.layergraft.step.PairReport;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.torchscript.ScriptReader;
import org.layergraft.torchscript.ScriptWriter;
import org.layergraft.torchscript.TestBed;

/** Measuring with the engine's libtorch: what it refuses, what takes too long, what is stopped, and a detector. */
class ShapeRunsTest {

    private static final String LINEAR = "__torch__/torch/nn/modules/linear.py";
    private static final String RECORDER = "__torch__/layergraft/probes.py";

    @TempDir
    static Path folder;

    @RegisterExtension
    static final RealProcesses PROCESSES = new RealProcesses();

    private static RunSettings settings(int timeout) {
        return new RunSettings(1, "cpu", Optional.empty(), Optional.empty(), Switches.DEFAULT, 1, 0, timeout);
    }

    private static ScriptModel with(ScriptModel model, String unit, UnaryOperator<String> change) {
        var code = new TreeMap<>(model.code());
        code.compute(unit, (_, text) -> change.apply(text));
        return model.with(code, model.module(), model.storages(), model.others());
    }

    /** For as good as ever. */
    private static Experiment endless() throws Exception {
        var file = folder.resolve("endless.pt");
        String loop = "    for i in range(4000000000):\n      y = torch.neg(x)\n    fc2 = self.fc2\n";
        ScriptWriter.write(
                with(
                        ScriptReader.read(RealProcesses.sample()),
                        "__torch__.py",
                        text -> text.replace("    fc2 = self.fc2\n", loop)),
                file);
        return Experiments.open(file);
    }

    private static ShapeReport measure(StepRunner runner, Experiment experiment) throws LayergraftException {
        return new RunService(runner, PROCESSES.scratch())
                .shapes(experiment, settings(60), Progress.SILENT, new Cancellation());
    }

    @Test
    void aMethodThatLibtorchRefusesIsLeftOutAndTheOthersAreMeasured() throws Exception {
        var spoiled = new Spoiled(
                PROCESSES.runner(),
                folder.resolve("spoiled.pt"),
                LINEAR,
                t -> t.replace(").see(", ").nothing("),
                new ArrayList<>());
        var report = measure(spoiled, Experiments.open(RealProcesses.sample()));
        assertEquals(2, spoiled.refusals().size());
        assertTrue(spoiled.refusals().getFirst().isPresent(), "libtorch took what must not compile");
        assertEquals(Optional.empty(), spoiled.refusals().getLast());
        assertTrue(
                report.unmeasured().contains("fc1/linear"), report.unmeasured().toString());
        assertFalse(
                report.unmeasured().contains("fc2/linear"), report.unmeasured().toString());
        assertEquals(Optional.of(Shape.of(8, 32)), report.shape("fc1"));
        assertEquals(Optional.of(Shape.of(8, 4)), report.shape("fc3/linear"));
    }

    @Test
    void whatTakesLongIsSeenToTakeLong() throws Exception {
        var file = folder.resolve("slow.pt");
        String loop = "    for i in range(30000):\n      y = torch.neg(x)\n    fc2 = self.fc2\n";
        ScriptWriter.write(
                with(
                        ScriptReader.read(RealProcesses.sample()),
                        "__torch__.py",
                        text -> text.replace("    fc2 = self.fc2\n", loop)),
                file);
        var slow = measure(PROCESSES.runner(), Experiments.open(file));
        assertEquals(30_000, slow.of("/neg").orElseThrow().times(), "of the first forward only");
        assertTrue(
                slow.share("/neg").orElseThrow() > 0.5,
                () -> slow.milliseconds().toString());
        assertTrue(
                slow.share("fc1").orElseThrow() < 0.4, () -> slow.milliseconds().toString());
    }

    /** A module takes what is in it, and nothing is charged twice. */
    @Test
    void timesAddUp() throws Exception {
        var experiment = Experiments.open(RealProcesses.sample().resolveSibling("co_dino_head.pt"));
        var times = measure(PROCESSES.runner(), experiment).milliseconds();
        double whole = times.get("");
        assertTrue(whole > 0);
        var graph = experiment.graph();
        double root = graph.root().forward().nodes().stream()
                .filter(n -> times.containsKey(n.id()))
                .collect(Collectors.toMap(n -> n.module().orElse(n.id()), n -> times.get(n.id()), (a, _) -> a))
                .values()
                .stream()
                .mapToDouble(t -> t)
                .sum();
        assertEquals(whole, root, 0.3 * whole, "medians of parts need not add up to the median of the whole");
        graph.root()
                .walk()
                .filter(m -> times.containsKey(m.path()))
                .forEach(m -> m.forward().nodes().stream()
                        .filter(n -> times.containsKey(n.id()))
                        .forEach(n -> assertTrue(times.get(n.id()) <= times.get(m.path()) * 1.0001, n.id())));
    }

    @Test
    void whatLibtorchRefusesElsewhereIsToldAboutTheUsersFile() throws Exception {
        var spoiled = new Spoiled(
                PROCESSES.runner(),
                folder.resolve("spoiled.pt"),
                RECORDER,
                t -> t.replace("torch.dim(", "torch.no("),
                new ArrayList<>());
        var sample = Experiments.open(RealProcesses.sample());
        var refused = assertThrows(LayergraftException.class, () -> measure(spoiled, sample));
        assertEquals(LayergraftException.Fault.ENGINE, refused.fault());
        assertTrue(
                refused.getMessage().startsWith(RealProcesses.sample() + ": its shapes cannot be measured"),
                refused.getMessage());
        assertEquals(1, spoiled.refusals().size());
    }

    @Test
    void whatTakesTooLongIsEndedAndTheNextMeasurementWorks() throws Exception {
        var service = PROCESSES.service();
        var endless = endless();
        var late = assertThrows(
                LayergraftException.class,
                () -> service.shapes(endless, settings(1), Progress.SILENT, new Cancellation()));
        assertEquals(LayergraftException.Fault.ENGINE, late.fault());
        assertTrue(late.getMessage().contains("took longer than 1 seconds"), late.getMessage());
        assertEquals(
                Optional.of(Shape.of(8, 32)),
                measure(PROCESSES.runner(), Experiments.open(RealProcesses.sample()))
                        .shape("fc1"));
    }

    @Test
    void whatIsStoppedEndsAndLeavesNoFile() throws Exception {
        var service = PROCESSES.service();
        var endless = endless();
        var cancel = new Cancellation();
        var stopped = assertThrows(
                LayergraftException.class,
                () -> service.shapes(endless, settings(60), (_, _, _) -> cancel.cancel(), cancel));
        assertEquals(LayergraftException.Fault.CANCELLED, stopped.fault());
        try (var files = Files.list(PROCESSES.scratch().directory())) {
            assertEquals(
                    List.of(), files.filter(f -> f.toString().endsWith(".pt")).toList());
        }
    }

    /** Only what a detector proposes depends on its numbers, and the test bed's are not ours. */
    @Test
    void aDetectorIsMeasuredOnListsAndDictionaries() throws Exception {
        var bed = TestBed.model("fasterrcnn", TestBed.How.SCRIPTED);
        var inputs = ModelSettings.parse("""
            {"inputs": [
              {"name": "images", "list": [{"dtype": "float32", "shape": [3, 64, 80]},
                                          {"dtype": "float32", "shape": [3, 72, 64]}]},
              {"name": "targets", "list": [
                {"dict": {"boxes": {"dtype": "float32", "shape": [2, 4], "values": "boxes", "high": 60},
                          "labels": {"dtype": "int64", "shape": [2], "low": 1, "high": 5}}},
                {"dict": {"boxes": {"dtype": "float32", "shape": [1, 4], "values": "boxes", "high": 60},
                          "labels": {"dtype": "int64", "shape": [1], "low": 1, "high": 5}}}]}]}
            """, "inputs");
        var experiment = Experiments.open(bed.archive());
        var settings = new RunSettings(
                1,
                "cpu",
                Optional.of(new InputPlan.Generated(inputs.inputs())),
                Optional.empty(),
                Switches.DEFAULT,
                1,
                0,
                120);
        var report = PROCESSES.service().shapes(experiment, settings, Progress.SILENT, new Cancellation());
        assertEquals(Optional.empty(), report.failure());
        var truth = new SeenByPyTorch(experiment.graph(), report, bed.seen());
        var wrong = truth.mismatches().stream()
                .filter(m -> !m.matches("(roi_heads|rpn)[./ ].*"))
                .toList();
        assertEquals(List.of(), wrong);
        assertTrue(truth.compared() > 100, "compared " + truth.compared());
        assertTrue(report.of("roi_heads.box_head").filter(Seen::ran).isPresent());
        var labels = report.of("/@targets").orElseThrow().tensors();
        assertEquals(
                List.of("boxes 2×4", "labels 2 int64", "boxes 1×4", "labels 1 int64"),
                labels.stream().map(t -> t.name() + " " + t.brief()).toList());
    }

    /** Breaks code of the copy, so that the engine's libtorch refuses it. */
    private record Spoiled(
            LocalStepRunner engine,
            Path file,
            String unit,
            UnaryOperator<String> change,
            List<Optional<String>> refusals)
            implements StepRunner {

        @Override
        public Measurement measure(StepPlan plan, String method, Progress progress, Cancellation cancel)
                throws LayergraftException {
            var copy = with(ScriptReader.read(plan.model()), unit, change);
            ScriptWriter.write(copy, file);
            var measured = engine.measure(plan.at(file), method, progress, cancel);
            refusals.add(measured.refused());
            return measured;
        }

        @Override
        public ModelDescription describe(Path model, Cancellation cancel) throws LayergraftException {
            return engine.describe(model, cancel);
        }

        @Override
        public Devices devices() throws LayergraftException {
            return engine.devices();
        }

        @Override
        public SingleReport single(StepPlan plan, Progress progress, Cancellation cancel) throws LayergraftException {
            return engine.single(plan, progress, cancel);
        }

        @Override
        public List<PairReport> pairs(StepPlan plan, Switches other, int pairs, Progress progress, Cancellation cancel)
                throws LayergraftException {
            return engine.pairs(plan, other, pairs, progress, cancel);
        }

        @Override
        public List<RankReport> ranks(StepPlan plan, Progress progress, Cancellation cancel)
                throws LayergraftException {
            return engine.ranks(plan, progress, cancel);
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
