package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.graft.LayerCase;
import org.layergraft.model.DType;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepPlan;
import org.layergraft.torchscript.ScriptWriter;

/** Every kind of layer loads and trains in the libtorch of the engine and in that of the ranks. */
class LayersInEnginesTest {

    @TempDir
    Path folder;

    @Test
    void everyKindTrainsInTheEngineAndOnRanks() throws Exception {
        var plans = new ArrayList<StepPlan>();
        for (var entry : LayerCase.together().entrySet()) {
            var first = entry.getKey();
            Path file = folder.resolve(first.name() + ".pt");
            ScriptWriter.write(entry.getValue(), file);
            var input = new InputSpec(
                    "x",
                    first.integers() ? DType.INT64 : DType.FLOAT32,
                    first.input(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
            plans.add(TestRunner.plan(file, new InputPlan.Generated(List.of(input)), new LossSpec.Square(), 1));
        }
        assertTrue(plans.size() > 5);
        try (var runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"))) {
            for (var plan : plans) {
                String name = plan.model().getFileName().toString();
                var described = runner.describe(plan.model(), new Cancellation());
                var report = runner.single(plan, StepRunner.Progress.SILENT, new Cancellation());
                assertTrue(report.trains(), () -> name + report.failure());
                assertEquals(described.parameters().size(), report.gradients().size(), name);
                report.gradients().forEach(g -> assertNotEquals(GradientState.NONE, g.state(), g.parameter()));
            }
            for (var plan : plans) {
                String name = plan.model().getFileName().toString();
                var reports = runner.ranks(plan, StepRunner.Progress.SILENT, new Cancellation());
                assertInstanceOf(
                        RankReport.End.Finished.class, reports.getFirst().end(), name + reports);
            }
        }
    }
}
