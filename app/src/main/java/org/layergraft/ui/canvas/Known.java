package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ModelGraph;
import org.layergraft.model.ShapeReport;
import org.layergraft.step.GradientState;
import org.layergraft.text.Texts;

/** What runs and measurements told about the model that is drawn: the colours, signs and shapes on the boxes, and what is said of them. */
public final class Known {

    private final Sheet sheet;
    private final Surface surface;
    private final Runnable learnt;
    private final Overlays overlays;
    private Texts texts = new Texts(Locale.ENGLISH);
    private Map<String, GradientState> worst = Map.of();
    private ShapeReport shapes = ShapeReport.EMPTY;
    private Map<FlowEdge, Integer> skips = Map.of();
    private Optional<Facts> facts = Optional.empty();

    /** @param learnt there is something else to be said */
    Known(Palette palette, Sheet sheet, Surface surface, Runnable learnt) {
        this.sheet = sheet;
        this.surface = surface;
        this.learnt = learnt;
        overlays = new Overlays(palette, this::mark, this::recolour);
    }

    /** @param worstByParameter what arrived at each parameter on the rank where least did; empty to forget the last run */
    public void colour(Map<String, GradientState> worstByParameter) {
        worst = Map.copyOf(worstByParameter);
        recolour();
    }

    /**
     * @param known written beside the edges; {@link ShapeReport#EMPTY} to write nothing
     * @param stale it is about the version before the last edit
     */
    public void shapes(ShapeReport known, boolean stale) {
        shapes = stale ? ShapeReport.EMPTY : known;
        surface.shapes(known, stale);
        overlays.measured(shapes);
        gather();
    }

    /** The shapes that can be read on the graph as it is drawn now. */
    public List<String> shapesInView() {
        return surface.shapeTexts();
    }

    /** @param rows of the run that is shown, for the overlays; none before any */
    public void run(List<Coverage> rows) {
        overlays.run(rows);
    }

    /** @param opened the model as it was opened, to tell what edits changed; nothing while it is not known */
    public void base(Optional<ModelGraph> opened) {
        overlays.base(opened);
    }

    /** @param path of the chosen parameter, to be lit up to where it ends */
    public void light(Optional<GradientPath> path) {
        surface.light(path);
    }

    /** The graph as it is drawn, all of it. */
    public GraphPrint print() {
        String title = sheet.graph().map(ModelGraph::title).orElse("");
        Layout drawn = surface.drawn();
        return new GraphPrint(_ -> drawn, title, shapes, skips.keySet(), texts, said());
    }

    /** All of the model, every module unfolded; nothing before a model is shown. */
    public Optional<GraphPrint> printWhole() {
        return sheet.graph().map(g -> GraphPrint.whole(g, shapes, texts).saying(said()));
    }

    /** What is said now, of whatever is laid out later, elsewhere. */
    private Function<Layout, Said> said() {
        if (overlays.isCoverage()) {
            Map<String, GradientState> states = Map.copyOf(overlays.states(worst));
            String legend = texts.get("ui.canvas", "overlay.coverage.legend");
            return layout -> {
                var said = new Said(covers(layout, states), Map.of(), legend);
                return said.signs().isEmpty() ? Said.NOTHING : said;
            };
        }
        Function<Layout, Map<String, Mark>> marks = overlays.marks();
        String legend = overlays.explanation();
        return layout -> new Said(
                Map.of(),
                marks.apply(layout).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, e -> e.getValue().text())),
                legend);
    }

    private static Map<String, Cover> covers(Layout layout, Map<String, GradientState> states) {
        return Stream.concat(layout.boxes().stream(), layout.frames().stream())
                .collect(Collectors.toMap(Layout.Box::id, b -> Cover.of(b.item().parameters(), states), (a, _) -> a));
    }

    Overlays overlays() {
        return overlays;
    }

    /** Nothing before a model is shown. */
    Optional<Facts> facts() {
        return facts;
    }

    void speak(Texts spoken) {
        texts = spoken;
        overlays.speak(spoken);
        gather();
    }

    /** Another model, or its next version. */
    void show(ModelGraph graph) {
        overlays.show(graph);
        gather();
    }

    /** @param left how many steps lines stand for in what is drawn now */
    void skip(Map<FlowEdge, Integer> left) {
        skips = left;
        surface.skip(skips.keySet());
        recolour();
    }

    private void gather() {
        facts = sheet.graph().map(g -> Facts.of(texts, g, overlays.states(worst), shapes, skips));
        learnt.run();
    }

    private void mark() {
        surface.mark(overlays.on(surface.drawn()), !overlays.isCoverage());
    }

    private void recolour() {
        Map<String, Cover> covers = covers(surface.drawn(), overlays.states(worst));
        surface.cover(covers);
        overlays.signs(covers.values().stream().map(Cover::sign).collect(Collectors.toSet()));
        mark();
        gather();
    }
}
