package org.layergraft.ui.canvas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.layergraft.model.Flow;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ModuleNode;

class DrawingTest {

    private static final String WEIGHT = "decoder/.queries.weight";

    /** An embedding that nothing calls and whose weight the decoder reads, beside one that nothing reads. */
    private static ModelGraph queries(boolean readsBias) {
        var bias = Graphs.node("decoder/.queries.bias", FlowNode.Kind.PARAMETER, "queries.bias", "Tensor", "");
        var steps = new ArrayList<>(List.of(
                Graphs.node("decoder/@x", FlowNode.Kind.INPUT, "x", "Tensor", ""),
                Graphs.node(WEIGHT, FlowNode.Kind.PARAMETER, "queries.weight", "Tensor", ""),
                Graphs.operator("decoder/add", "add"),
                Graphs.node("decoder/@return", FlowNode.Kind.OUTPUT, "return", "Tensor", "")));
        if (readsBias) {
            steps.add(bias);
        }
        var forward = new Flow(
                steps,
                List.of(
                        Graphs.edge("decoder/@x", "decoder/add"),
                        Graphs.edge(WEIGHT, "decoder/add"),
                        Graphs.edge("decoder/add", "decoder/@return")));
        ModuleNode decoder = Graphs.module(
                "decoder",
                "Decoder",
                List.of(
                        Graphs.leaf("decoder.queries", "Embedding", 8, 4),
                        Graphs.leaf("decoder.spare", "Embedding", 8, 4)),
                List.of(),
                forward);
        var root = Graphs.module(
                "",
                "Model",
                List.of(decoder),
                List.of(),
                new Flow(
                        List.of(
                                Graphs.node("/@x", FlowNode.Kind.INPUT, "x", "Tensor", ""),
                                Graphs.call("decoder", "Decoder"),
                                Graphs.node("/@return", FlowNode.Kind.OUTPUT, "return", "Tensor", "")),
                        List.of(Graphs.edge("/@x", "decoder"), Graphs.edge("decoder", "/@return"))));
        return Graphs.model("queries.pt", root);
    }

    private static List<String> side(ModelGraph graph) {
        return Drawing.of(graph, "decoder").items().stream()
                .filter(Item::side)
                .map(Item::id)
                .toList();
    }

    @Test
    void aLayerThatNothingCallsIsUsedWhereAllItsParametersAreRead() {
        assertEquals(List.of("decoder.spare"), side(queries(true)));
        assertEquals(List.of("decoder.queries", "decoder.spare"), side(queries(false)), "its bias is not");
    }

    @Test
    void suchALayerIsFoundWhereItIsRead() {
        assertEquals(
                Optional.of(new Reveal("decoder", WEIGHT)),
                Reveal.find(queries(true), "", Set.of(), "decoder.queries"));
        assertEquals(
                Optional.of(new Reveal("decoder", "decoder.spare")),
                Reveal.find(queries(true), "", Set.of(), "decoder.spare"));
    }
}
