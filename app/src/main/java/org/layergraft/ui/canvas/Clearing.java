package org.layergraft.ui.canvas;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Where to look so that something is seen whole, beside what lies on the graph.
 *
 * @param width and {@code height} of what is drawn on, in screen pixels
 * @param covers what lies on it for somebody who looks like that, in screen pixels
 */
record Clearing(double width, double height, Function<Viewport, List<Layout.Area>> covers) {

    /** Room around what is shown, in screen pixels. */
    private static final double ROOM = 24;
    /** Closer than this to a cover looks as if it were under it. */
    private static final double GAP = 6;

    /** Moves as little as is needed. What has no place beside the covers is shown as if they were not there. */
    Viewport show(Viewport view, Layout.Area wanted) {
        var whole = new Layout.Area(0, 0, width, height);
        Viewport plain = within(view, wanted, whole);
        if (isClear(plain, wanted)) {
            return plain;
        }
        return free(covers.apply(plain))
                .filter(f -> fits(plain, wanted, f))
                .map(f -> within(view, wanted, f))
                .filter(v -> isClear(v, wanted))
                .min(Comparator.comparingDouble(v -> Math.hypot(v.x() - plain.x(), v.y() - plain.y())))
                .orElse(plain);
    }

    private Stream<Layout.Area> free(List<Layout.Area> taken) {
        double[] lefts = sides(0, taken, a -> a.x() + a.width());
        double[] rights = sides(width, taken, Layout.Area::x);
        double[] tops = sides(0, taken, a -> a.y() + a.height());
        double[] bottoms = sides(height, taken, Layout.Area::y);
        return DoubleStream.of(lefts)
                .boxed()
                .flatMap(left -> DoubleStream.of(rights)
                        .boxed()
                        .flatMap(right -> DoubleStream.of(tops)
                                .boxed()
                                .flatMap(top -> DoubleStream.of(bottoms)
                                        .mapToObj(bottom -> new Layout.Area(left, top, right - left, bottom - top)))));
    }

    private static double[] sides(double edge, List<Layout.Area> taken, Function<Layout.Area, Double> side) {
        return Stream.concat(Stream.of(edge), taken.stream().map(side))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private static boolean fits(Viewport view, Layout.Area wanted, Layout.Area free) {
        return wanted.width() * view.scale() + 2 * GAP < free.width()
                && wanted.height() * view.scale() + 2 * GAP < free.height();
    }

    private boolean isClear(Viewport view, Layout.Area wanted) {
        var shown = new Layout.Area(
                        view.screenX(wanted.x()),
                        view.screenY(wanted.y()),
                        wanted.width() * view.scale(),
                        wanted.height() * view.scale())
                .grown(GAP - 1);
        return covers.apply(view).stream().noneMatch(shown::touches);
    }

    /** As little as is needed to see it in a part of the screen, with as much room as there is, up to {@link #ROOM}. */
    private static Viewport within(Viewport v, Layout.Area wanted, Layout.Area part) {
        double s = v.scale();
        double x = along(v.x(), wanted.x(), wanted.width(), part.x() / s, part.width() / s, s);
        double y = along(v.y(), wanted.y(), wanted.height(), part.y() / s, part.height() / s, s);
        return new Viewport(s, x, y);
    }

    private static double along(double now, double from, double length, double start, double open, double scale) {
        if (length > open) {
            return from + length / 2 - start - open / 2;
        }
        double room = Math.min(ROOM / scale, (open - length) / 2);
        return Math.clamp(now, from + length + room - open - start, from - room - start);
    }
}
