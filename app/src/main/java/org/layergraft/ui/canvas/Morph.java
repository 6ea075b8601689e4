package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.layergraft.model.FlowEdge;

/** On the way from one layout to the next, so that the eye can follow: what is in both glides, what is new grows out of what held it. */
final class Morph {

    private static final int MOST_BOXES = 400;

    private final Layout after;
    private final Viewport from;
    private final Map<String, Layout.Area> were = new HashMap<>();
    private final Map<FlowEdge, Layout.Route> routes = new HashMap<>();

    private Morph(Layout before, Viewport from, Layout after) {
        this.after = after;
        this.from = from;
        Stream.concat(before.frames().stream(), before.boxes().stream()).forEach(b -> were.put(b.id(), b.area()));
        before.routes().forEach(r -> routes.put(r.edge(), r));
    }

    /** Only between two states of one forward, and not where so much moves that nobody could follow it. */
    static Optional<Morph> between(Layout before, Viewport from, Layout after) {
        boolean worth = before != after
                && before.module().equals(after.module())
                && !before.boxes().isEmpty()
                && Math.max(before.boxes().size(), after.boxes().size()) <= MOST_BOXES;
        return worth ? Optional.of(new Morph(before, from, after)) : Optional.empty();
    }

    /** @param t from 0, as it was, to 1 */
    Layout at(double t) {
        Map<String, Layout.Area> now = new HashMap<>();
        var frames = after.frames().stream().map(f -> moved(f, t, now)).toList();
        var boxes = after.boxes().stream().map(b -> moved(b, t, now)).toList();
        var lines = after.routes().stream().map(r -> moved(r, t, now)).toList();
        return new Layout(
                after.module(), boxes, frames, lines, after.side(), after.width(), after.height(), after.plain());
    }

    Viewport viewAt(double t, Viewport to) {
        return new Viewport(mix(from.scale(), to.scale(), t), mix(from.x(), to.x(), t), mix(from.y(), to.y(), t));
    }

    private Layout.Box moved(Layout.Box box, double t, Map<String, Layout.Area> now) {
        Layout.Area was = Optional.ofNullable(were.get(box.id()))
                .or(() -> box.item().block().map(were::get).map(a -> seed(a, box.area())))
                .orElse(box.area());
        Layout.Area to = box.area();
        var area = new Layout.Area(
                mix(was.x(), to.x(), t),
                mix(was.y(), to.y(), t),
                mix(was.width(), to.width(), t),
                mix(was.height(), to.height(), t));
        now.put(box.id(), area);
        return new Layout.Box(box.item(), area);
    }

    private static Layout.Area seed(Layout.Area holder, Layout.Area grown) {
        return new Layout.Area(
                holder.centreX() - grown.width() / 4,
                holder.centreY() - grown.height() / 4,
                grown.width() / 2,
                grown.height() / 2);
    }

    private Layout.Route moved(Layout.Route route, double t, Map<String, Layout.Area> now) {
        Layout.Route was = routes.get(route.edge());
        if (was != null && was.points().size() == route.points().size()) {
            var points = new ArrayList<Layout.Point>();
            for (int i = 0; i < was.points().size(); i++) {
                Layout.Point a = was.points().get(i);
                Layout.Point b = route.points().get(i);
                points.add(new Layout.Point(mix(a.x(), b.x(), t), mix(a.y(), b.y(), t)));
            }
            return Layout.Route.of(route.edge(), points);
        }
        Layout.Area source = now.get(route.edge().from());
        Layout.Area target = now.get(route.edge().to());
        return source == null || target == null
                ? route
                : Layout.Route.of(
                        route.edge(),
                        List.of(
                                new Layout.Point(source.centreX(), source.y() + source.height()),
                                new Layout.Point(target.centreX(), target.y())));
    }

    private static double mix(double a, double b, double t) {
        return a + (b - a) * t;
    }
}
