package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.layergraft.model.ModelGraph;
import org.layergraft.text.Texts;

/** Everything around the drawing: breadcrumb and zoom bar on top, minimap, progress, notes, hover card. */
final class Chrome {

    private static final double MARGIN = 12;
    private static final double BETWEEN = 6;

    private final Breadcrumbs crumbs;
    private final ZoomBar zoom;
    /** At the foot, above it what it means. */
    private final Region overlay;

    private final OverlayLegend meanings;
    private final HBox bar;
    private final Minimap minimap;
    private final HoverCard card = new HoverCard();
    private final Label note = new Label();
    private final Label legend = new Label();
    private final Label stale = new Label();
    private final Label traced = new Label();
    private final Label narrowed = new Label();
    /** What the drawing's signs mean, where it has any; and what else is to be said of it. */
    private final VBox foot = new VBox(narrowed, traced, legend, stale, note);

    /** Of the window's, on the graph. */
    private final List<Node> beside = new ArrayList<>();

    private final Label working = new Label();
    private final HBox progress;
    /** Shorter waits are better left unsaid. */
    private final PauseTransition patience = new PauseTransition(Duration.millis(500));

    private Texts texts = new Texts(Locale.ENGLISH);
    private int boxes;
    private double bottom;
    private double across;

    Chrome(Palette palette, Consumer<String> open, BiConsumer<Double, Double> travel, ZoomBar zoom, Overlays overlays) {
        this.zoom = zoom;
        crumbs = new Breadcrumbs(open);
        bar = new HBox(crumbs, zoom);
        overlay = overlays.control();
        HBox.setHgrow(crumbs, Priority.ALWAYS);
        bar.getStyleClass().add("canvas-bar");
        minimap = new Minimap(palette, travel);
        var wheel = new ProgressIndicator();
        wheel.getStyleClass().add("wheel");
        progress = new HBox(wheel, working);
        progress.getStyleClass().add("layout-progress");
        note.getStyleClass().add("layout-note");
        var dots = new Region();
        dots.getStyleClass().add("idle-sign");
        legend.setGraphic(dots);
        legend.setId("shapes-legend");
        stale.setId("shapes-stale");
        traced.setId("path-legend");
        narrowed.setId("narrowed-legend");
        List.of(narrowed, traced, legend, stale).forEach(l -> {
            l.getStyleClass().add("legend");
            l.setWrapText(true);
        });
        meanings = overlays.legend();
        foot.getChildren().addFirst(meanings.node());
        foot.getStyleClass().add("foot");
        foot.setMouseTransparent(true);
        List.of(minimap, progress).forEach(n -> n.setVisible(false));
        List.of(narrowed, traced, legend, stale, note).forEach(n -> show(n, false));
        progress.setMouseTransparent(true);
        patience.setOnFinished(_ -> {
            working.setText(texts.get("ui.canvas", "layout.running", boxes));
            progress.setVisible(true);
        });
    }

    List<Node> nodes() {
        return List.of(bar, minimap, foot, overlay, progress, card);
    }

    void speak(Texts spoken) {
        texts = spoken;
        zoom.speak(spoken);
        minimap.setAccessibleText(spoken.get("ui.canvas", "minimap.name"));
        legend.setText(spoken.get("ui.canvas", "shapes.legend"));
        narrowed.setText(spoken.get("ui.canvas", "narrowed.legend"));
        traced.setText(spoken.get("ui.canvas", "end.legend"));
        stale.setText(spoken.get("ui.canvas", "shapes.stale"));
    }

    void crumbs(ModelGraph graph, String path) {
        crumbs.show(graph, path, texts);
    }

    void busy(int count) {
        boxes = count;
        card.hide();
        patience.playFromStart();
    }

    /** @param better a better layout is on its way */
    void idle(Layout layout, boolean better) {
        patience.stop();
        progress.setVisible(false);
        note.setText(texts.get("ui.canvas", better ? "layout.meanwhile" : "layout.plain"));
        show(note, layout.plain());
    }

