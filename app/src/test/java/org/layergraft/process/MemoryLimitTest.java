package org.layergraft.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.Device;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** Real processes that need more than they may are stopped, and the next run finds everything as it should be. */
class MemoryLimitTest {

    /** Long enough to be looked at. */
    private static final int STEPS = 4000;

    @TempDir
    Path folder;

    private static StepPlan plan(int steps) {
        return new StepPlan(
                Path.of("samples", "mini_mlp.pt").toAbsolutePath(),
                new InputPlan.Generated(List.of(new InputSpec(
                        "x", DType.FLOAT32, Shape.of(8, 16), OptionalLong.empty(), OptionalLong.empty()))),
                new LossSpec.Sum(),
                Switches.DEFAULT,
                List.of(Device.CPU, Device.CPU),
                steps,
                0,
                60,
                1);
    }

    @Test
    void oneDeviceAndRanks() throws Exception {
        assumeTrue(LocalStepRunner.canLimitMemory());
        try (var runner = new LocalStepRunner(Installation.find(), folder.resolve("scratch"))) {
            runner.single(plan(1), StepRunner.Progress.SILENT, new Cancellation());
            runner.limitMemory(OptionalLong.of(1 << 20));
            var single = assertThrows(
                    LayergraftException.class,
                    () -> runner.single(plan(STEPS), StepRunner.Progress.SILENT, new Cancellation()));
            assertEquals("memory.limit", single.problem().key());
            var ranks = assertThrows(
                    LayergraftException.class,
                    () -> runner.ranks(plan(STEPS), StepRunner.Progress.SILENT, new Cancellation()));
            assertEquals("memory.limit", ranks.problem().key());
            runner.limitMemory(OptionalLong.of(1L << 40));
            runner.single(plan(1), StepRunner.Progress.SILENT, new Cancellation());
            assertEquals(
                    2,
                    runner.ranks(plan(1), StepRunner.Progress.SILENT, new Cancellation())
                            .size());
        }
    }
}
