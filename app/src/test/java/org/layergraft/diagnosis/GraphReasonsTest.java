package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.FlowNode.Kind;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;
import org.layergraft.model.Parameter;
import org.layergraft.step.Gradient;
import org.layergraft.step.LossSpec;

class GraphReasonsTest {

    private static final Parameter WEIGHT = Made.parameter("side.weight");

    /** A root that does {@code nodes} and {@code edges}, and a module {@code side} that multiplies its input by its weight. */
    private static ModelGraph withSide(List<FlowNode> nodes, List<FlowEdge> edges) {
        var flow = new Flow(
                List.of(
                        Made.node("side/@x", Kind.INPUT, "x"),
                        Made.node("side/.weight", Kind.PARAMETER, "weight"),
                        Made.node("side/mul", Kind.OPERATOR, "mul"),
                        Made.node("side/@return", Kind.OUTPUT, "return")),
                List.of(
                        Made.edge("side/@x", "side/mul"),
                        Made.edge("side/.weight", "side/mul"),
                        Made.edge("side/mul", "side/@return")));
        var side =
                new ModuleNode("side", "side", "Side", "__torch__.Side", List.of(), List.of(WEIGHT), List.of(), flow);
        var root = new ModuleNode(
                "", "", "Head", "__torch__.Head", List.of(side), List.of(), List.of(), new Flow(nodes, edges));
        return new ModelGraph("head.pt", root, List.of(WEIGHT), List.of());
    }

    private static Reason reason(ModelGraph graph, LossSpec loss) {
        var row = new Coverage(
                WEIGHT,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(Gradient.none("side.weight"), Gradient.none("side.weight")),
                Optional.empty());
        return new Reasons(graph, Made.plan(loss), List.of(), List.of()).of(row).orElseThrow();
    }

    private static FlowNode call(Optional<String> block) {
        return Made.node("side", Kind.CALL, "side", Optional.of("side"), block);
    }

    private static final FlowNode X = Made.node("/@x", Kind.INPUT, "x");
    private static final FlowNode RETURN = Made.node("/@return", Kind.OUTPUT, "return");

    @Test
    void aModuleNobodyCallsIsNamed() {
        assertEquals(
                new Reason.NeverCalled("side"),
                reason(withSide(List.of(X, RETURN), List.of(Made.edge("/@x", "/@return"))), new LossSpec.Sum()));
    }

    @Test
    void aResultThatNobodyUsesIsNamedWithItsCall() {
        var graph = withSide(
                List.of(X, call(Optional.empty()), RETURN),
                List.of(Made.edge("/@x", "side"), Made.edge("/@x", "/@return")));
        assertEquals(
                "side",
                assertInstanceOf(Reason.UnusedResult.class, reason(graph, new LossSpec.Sum()))
                        .node()
                        .id());
    }

    @Test
    void aResultThatEndsInAnOperatorReachesNoOutput() {
        var graph = withSide(
                List.of(X, call(Optional.empty()), Made.node("/relu", Kind.OPERATOR, "relu"), RETURN),
                List.of(Made.edge("/@x", "side"), Made.edge("side", "/relu"), Made.edge("/@x", "/@return")));
        assertEquals(
                "/relu",
                assertInstanceOf(Reason.ReachesNoOutput.class, reason(graph, new LossSpec.Sum()))
                        .node()
                        .id());
    }

    @Test
    void aChoiceCarriesNoGradient() {
        var graph = withSide(
                List.of(X, call(Optional.empty()), Made.node("/argmax", Kind.OPERATOR, "argmax"), RETURN),
                List.of(Made.edge("/@x", "side"), Made.edge("side", "/argmax"), Made.edge("/argmax", "/@return")));
        var reason = assertInstanceOf(Reason.OnlyIndex.class, reason(graph, new LossSpec.Sum()));
        assertEquals("argmax", reason.node().label());
        assertEquals(12, reason.node().place().orElseThrow().line());
    }

    @Test
    void anOutputBesideTheLossIsBlamedOnTheLossRule() {
        var graph = withSide(
                List.of(X, call(Optional.empty()), RETURN),
                List.of(Made.edge("/@x", "side"), Made.edge("side", "/@return")));
        assertInstanceOf(Reason.NotInLoss.class, reason(graph, new LossSpec.Keys("loss")));
        assertInstanceOf(Reason.Unknown.class, reason(graph, new LossSpec.Sum()));
    }

    @Test
    void aCallInsideAnIfIsOnlyInABranch() {
        var block = Made.node("/if", Kind.BLOCK, "if");
        var graph = withSide(
                List.of(X, block, call(Optional.of("/if")), RETURN),
                List.of(Made.edge("/@x", "side"), Made.edge("side", "/@return")));
        assertInstanceOf(Reason.OnlyInBranch.class, reason(graph, new LossSpec.Sum()));
    }
}
