package org.layergraft.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.layergraft.model.DType;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;

class StepJsonTest {

    @Test
    void everyMessageComesBackAsItWasSent() throws Exception {
        var generated = new InputPlan.Generated(
                List.of(new InputSpec("x", DType.INT64, Shape.of(2, 3), OptionalLong.of(0), OptionalLong.empty())));
        var files = new InputPlan.Files(
                List.of(new InputPlan.RankFiles(Path.of("/a b/r0.npz"), Map.of(2, Path.of("/r0-iter2.npz")))));
        var plan = new StepPlan(
                Path.of("/模型/m.pt"),
                generated,
                new LossSpec.Outputs(List.of(0, 2), LossSpec.Reduce.SQUARE),
                new Switches(
                        true,
                        false,
                        new Switches.Checkpoint(Switches.Checkpoint.Mode.REENTRANT, List.of("a.b")),
                        new DdpOptions(OptionalDouble.of(0.5), true, false, 2, true)),
                List.of(Device.CPU, Device.cuda(1)),
                3,
                7,
                60,
                1);
        var gradients = List.of(
                Gradient.none("a"),
                Gradient.frozen("b"),
                new Gradient("c", GradientState.NONZERO, OptionalDouble.of(1.5), 0.25, OptionalDouble.of(1)));
        var timing = Optional.of(new Timing(1, 2, 3, OptionalDouble.empty()));
        var timeline = new Timeline(
                2,
                1L << 60,
                90.5,
                List.of(
                        new Timeline.Span(Phase.FORWARD, 0, OptionalDouble.of(20.25)),
                        new Timeline.Span(Phase.BACKWARD, 20.25, OptionalDouble.empty())),
                List.of(new Timeline.Ready("c", 30)),
                List.of(
                        new Timeline.Bucket(
                                0,
                                1024,
                                List.of("c"),
                                Optional.of(Timeline.Moment.derived(30)),
                                Optional.of(Timeline.Moment.measured(31)),
                                Optional.empty()),
                        new Timeline.Bucket(1, 4, List.of("a"), Optional.empty(), Optional.empty(), Optional.empty())),
                List.of(new Timeline.Exchange("broadcast", 1, OptionalDouble.of(2))),
                Optional.of(Timeline.Moment.measured(40)));
        var rank = new RankReport(
                1,
                Device.CPU,
                new RankReport.End.Raised(2, Phase.FORWARD, "Expected \"to\"\nhave", List.of("a")),
                gradients,
                List.of("c"),
                List.of(List.of("c"), List.of()),
                List.of(1.5, Double.NaN),
                List.of(new RankReport.Sums(1, Map.of("c", "0af"), Map.of("c", "1b"))),
                List.of(new RankReport.Segment("a.b", 2, 1)),
                List.of(),
                timing,
                Optional.of(timeline),
                99);
        List<StepMessage> messages = List.of(
                new StepMessage.Hello(1, "djl", 42),
                new StepMessage.Describe(Path.of("/m.pt")),
                new StepMessage.FindDevices(),
                new StepMessage.RunSingle(plan),
                new StepMessage.RunRank(new StepPlan(
                        plan.model(), files, new LossSpec.Keys("loss"), Switches.DEFAULT, plan.devices(), 1, 0, 1, 1)),
                new StepMessage.Cancel(),
                new StepMessage.Described(new ModelDescription(
                        List.of(new Parameter("a.w", List.of("b.w"), Shape.of(), DType.FLOAT16, true)),
                        List.of("forward"),
                        "2.7.1")),
                new StepMessage.FoundDevices(
                        new Devices(2, List.of(), List.of(new Devices.Gpu(0, "H200", 1L << 37)), "")),
                new StepMessage.SingleDone(new SingleReport(
                        Device.CPU,
                        List.of(Double.POSITIVE_INFINITY),
                        gradients,
                        Optional.of(new SingleReport.Failure(2, Phase.BACKWARD, "no")),
                        timing,
                        1)),
                new StepMessage.Meet(1, 2, Device.CPU, 4000, Optional.empty(), false),
                new StepMessage.Meet(1, 2, Device.CPU, 4000, Optional.of(new Nodes(2, 1, "::1", 4000, 5)), true),
                new StepMessage.Tell(new StepMessage.Gone(1, 137, "killed")),
                new StepMessage.Heard(1, new StepMessage.RankDone(rank, 12)),
                new StepMessage.Heard(0, new StepMessage.World("id", new LinkedHashMap<>(Map.of("--steps", "3")))),
                new StepMessage.Cut("closed"),
                new StepMessage.Bye(),
                new StepMessage.Listening(4000),
                new StepMessage.Met(1),
                new StepMessage.RankDone(rank, 12),
                new StepMessage.At(0, 1, Phase.LOSS),
                new StepMessage.Local(0, gradients, List.of("c")),
                new StepMessage.RunPairs(plan, Switches.DEFAULT.withStaticGraph(true), 24),
                new StepMessage.PairsDone(new PairReport(1, List.of(1.5), List.of(2.0), Optional.of("no")), 7),
                new StepMessage.Still(1, timeline),
                new StepMessage.Beat(),
                new StepMessage.Failed(true, "step", "key", List.of("x")));
        var mapper = StepJson.mapper();
        for (StepMessage message : messages) {
            String line = mapper.writeValueAsString(message);
            assertTrue(line.startsWith("{\"type\":\"") && !line.contains("\n"), line);
            assertEquals(message, mapper.readValue(line, StepMessage.class));
        }
    }
}
