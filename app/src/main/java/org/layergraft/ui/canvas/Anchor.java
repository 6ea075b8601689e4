package org.layergraft.ui.canvas;

import java.util.Comparator;

/**
 * Keeps the eye's place when a graph changes: what was unfolded or folded stays where it was, or else the box nearest to the middle that
 * is still there.
 */
final class Anchor {

    private Anchor() {}

    /** @param about id of what changed, or "" */
    static Viewport keep(Layout before, Layout after, Viewport view, double width, double height, String about) {
        var changed = before.find(about);
        var now = after.find(about);
        if (changed.isPresent() && now.isPresent()) {
            Layout.Area a = changed.get().area();
            Layout.Area b = now.get().area();
            return new Viewport(view.scale(), view.x() + b.centreX() - a.centreX(), view.y() + b.y() - a.y());
        }
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
