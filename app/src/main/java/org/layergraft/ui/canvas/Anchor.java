package org.layergraft.ui.canvas;

import java.util.Comparator;

/** Keeps the eye's place when a graph changes: the box nearest to the middle that is still there stays where it was. */
final class Anchor {

    private Anchor() {}

    static Viewport keep(Layout before, Layout after, Viewport view, double width, double height) {
        double x = view.worldX(width / 2);
        double y = view.worldY(height / 2);
        return before.boxes().stream()
                .sorted(Comparator.comparingDouble(
                        b -> Math.hypot(b.area().centreX() - x, b.area().centreY() - y)))
                .flatMap(was -> after
                        .box(was.id())
                        .map(is -> new Viewport(
                                view.scale(),
                                view.x() + is.area().centreX() - was.area().centreX(),
                                view.y() + is.area().centreY() - was.area().centreY()))
                        .stream())
                .findFirst()
                .orElse(view);
    }
}
