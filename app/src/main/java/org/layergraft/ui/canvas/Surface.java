package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.ShapeReport;

/**
 * The sheet that is drawn on: one Canvas as large as the viewport. Changes are collected and drawn once in the next pulse. It is
 * unmanaged, so a new frame does not make the window lay itself out.
 */
final class Surface extends Region {

    private static final int FEW_BOXES = 500;

    private final Canvas canvas = new Canvas();
    private final Palette palette;
    private final Painter painter;
    private final Around around;
    private Layout layout = Layout.EMPTY;
    private Viewport view = new Viewport(1, 0, 0);
    private final Motion motion = new Motion(this::requestLayout);
    private boolean placed;
    private double reserved;
    private String selected = "";
    /** The box that somebody was led to, until they look elsewhere: what comes to lie on it later pushes it aside. */
    private String ledTo = "";

    private String hovered = "";
    private Optional<Scenery.Slot> slot = Optional.empty();
    private String dropping = "";
    private Map<String, Cover> covers = Map.of();
    private ShapeReport shapes = ShapeReport.EMPTY;
    private List<EdgeLabel> labels = List.of();
    private Set<FlowEdge> skipping = Set.of();
    private Map<String, Mark> marks = Map.of();
    private boolean overlaid;
    private Optional<GradientPath> path = Optional.empty();
    private Lit lit = Lit.NOTHING;
    private boolean stale;
    private boolean idle;
    private int places;
    private String sideHeading = "";

    /** What lies on the graph. */
    interface Around {
        /** Called before every frame. */
        void arrange();

        /** @return in this sheet's pixels */
        List<Layout.Area> covers(Viewport view);

        /** Called after every frame. */
        void painted();
    }

    Surface(Palette palette, Around around) {
        this.palette = palette;
        this.painter = new Painter(palette);
        this.around = around;
        setManaged(false);
        canvas.setManaged(false);
        getChildren().add(canvas);
    }

    Layout drawn() {
        return layout;
    }

    Viewport view() {
        return view;
    }

    int drawnBoxes() {
        return painter.drawn();
    }

    /** @param wanted where to look; without one, where a first look is best */
    void show(Layout shown, Optional<Viewport> wanted) {
        ledTo = "";
        motion.begin(wanted.isPresent() && placed ? Morph.between(layout, view, shown) : Optional.empty());
        layout = shown;
        light(path);
        label();
        hovered = "";
        placed = wanted.isPresent();
        wanted.ifPresent(v -> view = v);
        endDrop();
    }

    void look(UnaryOperator<Viewport> change) {
        place();
        Viewport wanted = change.apply(view);
        motion.end();
        ledTo = "";
        if (Double.isFinite(wanted.x()) && Double.isFinite(wanted.y()) && Double.isFinite(wanted.scale())) {
            view = wanted;
        }
        requestLayout();
    }

    /** Moves as little as is needed to see the box with some room around it. */
    void bringIntoView(Layout.Box box) {
        look(v -> clear(v, box));
        ledTo = box.id();
    }

    /** The box as large as it goes, but no larger than life, with what stands around it. */
    void zoomTo(Layout.Box box) {
        look(_ -> clear(Viewport.about(box.area(), getWidth(), getHeight()), box));
        ledTo = box.id();
    }

    private Viewport clear(Viewport from, Layout.Box box) {
        around.arrange();
        return new Clearing(getWidth(), getHeight(), around::covers).show(from, painter.area(box, lit));
    }

    void select(String id) {
        selected = id;
        requestLayout();
    }

    void cover(Map<String, Cover> known) {
        covers = known;
        requestLayout();
    }

    Cover cover(String box) {
        return covers.getOrDefault(box, Cover.UNKNOWN);
    }

    /** @param lines that stand for steps that are left out */
    void skip(Set<FlowEdge> lines) {
        skipping = Set.copyOf(lines);
    }

    /** @param instead of coverage */
    void mark(Map<String, Mark> known, boolean instead) {
        marks = known;
        overlaid = instead;
        requestLayout();
    }

    Map<String, Mark> marks() {
        return marks;
    }

    void light(Optional<GradientPath> wanted) {
        path = wanted;
        lit = wanted.map(p -> Lit.of(p, layout)).orElse(Lit.NOTHING);
        requestLayout();
    }

