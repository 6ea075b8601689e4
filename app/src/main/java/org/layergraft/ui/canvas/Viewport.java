package org.layergraft.ui.canvas;

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

    /** All of it if it can then be read, else its beginning. */
    static Viewport first(Layout layout, double width, double height) {
        double scale = whole(layout, width, height);
        if (scale >= READABLE) {
            return fit(layout, width, height);
        }
        double across = Math.clamp((width - 2 * MARGIN) / Math.max(1, layout.width()), READABLE, 1);
        double x = layout.width() * across <= width
                ? layout.width() / 2 - width / across / 2
                : Math.max(-MARGIN, start(layout) - width / across / 2);
        double y = layout.height() * across <= height ? layout.height() / 2 - height / across / 2 : -MARGIN / across;
        return new Viewport(across, x, y);
    }

    private static double start(Layout layout) {
        return layout.boxes().isEmpty() ? 0 : layout.boxes().getFirst().area().centreX();
    }

    private static double whole(Layout layout, double width, double height) {
        return Math.min(
                (width - 2 * MARGIN) / Math.max(1, layout.width()),
                (height - 2 * MARGIN) / Math.max(1, layout.height()));
    }
}
