package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.layergraft.diagnosis.GradientPath;
import org.layergraft.ui.canvas.Palette.Tint;

/**
 * Draws one frame. Only what the viewport touches is drawn, and below {@link #DETAIL_ZOOM} boxes are plain rectangles without
 * text: text and rounded strokes are what costs in JavaFX's software pipeline.
 */
final class Painter {

    static final double DETAIL_ZOOM = 0.4;
    private static final double SECOND_LINE_ZOOM = 0.55;
    /** What did not run. */
    static final double FADED = 0.45;

    private final Palette palette;
    private final TextFit fit = new TextFit();
    private Function<GradientPath.Kind, String> endNames = Enum::name;
    private int drawn;

    Painter(Palette palette) {
        this.palette = palette;
    }

    /** How the ends of a parameter's path are called. */
    void name(Function<GradientPath.Kind, String> names) {
        endNames = names;
    }

    /** Boxes that the last frame drew. */
    int drawn() {
        return drawn;
    }

    /** What a box takes with what is said beside it. */
    Layout.Area area(Layout.Box box, Lit lit) {
        return Optional.ofNullable(lit.ends().get(box.id()))
                .map(kind -> EndPainter.with(box.area(), EndPainter.width(fit, endNames.apply(kind))))
                .orElse(box.area());
    }

    void paint(GraphicsContext gc, double width, double height, Scenery scene) {
        fit.family(palette.fontFamily());
        gc.setFill(palette.get(Tint.GROUND));
        gc.clearRect(0, 0, width, height);
        gc.fillRect(0, 0, width, height);
        drawn = 0;
        Viewport view = scene.view();
        Layout.Area seen = view.seen(width, height).grown(12);
        boolean detailed = view.scale() >= DETAIL_ZOOM;
        scene.layout().side().filter(seen::touches).ifPresent(s -> side(gc, s, scene, detailed));
        scene.layout().frames().stream().filter(f -> seen.touches(f.area())).forEach(f -> frame(gc, f, scene));
        routes(gc, scene, seen, detailed);
        if (detailed) {
            // After the edges, which come in from above, where the headings are.
            scene.layout().frames().stream()
                    .filter(f -> seen.touches(f.area()))
                    .forEach(f -> frameHeading(gc, f, scene));
        }
        var boxes = new BoxPainter(gc, palette, fit, scene);
        for (Layout.Box box : scene.layout().boxes()) {
            if (seen.touches(box.area())) {
                drawn++;
                gc.setGlobalAlpha(scene.shapes().didNotRun(box.id()) ? FADED : 1);
                if (detailed) {
                    boxes.paint(box, view.scale() >= SECOND_LINE_ZOOM);
                } else {
                    boxes.paintSmall(box);
                }
            }
        }
        gc.setGlobalAlpha(1);
        new ShapePainter(gc, palette, fit, scene).paint(seen);
        if (detailed) {
            new EndPainter(gc, palette, fit, scene, endNames).paint(seen);
        }
        scene.slot().ifPresent(s -> slot(gc, scene, s));
    }

    private void routes(GraphicsContext gc, Scenery scene, Layout.Area seen, boolean detailed) {
        var painter = new RoutePainter(gc, palette, scene.view());
        var far = new ArrayList<Layout.Route>();
        for (Layout.Route route : scene.layout().routes()) {
            if (seen.touches(route.bounds().grown(1))) {
                boolean active = scene.isActive(route.edge());
                double[] dashes = scene.dashes(route.edge());
                if (detailed || active || dashes.length > 0) {
                    painter.paint(route, active, detailed, dashes);
                } else {
                    far.add(route);
                }
            }
        }
        if (!far.isEmpty()) {
            painter.paintSmall(far);
        }
    }

    private void frame(GraphicsContext gc, Layout.Box frame, Scenery scene) {
        Viewport v = scene.view();
        Layout.Area a = onScreen(frame.area(), v);
        double corner = 16 * v.scale();
        gc.setFill(palette.get(Tint.FRAME_FILL));
        gc.fillRoundRect(a.x(), a.y(), a.width(), a.height(), corner, corner);
        boolean selected = frame.id().equals(scene.selected());
        gc.setStroke(palette.get(selected ? Tint.SELECTION : Tint.FRAME_BORDER));
        gc.setLineWidth(selected ? 2 : 1);
        if (scene.shapes().didNotRun(frame.id())) {
            gc.setLineDashes(RoutePainter.IDLE);
        }
        gc.strokeRoundRect(a.x(), a.y(), a.width(), a.height(), corner, corner);
        gc.setLineDashes();
    }

