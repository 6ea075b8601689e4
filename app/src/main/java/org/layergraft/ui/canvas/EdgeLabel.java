package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.layergraft.model.FlowEdge;
import org.layergraft.model.FlowNode;
import org.layergraft.model.Seen;
import org.layergraft.model.ShapeReport;

/**
 * The shape beside a line, where it covers no box, no heading and no other shape.
 *
 * @param area in the layout's pixels
 * @param crossed a line runs behind it
 */
record EdgeLabel(FlowEdge edge, String text, Layout.Area area, boolean crossed) {

    private static final double HEIGHT = 13;
    private static final double BESIDE = 5;
    private static final double TIP = 9;

    /** One for every value, not for every line: lines that leave one box with the same value are told once. A value without room is left out. */
    static List<EdgeLabel> place(Layout layout, ShapeReport report) {
        return place(layout, report, 1);
    }

    /** @param breadth as {@link Drawing#breadth()} */
    static List<EdgeLabel> place(Layout layout, ShapeReport report, double breadth) {
        if (report.nodes().isEmpty()) {
            return List.of();
        }
        var crowd = new Crowd();
        layout.boxes().forEach(b -> crowd.add(b.area()));
        layout.frames().forEach(f -> crowd.add(heading(f, breadth)));
        layout.routes().forEach(crowd::add);
        var placed = new ArrayList<EdgeLabel>();
        // A parameter's box tells its shape already.
        var told = new HashSet<String>();
        var parameters = layout.boxes().stream()
                .filter(b -> b.item().kind() == FlowNode.Kind.PARAMETER)
                .map(Layout.Box::id)
                .collect(Collectors.toSet());
        for (Layout.Route route : layout.routes()) {
            boolean wanted = !parameters.contains(route.edge().from());
            String text = wanted ? report.of(route.edge()).map(Seen::brief).orElse("") : "";
            String value = route.edge().from() + "\n" + text;
            if (!text.isEmpty() && !told.contains(value)) {
                find(route, text, breadth, crowd).ifPresent(label -> {
                    told.add(value);
                    crowd.add(label.area());
                    placed.add(label);
                });
            }
        }
        return List.copyOf(placed);
    }

    private static Optional<EdgeLabel> find(Layout.Route route, String text, double breadth, Crowd crowd) {
        double width = Math.ceil(Labels.width(text, Sizes.SHAPE) * breadth) + 4;
        List<Layout.Area> free =
                places(route, width).filter(a -> !crowd.covers(a)).toList();
        return free.stream()
                .filter(a -> !crowd.crosses(a))
                .map(a -> new EdgeLabel(route.edge(), text, a, false))
                .findFirst()
                .or(() -> free.stream()
                        .map(a -> new EdgeLabel(route.edge(), text, a, true))
                        .findFirst());
    }

    /** Best first: where the value comes from, along the way, where it goes. */
    private static Stream<Layout.Area> places(Layout.Route route, double width) {
        var points = route.points();
        Layout.Point start = points.getFirst();
        Layout.Point end = points.getLast();
        var found = new ArrayList<>(beside(start.x(), start.y() + 2, width));
        for (int i = 1; i < points.size(); i++) {
            Layout.Point a = points.get(i - 1);
            Layout.Point b = points.get(i);
            double x = (a.x() + b.x()) / 2;
            double y = (a.y() + b.y()) / 2;
            if (Math.abs(a.x() - b.x()) < 1 && Math.abs(a.y() - b.y()) > HEIGHT + TIP) {
                found.addAll(beside(x, y - HEIGHT / 2, width));
            } else if (Math.abs(a.y() - b.y()) < 1 && Math.abs(a.x() - b.x()) > width) {
                found.add(new Layout.Area(x - width / 2, y - HEIGHT - 1, width, HEIGHT));
                found.add(new Layout.Area(x - width / 2, y + 1, width, HEIGHT));
            }
        }
        found.addAll(beside(end.x(), end.y() - HEIGHT - TIP, width));
        return found.stream();
    }

    private static List<Layout.Area> beside(double x, double y, double width) {
        return List.of(
                new Layout.Area(x + BESIDE, y, width, HEIGHT), new Layout.Area(x - BESIDE - width, y, width, HEIGHT));
    }

    private static Layout.Area heading(Layout.Box frame, double breadth) {
        double title = Labels.width(frame.item().title(), Sizes.DETAIL) * breadth;
        double width = Math.min(frame.area().width(), title + 4);
        return new Layout.Area(frame.area().x() + 10, frame.area().y() + 8, width, 16);
    }
}
