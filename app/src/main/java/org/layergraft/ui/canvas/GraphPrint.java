package org.layergraft.ui.canvas;

import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.GraphSvg.On;

/**
 * A graph for other programs. Nothing is laid out or written before it is asked for, which may take seconds; no toolkit is needed.
 *
 * @param title the model's name
 * @param shapes written on the edges; {@link ShapeReport#EMPTY} where nothing was measured
 * @param skipping lines that stand for steps that are left out
 */
public record GraphPrint(
        Supplier<Layout> layout, String title, ShapeReport shapes, Set<FlowEdge> skipping, Texts texts) {

    public GraphPrint {
        skipping = Set.copyOf(skipping);
    }

    /** The root's forward, every module in it folded. */
    public static GraphPrint root(ModelGraph graph, ShapeReport shapes, Texts texts) {
        return new GraphPrint(() -> GraphLayout.of(Drawing.of(graph, "")), graph.title(), shapes, Set.of(), texts);
    }

    /** Every module unfolded where it is called first. */
    public static GraphPrint whole(ModelGraph graph, ShapeReport shapes, Texts texts) {
        return new GraphPrint(() -> GraphLayout.of(all(graph)), graph.title(), shapes, Set.of(), texts);
    }

    private static Drawing all(ModelGraph graph) {
        Set<String> calls = graph.root()
                .walk()
                .flatMap(m -> m.forward().nodes().stream())
                .filter(n -> n.kind() == FlowNode.Kind.CALL)
                .map(FlowNode::id)
                .collect(Collectors.toSet());
        return Drawing.of(graph, Usage.of(graph), "", calls);
    }

    /** An SVG document, light or dark as the reader's screen is. */
    public String svg() {
        return GraphSvg.write(layout.get(), title, shapes, skipping, texts, On.SCREEN);
    }

    /** A PDF document of one page. */
    public byte[] pdf() {
        return GraphPdf.of(GraphSvg.write(layout.get(), title, shapes, skipping, texts, On.PAPER), title);
    }
}