    /** @param on only what was looked for is drawn */
    void narrowed(boolean on) {
        show(narrowed, on);
    }

    void card(List<String> lines, double x, double y, double width, double height) {
        card.show(lines, x, y, width, height);
    }

    void hideCard() {
        card.hide();
    }

    /** What the next frame will need at its foot. */
    void arrange(Surface surface) {
        meanings.freshen();
        show(traced, !surface.lit().nodes().isEmpty());
        show(legend, surface.showsIdle());
        show(stale, surface.isStale());
        placeFoot();
    }

    /** What lies on the graph for somebody who looks like that. */
    List<Layout.Area> covers(Surface surface, Viewport view) {
        var there = Stream.concat(
                        Stream.of(foot, overlay).filter(n -> n.getHeight() > 0),
                        maps(surface, view) ? Stream.of(minimap) : Stream.empty())
                .map(Node::getBoundsInParent);
        return Stream.concat(
                        there,
                        beside.stream()
                                .filter(Chrome::isSeen)
                                .map(n -> bar.getParent().sceneToLocal(n.localToScene(n.getLayoutBounds()))))
                .map(b -> new Layout.Area(b.getMinX(), b.getMinY() - surface.getLayoutY(), b.getWidth(), b.getHeight()))
                .toList();
    }

    private static boolean isSeen(Node node) {
        return node.isVisible() && node.getScene() != null;
    }

    void beside(Node node) {
        beside.add(node);
    }

    /** The minimap only where there is somewhere to go. */
    private static boolean maps(Surface surface, Viewport view) {
        Layout layout = surface.drawn();
        Layout.Area seen = view.seen(surface.getWidth(), surface.getHeight());
        boolean hidden = seen.x() > 1
                || seen.y() > 1
                || seen.x() + seen.width() < layout.width() - 1
                || seen.y() + seen.height() < layout.height() - 1;
        boolean room = surface.getWidth() > 3 * Minimap.WIDTH && surface.getHeight() > 2.5 * Minimap.HEIGHT;
        return hidden && room && !layout.boxes().isEmpty();
    }

    void painted(Surface surface, String selected) {
        zoom.scale(surface.view().scale());
        minimap.setVisible(maps(surface, surface.view()));
        if (minimap.isVisible()) {
            minimap.paint(surface.drawn(), surface.view(), surface.getWidth(), surface.getHeight(), selected);
        }
    }

    /** Frames come without a layout of the whole, so it stands where the last one left it. */
    private void placeFoot() {
        double controls = overlay.prefHeight(-1);
        overlay.resizeRelocate(MARGIN, bottom - controls - MARGIN, overlay.prefWidth(-1), controls);
        double width =
                Math.min(foot.prefWidth(-1), across - 2 * MARGIN - (minimap.isVisible() ? Minimap.WIDTH + MARGIN : 0));
        double height = foot.prefHeight(width);
        double top = bottom - controls - MARGIN - BETWEEN - height;
        foot.resizeRelocate(MARGIN, top, width, height);
    }

    /** Height that the controls at the foot take. */
    double foot() {
        return overlay.prefHeight(-1) + MARGIN;
    }

    private static void show(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }

    /** Something of the window's beside the zoom bar. */
    void tool(Node node) {
        bar.getChildren().add(1, node);
    }

    /** @return how much of the top the bar takes */
    double layout(double width, double height) {
        double top = Math.ceil(bar.prefHeight(width));
        bar.resizeRelocate(0, 0, width, top);
        minimap.resizeRelocate(
                width - Minimap.WIDTH - MARGIN, height - Minimap.HEIGHT - MARGIN, Minimap.WIDTH, Minimap.HEIGHT);
        bottom = height;
        across = width;
        placeFoot();
        double progressWidth = Math.max(260, progress.prefWidth(-1));
        double progressHeight = progress.prefHeight(-1);
        progress.resizeRelocate(
                Math.rint((width - progressWidth) / 2),
                Math.rint((height - progressHeight) / 2),
                progressWidth,
                progressHeight);
        return top;
    }
}
