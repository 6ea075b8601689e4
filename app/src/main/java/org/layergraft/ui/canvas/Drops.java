package org.layergraft.ui.canvas;

import java.util.Optional;

/** Where something that is dragged over the graph would go; the place lights up. */
final class Drops {

    private static final double REACH = 16;

    private final Surface surface;

    Drops(Surface surface) {
        this.surface = surface;
    }

    /** Of a point of the scene. Empty outside the graph. */
    Optional<DropTarget> hover(double sceneX, double sceneY) {
        var at = surface.sceneToLocal(sceneX, sceneY);
        if (at == null || !surface.contains(at)) {
            surface.endDrop();
            return Optional.empty();
        }
        DropTarget target =
                switch (surface.hit(at.getX(), at.getY(), REACH).orElse(null)) {
                    case Hit.OnRoute(var route, var point) -> {
                        surface.dropOn(Optional.of(new Scenery.Slot(route.edge(), point)), "");
                        yield new DropTarget.OnEdge(route.edge(), route.edge().from());
                    }
                    case Hit.OnBox(var box, boolean _)
                    when surface.isFrame(box) -> nowhereSpecial(at.getX(), at.getY());
                    case Hit.OnBox(var box, boolean _) -> {
                        surface.dropOn(Optional.empty(), box.id());
                        yield new DropTarget.OnNode(box.id());
                    }
                    case null -> nowhereSpecial(at.getX(), at.getY());
                };
        return Optional.of(target);
    }

    /** In the open module, or in the innermost one that is unfolded around this point. */
    private DropTarget nowhereSpecial(double x, double y) {
        surface.endDrop();
        return new DropTarget.InModule(surface.frameAt(x, y)
                .flatMap(f -> f.item().module())
                .orElse(surface.drawn().module()));
    }
}
