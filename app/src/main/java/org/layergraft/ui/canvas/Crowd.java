package org.layergraft.ui.canvas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What already stands in a layout, found quickly: in squares, so that a question looks only at its neighbourhood. */
final class Crowd {

    private static final double SQUARE = 96;
    /** Lines through more squares than this are kept apart, or a long one would fill thousands. */
    private static final int MANY = 64;

    private record Line(Layout.Point from, Layout.Point to) {
        Layout.Area bounds() {
            double x = Math.min(from.x(), to.x());
            double y = Math.min(from.y(), to.y());
            return new Layout.Area(x, y, Math.abs(from.x() - to.x()), Math.abs(from.y() - to.y()));
        }

        /** After Liang and Barsky: the part of the line that is within every side of the area. */
        boolean meets(Layout.Area a) {
            double dx = to.x() - from.x();
            double dy = to.y() - from.y();
            double[] along = {-dx, dx, -dy, dy};
            double[] room = {
                from.x() - a.x(), a.x() + a.width() - from.x(), from.y() - a.y(), a.y() + a.height() - from.y()
            };
            double enters = 0;
            double leaves = 1;
            for (int side = 0; side < along.length; side++) {
                if (along[side] == 0) {
                    if (room[side] < 0) {
                        return false;
                    }
                } else if (along[side] < 0) {
                    enters = Math.max(enters, room[side] / along[side]);
                } else {
                    leaves = Math.min(leaves, room[side] / along[side]);
                }
            }
            return enters <= leaves;
        }
    }

    private final Map<Long, List<Layout.Area>> areas = new HashMap<>();
    private final Map<Long, List<Line>> lines = new HashMap<>();
    private final List<Line> longLines = new ArrayList<>();

    void add(Layout.Area area) {
        squares(area)
                .forEach(s -> areas.computeIfAbsent(s, _ -> new ArrayList<>()).add(area));
    }

    void add(Layout.Route route) {
        for (int i = 1; i < route.points().size(); i++) {
            var line = new Line(route.points().get(i - 1), route.points().get(i));
            if (count(line.bounds()) > MANY) {
                longLines.add(line);
            } else {
                squares(line.bounds())
                        .forEach(s ->
                                lines.computeIfAbsent(s, _ -> new ArrayList<>()).add(line));
            }
        }
    }

    /** Does it lie on something? */
    boolean covers(Layout.Area area) {
        return squares(area).stream()
                .anyMatch(s -> areas.getOrDefault(s, List.of()).stream().anyMatch(area::touches));
    }

    /** Does a line run through it? */
    boolean crosses(Layout.Area area) {
        return squares(area).stream()
                        .anyMatch(s -> lines.getOrDefault(s, List.of()).stream().anyMatch(l -> l.meets(area)))
                || longLines.stream().anyMatch(l -> l.meets(area));
    }

    private static long count(Layout.Area a) {
        long columns = index(a.x() + a.width()) - index(a.x()) + 1L;
        return columns * (index(a.y() + a.height()) - index(a.y()) + 1L);
    }

    /** A square's column and row in one number. */
    private static List<Long> squares(Layout.Area a) {
        var found = new ArrayList<Long>(4);
        for (int column = index(a.x()); column <= index(a.x() + a.width()); column++) {
            for (int row = index(a.y()); row <= index(a.y() + a.height()); row++) {
                found.add((long) column << 32 | row & 0xffffffffL);
            }
        }
        return found;
    }

    private static int index(double at) {
        return (int) Math.floor(at / SQUARE);
    }
}