    /** Name, and for a module its type, how well it is covered, and what folds it. */
    private void frameHeading(GraphicsContext gc, Layout.Box frame, Scenery scene) {
        Item item = frame.item();
        String text = item.isModule() && !item.detail().isEmpty() ? item.title() + "   " + item.detail() : item.title();
        Viewport v = scene.view();
        heading(
                gc,
                v,
                frame.area(),
                text,
                Sizes.FRAME_INSET,
                Sizes.room(item, frame.area().width()),
                Tint.FRAME_FILL);
        if (item.unfolds()) {
            var signs = new SignPainter(gc, palette);
            Layout.Area a = onScreen(frame.area(), v);
            double y = v.screenY(frame.area().y() + 16);
            double right = a.x() + a.width() - 13 * v.scale();
            signs.fold(true, right, y, 5 * v.scale());
            Cover cover = scene.cover(item.id());
            signs.sign(cover.sign(), right - 18 * v.scale(), y, 6 * v.scale());
        }
    }

    private void side(GraphicsContext gc, Layout.Area area, Scenery scene, boolean detailed) {
        Viewport v = scene.view();
        Layout.Area a = onScreen(area, v);
        gc.setStroke(palette.get(Tint.SIDE_BORDER));
        gc.setLineWidth(1);
        gc.setLineDashes(2, 4);
        gc.strokeRoundRect(a.x(), a.y(), a.width(), a.height(), 16 * v.scale(), 16 * v.scale());
        gc.setLineDashes();
        if (detailed) {
            heading(gc, v, area, scene.sideHeading(), 16, area.width() - 32, Tint.GROUND);
        }
    }

    private void heading(
            GraphicsContext gc, Viewport v, Layout.Area area, String text, double inset, double room, Tint ground) {
        String shown = fit.fit(text, Sizes.DETAIL, room, false);
        double x = Math.rint(v.screenX(area.x() + inset));
        double y = Math.rint(v.screenY(area.y() + 16));
        gc.setFill(palette.get(ground));
        double height = 16 * v.scale();
        gc.fillRect(x - 2, y - height / 2, fit.width(shown, Sizes.DETAIL) * v.scale() + 4, height);
        gc.setFill(palette.get(Tint.TEXT_MUTED));
        gc.setFont(fit.font(Sizes.DETAIL * v.scale()));
        gc.setTextBaseline(VPos.CENTER);
        gc.setTextAlign(TextAlignment.LEFT);
        gc.fillText(shown, x, y);
    }

    /** The edge opens: a gap with a plus in it, where the layer will stand. */
    private void slot(GraphicsContext gc, Scenery scene, Scenery.Slot slot) {
        Viewport v = scene.view();
        var routes = new RoutePainter(gc, palette, v);
        scene.layout().routes().stream()
                .filter(r -> r.edge().equals(slot.edge()))
                .findFirst()
                .ifPresent(routes::paintOpen);
        double width = Math.max(56, 96 * v.scale());
        double height = Math.max(20, 28 * v.scale());
        double x = Math.rint(v.screenX(slot.at().x()) - width / 2) + 0.5;
        double y = Math.rint(v.screenY(slot.at().y()) - height / 2) + 0.5;
        gc.setFill(palette.get(Tint.GROUND));
        gc.fillRoundRect(x - 3, y - 3, width + 6, height + 6, height, height);
        gc.setFill(palette.get(Tint.SLOT_FILL));
        gc.fillRoundRect(x, y, width, height, height, height);
        gc.setStroke(palette.get(Tint.SELECTION));
        gc.setLineWidth(1.5);
        gc.setLineDashes(5, 4);
        gc.strokeRoundRect(x, y, width, height, height, height);
        gc.setLineDashes();
        gc.setStroke(palette.get(Tint.SLOT_TEXT));
        gc.setLineWidth(2);
        double cx = x + width / 2;
        double cy = y + height / 2;
        gc.strokeLine(cx - 5, cy, cx + 5, cy);
        gc.strokeLine(cx, cy - 5, cx, cy + 5);
    }

    /** On whole pixels plus a half, where thin lines are crisp. */
    static Layout.Area onScreen(Layout.Area a, Viewport v) {
        double x = Math.rint(v.screenX(a.x()));
        double y = Math.rint(v.screenY(a.y()));
        double right = Math.rint(v.screenX(a.x() + a.width()));
        double bottom = Math.rint(v.screenY(a.y() + a.height()));
        return new Layout.Area(x + 0.5, y + 0.5, right - x, bottom - y);
    }
}
