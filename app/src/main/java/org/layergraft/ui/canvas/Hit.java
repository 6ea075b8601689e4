package org.layergraft.ui.canvas;

import java.util.Optional;

/** What lies under a point of a layout. */
sealed interface Hit {

    /** @param mark on the sign that unfolds a module, or folds it again */
    record OnBox(Layout.Box box, boolean mark) implements Hit {}

    /** @param at the nearest point of the route */
    record OnRoute(Layout.Route route, Layout.Point at) implements Hit {}

    /** @param reach how far from a line still counts, in the layout's pixels */
    static Optional<Hit> at(Layout layout, double x, double y, double reach) {
        for (Layout.Box box : layout.boxes()) {
            if (box.area().contains(x, y)) {
                return Optional.of(new OnBox(box, box.item().unfolds() && isMark(box.area(), x)));
            }
        }
        Optional<Hit> nearest = Optional.empty();
        double best = reach;
        for (Layout.Route route : layout.routes()) {
            if (!route.bounds().grown(reach).contains(x, y)) {
                continue;
            }
            for (int i = 1; i < route.points().size(); i++) {
                Layout.Point at =
                        nearest(route.points().get(i - 1), route.points().get(i), x, y);
                double distance = Math.hypot(at.x() - x, at.y() - y);
                if (distance <= best) {
                    best = distance;
                    nearest = Optional.of(new OnRoute(route, at));
                }
            }
        }
        return nearest.or(() -> heading(layout, x, y));
    }

    /** A block is taken hold of by its heading; inside it is as empty as the ground. */
    private static Optional<Hit> heading(Layout layout, double x, double y) {
        return layout.frames().reversed().stream()
                .filter(f -> f.area().contains(x, y) && y < f.area().y() + Sizes.FRAME_TOP)
                .findFirst()
                .map(f -> new OnBox(f, f.item().unfolds() && isMark(f.area(), x)));
    }

    private static boolean isMark(Layout.Area area, double x) {
        return x > area.x() + area.width() - Sizes.MARK;
    }

    private static Layout.Point nearest(Layout.Point a, Layout.Point b, double x, double y) {
        double dx = b.x() - a.x();
        double dy = b.y() - a.y();
        double length = dx * dx + dy * dy;
        double t = length == 0 ? 0 : Math.clamp(((x - a.x()) * dx + (y - a.y()) * dy) / length, 0, 1);
        return new Layout.Point(a.x() + t * dx, a.y() + t * dy);
    }
}
