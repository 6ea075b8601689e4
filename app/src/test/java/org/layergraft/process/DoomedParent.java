package org.layergraft.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.layergraft.model.DType;
import org.layergraft.model.Shape;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.StepPlan;

/** A program of its own that keeps its engine busy in native code until it is killed. Prints the engine's process id. */
final class DoomedParent {

    private DoomedParent() {}

    public static void main(String[] arguments) throws Exception {
        Path scratch = Path.of(arguments[0]);
        Path model = Path.of(arguments[1]);
        var runner = new LocalStepRunner(Installation.find(), scratch);
        Files.writeString(scratch.resolve("edited.pt"), "a temporary file");
        var input = new InputSpec(
                "x",
                DType.FLOAT32,
                Shape.of(Long.parseLong(arguments[2]), Long.parseLong(arguments[3])),
                OptionalLong.empty(),
                OptionalLong.empty());
        StepPlan plan = TestRunner.plan(model, new InputPlan.Generated(List.of(input)), new LossSpec.Square(), 1);
        StepPlan endless = new StepPlan(
                plan.model(), plan.inputs(), plan.loss(), plan.switches(), plan.devices(), 10_000_000, 0, 30, 1);
        System.out.println(runner.enginePid());
        runner.single(
                endless,
                (_, iteration, _) -> {
                    if (iteration == 2) {
                        System.out.println("running");
                    }
                },
                new Cancellation());
    }
}
