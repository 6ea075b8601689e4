package org.layergraft.ui.canvas;

import java.util.List;
import java.util.Optional;
import org.layergraft.model.FlowEdge;

/**
 * Where everything of a {@link Drawing} stands, in pixels at zoom 1, the origin at the upper left.
 *
 * @param module path of the module whose forward this is
 * @param boxes everything but filled blocks, in the order of the text
 * @param frames blocks, outer ones first; they enclose their boxes
 * @param side what surrounds the column of unused things
 * @param plain true when the layered layout took too long and the simple one was taken
 */
public record Layout(
        String module,
        List<Box> boxes,
        List<Box> frames,
        List<Route> routes,
        Optional<Area> side,
        double width,
        double height,
        boolean plain) {

    public static final Layout EMPTY = new Layout("", List.of(), List.of(), List.of(), Optional.empty(), 0, 0, false);

    public Layout {
        boxes = List.copyOf(boxes);
        frames = List.copyOf(frames);
        routes = List.copyOf(routes);
    }

    public record Point(double x, double y) {}

    public record Area(double x, double y, double width, double height) {
        boolean contains(double px, double py) {
            return px >= x && px <= x + width && py >= y && py <= y + height;
        }

        boolean touches(Area other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }

        double centreX() {
            return x + width / 2;
        }

        double centreY() {
            return y + height / 2;
        }

        Area grown(double by) {
            return new Area(x - by, y - by, width + 2 * by, height + 2 * by);
        }
    }

    record Box(Item item, Area area) {
        String id() {
            return item.id();
        }
    }

    /** At least two points, from the border of one box to the border of the other. */
    record Route(FlowEdge edge, List<Point> points, Area bounds) {
        Route {
            points = List.copyOf(points);
        }

        static Route of(FlowEdge edge, List<Point> points) {
            double left = points.stream().mapToDouble(Point::x).min().orElseThrow();
            double top = points.stream().mapToDouble(Point::y).min().orElseThrow();
            double right = points.stream().mapToDouble(Point::x).max().orElseThrow();
            double bottom = points.stream().mapToDouble(Point::y).max().orElseThrow();
            return new Route(edge, points, new Area(left, top, right - left, bottom - top));
        }
    }

    Optional<Box> box(String id) {
        return boxes.stream().filter(b -> b.id().equals(id)).findFirst();
    }

    /** A box or a block's frame. */
    Optional<Box> find(String id) {
        return box(id).or(() -> frames.stream().filter(f -> f.id().equals(id)).findFirst());
    }
}
