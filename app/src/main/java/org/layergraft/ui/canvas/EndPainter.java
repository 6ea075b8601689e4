package org.layergraft.ui.canvas;

import java.util.function.Function;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.ui.canvas.Palette.Tint;

/** Says beside a box that the path of the chosen parameter ends there, and how. */
final class EndPainter {

    private static final double HEIGHT = 17;
    private static final double OVERLAP = 4;
    private static final double INSET = 10;

    private final GraphicsContext gc;
    private final Palette palette;
    private final TextFit fit;
    private final Scenery scene;
    private final Function<GradientPath.Kind, String> names;

    EndPainter(
            GraphicsContext gc,
            Palette palette,
            TextFit fit,
            Scenery scene,
            Function<GradientPath.Kind, String> names) {
        this.gc = gc;
        this.palette = palette;
        this.fit = fit;
        this.scene = scene;
        this.names = names;
    }

    void paint(Layout.Area seen) {
        Layout layout = scene.layout();
        Stream.concat(layout.frames().stream(), layout.boxes().stream())
                .filter(b -> seen.touches(b.area()) && scene.lit().ends().containsKey(b.id()))
                .forEach(b -> paint(b, scene.lit().ends().get(b.id())));
    }

    static double width(TextFit fit, String text) {
        return fit.width(text, Sizes.SHAPE) + 12;
    }

    /** A box and a flag of that width at its corner. */
    static Layout.Area with(Layout.Area box, double flag) {
        double above = HEIGHT - OVERLAP;
        double width = Math.max(box.width(), box.width() - INSET + flag);
        return new Layout.Area(box.x(), box.y() - above, width, box.height() + above);
    }

    /** A flag at the upper right corner, above everything that is drawn there. */
    private void paint(Layout.Box box, GradientPath.Kind kind) {
        Viewport v = scene.view();
        double scale = v.scale();
        String text = names.apply(kind);
        double width = width(fit, text) * scale;
        double height = HEIGHT * scale;
        double corner = v.screenX(box.area().x() + box.area().width()) - INSET * scale;
        // Where the window ends it moves to the left, over its box.
        double x = Math.rint(Math.min(corner, gc.getCanvas().getWidth() - width - 4)) + 0.5;
        double y = Math.rint(v.screenY(box.area().y()) - height + OVERLAP * scale) + 0.5;
        gc.setFill(palette.get(kind == GradientPath.Kind.LOSS ? Tint.COVERED : Tint.UNCOVERED));
        gc.fillRoundRect(x, y, width, height, 8 * scale, 8 * scale);
        gc.setFill(palette.get(Tint.SIGN));
        gc.setFont(fit.font(Sizes.SHAPE * scale));
        gc.setTextAlign(TextAlignment.LEFT);
        gc.setTextBaseline(VPos.CENTER);
        gc.fillText(text, Math.rint(x + 6 * scale), Math.rint(y + height / 2));
    }
}
