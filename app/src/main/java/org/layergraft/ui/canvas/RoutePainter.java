package org.layergraft.ui.canvas;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import org.layergraft.ui.canvas.Palette.Tint;

/** Draws edges: rounded corners and a small tip close up, thin lines from afar. */
final class RoutePainter {

    private static final double CORNER = 8;
    private static final double TIP = 6;
    private static final double FAR_WIDTH = 0.7;
    /** Dashes of what did not run. */
    static final double[] IDLE = {2, 4};
    /** Dashes of what stands for steps that are left out. */
    static final double[] SKIPPING = {7, 4};

    static final double[] WHOLE = {};

    private final GraphicsContext gc;
    private final Palette palette;
    private final Viewport view;

    RoutePainter(GraphicsContext gc, Palette palette, Viewport view) {
        this.gc = gc;
        this.palette = palette;
        this.view = view;
    }

    void paint(Layout.Route route, boolean active, boolean detailed, double[] dashes) {
        gc.setLineDashes(dashes);
        Paint colour = palette.get(active ? Tint.EDGE_ACTIVE : Tint.EDGE);
        gc.setStroke(colour);
        gc.setLineWidth(active ? 2 : detailed ? Math.clamp(1.3 * view.scale(), 0.8, 2) : FAR_WIDTH);
        if (detailed) {
            rounded(route.points());
            gc.setFill(colour);
            tip(route.points());
        } else {
            straight(route.points());
        }
        gc.setLineDashes();
    }

    /** Many at once, from afar: one path costs a renderer without a GPU much less than its lines one by one. */
    void paintSmall(Iterable<Layout.Route> routes) {
        gc.setStroke(palette.get(Tint.EDGE));
        gc.setLineWidth(FAR_WIDTH);
        gc.beginPath();
        for (Layout.Route route : routes) {
            List<Layout.Point> points = route.points();
            gc.moveTo(x(points.getFirst()), y(points.getFirst()));
            for (int i = 1; i < points.size(); i++) {
                gc.lineTo(x(points.get(i)), y(points.get(i)));
            }
        }
        gc.stroke();
    }

    void paintOpen(Layout.Route route) {
        gc.setStroke(palette.get(Tint.SELECTION));
        gc.setLineWidth(2.5);
        rounded(route.points());
        gc.setFill(palette.get(Tint.SELECTION));
        tip(route.points());
    }

    private void straight(List<Layout.Point> points) {
        for (int i = 1; i < points.size(); i++) {
            gc.strokeLine(x(points.get(i - 1)), y(points.get(i - 1)), x(points.get(i)), y(points.get(i)));
        }
    }

    private void rounded(List<Layout.Point> points) {
        gc.beginPath();
        gc.moveTo(x(points.getFirst()), y(points.getFirst()));
        for (int i = 1; i < points.size() - 1; i++) {
            Layout.Point before = points.get(i - 1);
            Layout.Point here = points.get(i);
            Layout.Point after = points.get(i + 1);
            double radius = Math.min(CORNER, Math.min(distance(before, here), distance(here, after)) / 2);
            Layout.Point in = toward(here, before, radius);
            Layout.Point out = toward(here, after, radius);
            gc.lineTo(x(in), y(in));
            gc.quadraticCurveTo(x(here), y(here), x(out), y(out));
        }
        gc.lineTo(x(points.getLast()), y(points.getLast()));
        gc.stroke();
    }

    private void tip(List<Layout.Point> points) {
        Layout.Point end = points.getLast();
        Layout.Point before = points.get(points.size() - 2);
        double length = Math.max(1e-6, distance(before, end));
        double ux = (end.x() - before.x()) / length;
        double uy = (end.y() - before.y()) / length;
        double size = TIP * view.scale();
        double x = x(end);
        double y = y(end);
        gc.fillPolygon(
                new double[] {x, x - ux * size - uy * size * 0.6, x - ux * size + uy * size * 0.6},
                new double[] {y, y - uy * size + ux * size * 0.6, y - uy * size - ux * size * 0.6},
                3);
    }

    private static double distance(Layout.Point a, Layout.Point b) {
        return Math.hypot(a.x() - b.x(), a.y() - b.y());
    }

    private static Layout.Point toward(Layout.Point from, Layout.Point to, double by) {
        double length = distance(from, to);
        return length == 0
                ? from
                : new Layout.Point(
                        from.x() + (to.x() - from.x()) * by / length, from.y() + (to.y() - from.y()) * by / length);
    }

    private double x(Layout.Point p) {
        return view.screenX(p.x()) + 0.5;
    }

    private double y(Layout.Point p) {
        return view.screenY(p.y()) + 0.5;
    }
}
