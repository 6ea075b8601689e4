package org.layergraft.ui.canvas;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.text.Texts;
import org.layergraft.ui.canvas.GraphSvg.On;
import org.layergraft.ui.common.Waiting;

/**
 * A graph for other programs. Nothing is laid out or written before it is asked for, which may take seconds; no toolkit is needed.
 *
 * @param layout asked with who waits for the rest
 * @param title the model's name
 * @param shapes written on the edges; {@link ShapeReport#EMPTY} where nothing was measured
 * @param skipping lines that stand for steps that are left out
 * @param said asked what is to be said about what was laid out
 */
public record GraphPrint(
        Function<Waiting, Layout> layout,
        String title,
        ShapeReport shapes,
        Set<FlowEdge> skipping,
        Texts texts,
        Function<Layout, Said> said) {

    public GraphPrint {
        skipping = Set.copyOf(skipping);
    }

    /** Says nothing of gradients or whatever else is looked at. */
    GraphPrint(
            Function<Waiting, Layout> layout, String title, ShapeReport shapes, Set<FlowEdge> skipping, Texts texts) {
        this(layout, title, shapes, skipping, texts, _ -> Said.NOTHING);
    }

    /** The same graph, of which more is said. */
    GraphPrint saying(Function<Layout, Said> more) {
        return new GraphPrint(layout, title, shapes, skipping, texts, more);
    }

    /** The root's forward, every module in it folded. */
    public static GraphPrint root(ModelGraph graph, ShapeReport shapes, Texts texts) {
        return new GraphPrint(
                waiting -> layout(Drawing.of(graph, ""), waiting), graph.title(), shapes, Set.of(), texts);
    }

    /** Every module unfolded where it is called first. */
    public static GraphPrint whole(ModelGraph graph, ShapeReport shapes, Texts texts) {
        return new GraphPrint(waiting -> layout(all(graph), waiting), graph.title(), shapes, Set.of(), texts);
    }

    /**
     * One module's forward, narrowed to some places and the steps that values come from and go to directly.
     *
     * @param module whose forward is drawn
     * @param places ids of steps, paths of modules and names of parameters in it
     */
    public static GraphPrint around(ModelGraph graph, String module, Set<String> places, Texts texts) {
        var flow = graph.module(module).orElseThrow().forward();
        Set<String> there = flow.nodes().stream()
                .filter(n -> places.contains(n.id())
                        || n.module()
                                .filter(m -> places.stream().anyMatch(p -> p.equals(m) || p.startsWith(m + ".")))
                                .isPresent())
                .map(FlowNode::id)
                .collect(Collectors.toSet());
        Set<String> wanted = Stream.concat(
                        places.stream(),
                        flow.edges().stream()
                                .filter(e -> there.contains(e.from()) || there.contains(e.to()))
                                .flatMap(e -> Stream.of(e.from(), e.to())))
                .collect(Collectors.toSet());
        Excerpt excerpt = Narrowed.of(graph, Usage.of(graph), module, wanted, Map.of());
        return new GraphPrint(
                waiting -> layout(excerpt.drawing(), waiting),
                graph.title(),
                ShapeReport.EMPTY,
                excerpt.skips().keySet(),
                texts);
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

    private static Layout layout(Drawing drawing, Waiting waiting) {
        return GraphLayout.of(drawing, GraphLayout.isSmall(drawing), waiting);
    }

    /** An SVG document, light or dark as the reader's screen is. */
    public String svg() {
        return svg(() -> false);
    }

    /**
     * The same.
     *
     * @throws CancellationException once it is dropped
     */
    public String svg(Waiting waiting) {
        return write(waiting, On.SCREEN);
    }

    /** An SVG document for paper. */
    public String paper() {
        return write(() -> false, On.PAPER);
    }

    /** A PDF document of one page. */
    public byte[] pdf() {
        return pdf(() -> false);
    }

    /** The same, for somebody as {@link #svg(Waiting)} has it. To draw takes as long as to lay out. */
    public byte[] pdf(Waiting waiting) {
        String svg = write(waiting.part(0, 0.5), On.PAPER);
        expect(waiting);
        return GraphPdf.of(svg, title);
    }

    private String write(Waiting waiting, On on) {
        Layout laidOut = layout.apply(waiting);
        expect(waiting);
        return GraphSvg.write(laidOut, title, shapes, skipping, said.apply(laidOut), texts, on);
    }

    private static void expect(Waiting waiting) {
        if (waiting.isDropped()) {
            throw new CancellationException();
        }
    }
}
