package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.layergraft.model.Seen;
import org.layergraft.ui.canvas.Palette.Tint;

/** Writes what flows beside the edges, where they leave their boxes. */
final class ShapePainter {

    private static final double MOST_WIDTH = 170;
    private static final double RIGHT = 5;
    private static final double DOWN = 9;
    private static final double HEIGHT = 12;

    private final GraphicsContext gc;
    private final Palette palette;
    private final TextFit fit;
    private final Scenery scene;

    ShapePainter(GraphicsContext gc, Palette palette, TextFit fit, Scenery scene) {
        this.gc = gc;
        this.palette = palette;
        this.fit = fit;
        this.scene = scene;
    }

    /** @param at the left end of the text's middle line, in the layout's coordinates */
    record Label(String text, Layout.Point at) {}

    /** Edges that leave one box with the same value are told once; text that would lie on other text is left out. */
    static List<Label> labels(Scenery scene, Layout.Area seen) {
        var told = new HashSet<String>();
        var taken = new ArrayList<Layout.Area>();
        var labels = new ArrayList<Label>();
        for (Layout.Route route : scene.layout().routes()) {
            Layout.Point start = route.points().getFirst();
            if (!seen.contains(start.x(), start.y())) {
                continue;
            }
            String text = scene.shapes().of(route.edge()).map(Seen::brief).orElse("");
            if (text.isEmpty() || !told.add(route.edge().from() + "\n" + text)) {
                continue;
            }
            var at = new Layout.Point(start.x() + RIGHT, start.y() + DOWN);
            double width = Math.min(MOST_WIDTH, Labels.width(text, Sizes.SHAPE));
            var area = new Layout.Area(at.x(), at.y() - HEIGHT / 2, width, HEIGHT);
            if (taken.stream().noneMatch(area::touches)) {
                taken.add(area);
                labels.add(new Label(text, at));
            }
        }
        return labels;
    }

    void paint(Layout.Area seen) {
        Viewport view = scene.view();
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        gc.setFont(fit.font(Sizes.SHAPE * view.scale()));
        gc.setFill(palette.get(scene.stale() ? Tint.TEXT_MUTED : Tint.SHAPE));
        gc.setGlobalAlpha(scene.stale() ? Painter.FADED : 1);
        for (Label label : labels(scene, seen)) {
            String text = fit.fit(label.text(), Sizes.SHAPE, MOST_WIDTH, false);
            gc.fillText(
                    text,
                    Math.rint(view.screenX(label.at().x())),
                    Math.rint(view.screenY(label.at().y())));
        }
        gc.setGlobalAlpha(1);
    }
}
