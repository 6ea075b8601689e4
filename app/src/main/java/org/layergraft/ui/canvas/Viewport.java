package org.layergraft.ui.canvas;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What part of a layout is seen.
 *
 * @param scale screen pixels for one pixel of the layout
 * @param x and {@code y}: the layout's point at the upper left of the screen
 */
record Viewport(double scale, double x, double y) {

    static final double LEAST = 0.02;
    static final double MOST = 3;
    private static final double READABLE = 0.7;
    private static final double MARGIN = 16;
    /** So much of what stands around something is looked at with it. */
    private static final double AROUND = 48;

    double screenX(double worldX) {
        return (worldX - x) * scale;
    }

    double screenY(double worldY) {
        return (worldY - y) * scale;
    }

    double worldX(double screenX) {
        return x + screenX / scale;
    }

    double worldY(double screenY) {
        return y + screenY / scale;
    }

    /** The layout's point under the screen's point stays there. */
    Viewport zoomed(double factor, double screenX, double screenY) {
        double wanted = Math.clamp(scale * factor, LEAST, MOST);
        return new Viewport(wanted, worldX(screenX) - screenX / wanted, worldY(screenY) - screenY / wanted);
    }

    Viewport moved(double screenDx, double screenDy) {
        return new Viewport(scale, x - screenDx / scale, y - screenDy / scale);
    }

    Viewport centred(double worldX, double worldY, double width, double height) {
        return new Viewport(scale, worldX - width / scale / 2, worldY - height / scale / 2);
    }

    Layout.Area seen(double width, double height) {
        return new Layout.Area(x, y, width / scale, height / scale);
    }

    /** All of it, no larger than life. */
    static Viewport fit(Layout layout, double width, double height) {
        double scale = Math.clamp(whole(layout, width, height), LEAST, 1);
        return new Viewport(scale, layout.width() / 2 - width / scale / 2, layout.height() / 2 - height / scale / 2);
    }

    /** An area in the middle, no larger than life, and a margin of its surroundings. */
    static Viewport about(Layout.Area area, double width, double height) {
        Layout.Area wanted = area.grown(AROUND);
        double scale = Math.clamp(Math.min(width / wanted.width(), height / wanted.height()), LEAST, 1);
        return new Viewport(scale, 0, 0).centred(area.centreX(), area.centreY(), width, height);
    }

    /**
     * All of it if it can then be read, else its beginning.
     *
     * @param covered of the height, at its foot: left free if all of it can be read so, too
     */
    static Viewport first(Layout layout, double width, double height, double covered) {
        if (whole(layout, width, height - covered) >= READABLE) {
            return fit(layout, width, height - covered);
        }
        double scale = whole(layout, width, height);
        if (scale >= READABLE) {
            return fit(layout, width, height);
        }
        double across = Math.clamp((width - 2 * MARGIN) / Math.max(1, layout.width()), READABLE, 1);
        double y = layout.height() * across <= height ? layout.height() / 2 - height / across / 2 : -MARGIN / across;
        double x = layout.width() * across <= width
                ? layout.width() / 2 - width / across / 2
                : left(layout, new Layout.Area(0, y, width / across, height / across), MARGIN / across);
        return new Viewport(across, x, y);
    }

    /**
     * Where the first box is seen whole, and as few boxes as can be are cut by the left edge: at the layout's own edge if that will do, else
     * with the first box as near to the middle as it goes.
     *
     * @param seen what is seen if it starts at 0
     */
    private static double left(Layout layout, Layout.Area seen, double margin) {
        if (layout.boxes().isEmpty()) {
            return -margin;
        }
        Layout.Area first = layout.boxes().getFirst().area();
        double centred = first.centreX() - seen.width() / 2;
        List<Layout.Area> rows = layout.boxes().stream()
                .map(Layout.Box::area)
                .filter(a -> a.y() < seen.y() + seen.height())
                .toList();
        double least = first.x() + first.width() - seen.width();
        return Stream.concat(
                        Stream.of(-margin, least),
                        rows.stream().flatMap(a -> Stream.of(a.x() - margin, a.x() + a.width())))
                .filter(x -> x <= first.x() && x >= least)
                .distinct()
                .min(Comparator.<Double>comparingLong(
                                x -> rows.stream().filter(a -> cut(a, x)).count())
                        .thenComparing(x -> x > 0)
                        .thenComparing(x -> Math.abs(x - centred)))
                .orElse(first.x() - margin);
    }

    private static boolean cut(Layout.Area a, double x) {
        return a.x() < x && x < a.x() + a.width();
    }

    private static double whole(Layout layout, double width, double height) {
        return Math.min(
                (width - 2 * MARGIN) / Math.max(1, layout.width()),
                (height - 2 * MARGIN) / Math.max(1, layout.height()));
    }
}
