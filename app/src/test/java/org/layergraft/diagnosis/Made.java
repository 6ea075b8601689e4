package org.layergraft.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.model.DType;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.model.Shape;
import org.layergraft.model.SourcePlace;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.GradientState;
import org.layergraft.step.InputPlan;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.RankReport.Sums;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.step.Timing;

/** Hand-made models and reports. */
public final class Made {

    public static final String T1 =
            "Expected to have finished reduction in the prior iteration before starting a new one."
                    + " You can enable unused parameter detection";
    static final String T3 = "Expected to have finished reduction in the prior iteration before starting a new one."
            + " Your training graph has changed in this iteration, e.g., one parameter is used in first iteration,"
            + " but then got unused in the second iteration.";
    static final String T4 =
            "Expected to mark a variable ready only once. This error is caused by one of the following";
    static final String T5 = "Your training graph has changed in this iteration, e.g., one parameter is unused in first"
            + " iteration, but then got used in the second iteration.";

    private Made() {}

    /** A root with {@code weight}, read and returned, and {@code class_embed}, which nothing reads. */
    public static ModelGraph graph() {
        return graph(List.of(parameter("weight"), parameter("class_embed")), readWeight());
    }

    public static ModelGraph graph(List<Parameter> parameters, Flow flow) {
        var root = new ModuleNode("", "", "Head", "__torch__.Head", List.of(), parameters, List.of(), flow);
        return new ModelGraph("head.pt", root, parameters, List.of());
    }

    public static Parameter parameter(String name) {
        return new Parameter(name, List.of(), Shape.of(2, 3), DType.FLOAT32, true);
    }

    static Flow readWeight() {
        return new Flow(
                List.of(
                        node("/@x", FlowNode.Kind.INPUT, "x"),
                        node("/.weight", FlowNode.Kind.PARAMETER, "weight"),
                        node("/mul", FlowNode.Kind.OPERATOR, "mul"),
                        node("/@return", FlowNode.Kind.OUTPUT, "return")),
                List.of(edge("/@x", "/mul"), edge("/.weight", "/mul"), edge("/mul", "/@return")));
    }

    static FlowNode node(String id, FlowNode.Kind kind, String label) {
        return node(id, kind, label, Optional.empty(), Optional.empty());
    }

    static FlowNode node(String id, FlowNode.Kind kind, String label, Optional<String> module, Optional<String> block) {
        return new FlowNode(
                id, kind, label, "Tensor", module, block, Optional.of(new SourcePlace("__torch__.py", 0, 1, 0, 12)));
    }

    static FlowEdge edge(String from, String to) {
        return new FlowEdge(from, to, "", "Tensor");
    }

    public static StepPlan plan(Switches switches) {
        return plan(switches, new LossSpec.Square());
    }

    static StepPlan plan(LossSpec loss) {
        return plan(Switches.DEFAULT, loss);
    }

    private static StepPlan plan(Switches switches, LossSpec loss) {
        return new StepPlan(
                Path.of("head.pt"),
                new InputPlan.Generated(List.of()),
                loss,
                switches,
                List.of(Device.CPU, Device.CPU),
                3,
                0,
                60,
                1);
    }

    static Gradient gradient(String name, GradientState state) {
        boolean normed = state == GradientState.ZERO || state == GradientState.NONZERO;
        double norm = state == GradientState.NONZERO ? 2 : 0;
        return new Gradient(
                name,
                state,
                normed ? OptionalDouble.of(norm) : OptionalDouble.empty(),
                norm > 0 ? 1 : 0,
                normed ? OptionalDouble.of(norm) : OptionalDouble.empty());
    }

    /** {@code weight} trains, {@code class_embed} gets nothing. */
    public static List<Gradient> unusedEmbed() {
        return List.of(gradient("weight", GradientState.NONZERO), Gradient.none("class_embed"));
    }

    public static List<Gradient> allTrain() {
        return List.of(gradient("weight", GradientState.NONZERO), gradient("class_embed", GradientState.NONZERO));
    }

    public static SingleReport single(List<Gradient> gradients) {
        return new SingleReport(
                Device.CPU, List.of(1.5, 1.4, 1.3), gradients, Optional.empty(), Optional.empty(), 1000);
    }

    static SingleReport singleFails(String message) {
        return new SingleReport(
                Device.CPU,
                List.of(),
                List.of(),
                Optional.of(new SingleReport.Failure(1, Phase.FORWARD, message)),
                Optional.empty(),
                1000);
    }

    public static RankReport rank(int rank, End end, List<Gradient> local, List<Sums> sums) {
        return new RankReport(
                rank,
                Device.CPU,
                end,
                local,
                List.of("weight"),
                List.of(List.of("weight", "class_embed")),
                List.of(1.5, 1.4, 1.3),
                sums,
                List.of(),
                List.of(),
                Optional.of(new Timing(3.14, 1.0, 2.1, OptionalDouble.of(0.4))),
                Optional.empty(),
                123456);
    }

    /** The same rank with other losses and warnings. */
    static RankReport with(RankReport made, List<Double> losses, List<String> warnings) {
        return new RankReport(
                made.rank(),
                made.device(),
                made.end(),
                made.local(),
                made.ready(),
                made.buckets(),
                losses,
                made.sums(),
                made.segments(),
                warnings,
                made.timing(),
                made.timeline(),
                made.peakBytes());
    }

    /** A rank that finished and did this with checkpoints. */
    static RankReport checkpointed(List<RankReport.Segment> segments) {
        return new RankReport(
                0,
                Device.CPU,
                new End.Finished(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                segments,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** Ranks in step for three iterations. */
    public static List<RankReport> finished(List<Gradient> local) {
        return List.of(
                rank(0, new End.Finished(), local, sums(local, "")),
                rank(1, new End.Finished(), local, sums(local, "")));
    }

    /** @param mark makes a rank's gradients its own */
    static List<Sums> sums(List<Gradient> local, String mark) {
        var all = new ArrayList<Sums>();
        for (int iteration = 1; iteration <= 3; iteration++) {
            Map<String, String> gradients = new LinkedHashMap<>();
            Map<String, String> values = new LinkedHashMap<>();
            for (Gradient g : local) {
                boolean none = g.state() == GradientState.NONE;
                gradients.put(g.parameter(), none ? "none" : "g" + iteration + mark);
                values.put(g.parameter(), none ? "v" : "v" + iteration + mark);
            }
            all.add(new Sums(iteration, gradients, values));
        }
        return all;
    }

    public static List<RankReport> bothRaise(String message, int iteration, Phase phase, List<String> names) {
        var end = new End.Raised(iteration, phase, message, names);
        return List.of(rank(0, end, unusedEmbed(), List.of()), rank(1, end, unusedEmbed(), List.of()));
    }
}