    Lit lit() {
        return lit;
    }

    /** How an end is called. */
    void name(Function<GradientPath.Kind, String> endNames) {
        painter.name(endNames);
        requestLayout();
    }

    /** @param old they may not be true any more */
    void shapes(ShapeReport known, boolean old) {
        shapes = known;
        stale = old;
        label();
    }

    /** Finds a place for every shape. Among thousands of boxes that would stop the window for a moment, so it is done elsewhere. */
    private void label() {
        Layout drawn = layout;
        ShapeReport known = shapes;
        double breadth = palette.breadthProperty().get();
        int turn = ++places;
        idle = Stream.concat(drawn.boxes().stream(), drawn.frames().stream()).anyMatch(b -> known.didNotRun(b.id()));
        if (drawn.boxes().size() <= FEW_BOXES) {
            labels = EdgeLabel.place(drawn, known, breadth);
        } else {
            labels = List.of();
            Thread.ofVirtual().name("shapes").start(() -> {
                var placed = EdgeLabel.place(drawn, known, breadth);
                Platform.runLater(() -> {
                    if (turn == places) {
                        labels = placed;
                        requestLayout();
                    }
                });
            });
        }
        requestLayout();
    }

    List<EdgeLabel> labels() {
        return labels;
    }

    boolean isStale() {
        return stale;
    }

    boolean isIdle(String id) {
        return shapes.didNotRun(id);
    }

    /** Is anything drawn that is known not to have run? */
    boolean showsIdle() {
        return idle;
    }

    void name(String heading) {
        sideHeading = heading;
        requestLayout();
    }

    /** @param id the box under the pointer, or "" */
    void hover(String id) {
        if (!hovered.equals(id)) {
            hovered = id;
            requestLayout();
        }
    }

    void dropOn(Optional<Scenery.Slot> edge, String box) {
        slot = edge;
        dropping = box;
        requestLayout();
    }

    void endDrop() {
        dropOn(Optional.empty(), "");
    }

    /** @param reach how far from an edge still counts, in screen pixels */
    Optional<Hit> hit(double x, double y, double reach) {
        return Hit.at(layout, view.worldX(x), view.worldY(y), reach / view.scale());
    }

    /** Is it drawn around others? */
    boolean isFrame(Layout.Box box) {
        return layout.frames().contains(box);
    }

    /** The innermost unfolded module around a point of the screen. */
    Optional<Layout.Box> frameAt(double x, double y) {
        return layout.frames().reversed().stream()
                .filter(f -> f.item().unfolds() && f.area().contains(view.worldX(x), view.worldY(y)))
                .findFirst();
    }

    private void place() {
        if (!placed && getWidth() > 0 && getHeight() > 0) {
            placed = true;
            view = Viewport.first(layout, getWidth(), getHeight(), getHeight() - open());
        }
    }

    /** @param height at the foot that something else covers, when all is looked at */
    void reserve(double height) {
        reserved = height;
    }

    private double open() {
        return Math.max(getHeight() / 2, getHeight() - reserved);
    }

    /** All of it. */
    void fit() {
        look(_ -> Viewport.fit(layout, getWidth(), open()));
    }

    void redraw() {
        requestLayout();
    }

    /** What is written beside the edges that are in view. */
    List<String> shapeTexts() {
        return ShapePainter.labels(scenery(), view.seen(getWidth(), getHeight())).stream()
                .map(EdgeLabel::text)
                .toList();
    }

    private Scenery scenery() {
        return new Scenery(
                layout,
                view,
                selected,
                hovered,
                slot,
                dropping,
                covers,
                shapes,
                labels,
                skipping,
                marks,
                overlaid,
                lit,
                stale,
                sideHeading);
    }

    @Override
    protected void layoutChildren() {
        if (getWidth() <= 0 || getHeight() <= 0) {
            return;
        }
        place();
        around.arrange();
        layout.find(ledTo).ifPresent(box -> view = clear(view, box));
        canvas.setWidth(Math.ceil(getWidth()));
        canvas.setHeight(Math.ceil(getHeight()));
        painter.paint(canvas.getGraphicsContext2D(), canvas.getWidth(), canvas.getHeight(), motion.now(scenery()));
        around.painted();
    }
}
