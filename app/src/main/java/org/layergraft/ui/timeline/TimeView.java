package org.layergraft.ui.timeline;

/**
 * Which part of the axis is seen.
 *
 * @param from the time at the left edge, in microseconds
 * @param scale pixels for a microsecond
 * @param top how far the lanes are scrolled up, in pixels
 */
record TimeView(double from, double scale, double top) {

    /** A hundred nanoseconds to a pixel: below that there is nothing to see. */
    private static final double MOST = 10;

    private static final double MARGIN = 0.02;

    static TimeView fit(double end, double width) {
        double whole = Math.max(1, end) * (1 + 2 * MARGIN);
        return new TimeView(-Math.max(1, end) * MARGIN, Math.max(1, width) / whole, 0);
    }

    double x(double time) {
        return (time - from) * scale;
    }

    double time(double x) {
        return from + x / scale;
    }

    /** The time under the pointer stays there; never smaller than the whole. */
    TimeView zoomed(double factor, double x, double end, double width) {
        TimeView whole = fit(end, width);
        double wanted = Math.clamp(scale * factor, whole.scale, Math.max(whole.scale, MOST));
        return new TimeView(time(x) - x / wanted, wanted, top).within(end, width);
    }

    TimeView moved(double dx, double end, double width) {
        return new TimeView(from - dx / scale, scale, top).within(end, width);
    }

    /** @param hidden how much of the lanes has no room */
    TimeView scrolled(double dy, double hidden) {
        return new TimeView(from, scale, Math.clamp(top - dy, 0, Math.max(0, hidden)));
    }

    /** Moves as little as is needed to see a time. */
    TimeView showing(double start, double stop, double end, double width) {
        double seen = width / scale;
        double left = stop > from + seen ? stop - seen * 0.9 : from;
        left = start < left ? start - seen * 0.1 : left;
        return new TimeView(left, scale, top).within(end, width);
    }

    private TimeView within(double end, double width) {
        TimeView whole = fit(end, width);
        double last = whole.time(width) - width / scale;
        return new TimeView(Math.clamp(from, whole.from, Math.max(whole.from, last)), scale, top);
    }
}
