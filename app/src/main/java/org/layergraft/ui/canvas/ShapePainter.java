package org.layergraft.ui.canvas;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.layergraft.ui.canvas.Palette.Tint;

/** Writes what flows beside the edges. */
final class ShapePainter {

    /** Below it shapes are too small to read. */
    private static final double READABLE_ZOOM = 0.7;

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

    /** Those that can be read. */
    static List<EdgeLabel> labels(Scenery scene, Layout.Area seen) {
        return scene.view().scale() < READABLE_ZOOM
                ? List.of()
                : scene.labels().stream().filter(l -> seen.touches(l.area())).toList();
    }

    void paint(Layout.Area seen) {
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        gc.setFont(fit.font(Sizes.SHAPE * scene.view().scale()));
        gc.setGlobalAlpha(scene.stale() ? Painter.FADED : 1);
        labels(scene, seen).forEach(this::paint);
        gc.setGlobalAlpha(1);
    }

    /** With the ground behind it where a line would run through it. */
    private void paint(EdgeLabel label) {
        Viewport v = scene.view();
        Layout.Area a = label.area();
        if (label.crossed()) {
            boolean framed =
                    scene.layout().frames().stream().anyMatch(f -> f.area().contains(a.centreX(), a.centreY()));
            gc.setFill(palette.get(framed ? Tint.FRAME_FILL : Tint.GROUND));
            gc.fillRect(v.screenX(a.x()), v.screenY(a.y()), a.width() * v.scale(), a.height() * v.scale());
        }
        gc.setFill(palette.get(scene.stale() ? Tint.TEXT_MUTED : Tint.SHAPE));
        gc.fillText(
                fit.fit(label.text(), Sizes.SHAPE, a.width(), false),
                Math.rint(v.screenX(a.x() + 2)),
                Math.rint(v.screenY(a.centreY())));
    }
}
