package org.layergraft.ui.canvas;

import java.util.Optional;

/** What gestures do to a canvas. */
record CanvasGestures(GraphCanvas canvas) implements Gestures.Target {

    @Override
    public void zoom(double factor, double x, double y) {
        canvas.chrome().hideCard();
        canvas.surface().look(v -> v.zoomed(factor, x, y));
    }

    @Override
    public void zoomInMiddle(double factor) {
        canvas.zoomInMiddle(factor);
    }

    @Override
    public void pan(double dx, double dy) {
        canvas.chrome().hideCard();
        canvas.surface().look(v -> v.moved(dx, dy));
    }

    @Override
    public void fit() {
        canvas.fit();
    }

    @Override
    public void press(double x, double y) {
        canvas.chrome().hideCard();
        var hit = canvas.surface().hit(x, y, 0);
        if (hit.isPresent() && hit.get() instanceof Hit.OnBox(var box, boolean mark)) {
            canvas.selectedProperty().set(box.id());
            if (mark) {
                canvas.unfolding().toggle(box);
            }
        } else {
            canvas.selectedProperty().set("");
        }
    }

    @Override
    public boolean isMarkAt(double x, double y) {
        return canvas.surface()
                .hit(x, y, 0)
                .filter(h -> h instanceof Hit.OnBox on && on.mark())
                .isPresent();
    }

    @Override
    public void toggleSelected() {
        canvas.unfolding().toggleSelected();
    }

    @Override
    public void unfoldSelected() {
        canvas.unfolding().unfold();
    }

    @Override
    public void foldSelected() {
        canvas.unfolding().fold();
    }

    @Override
    public boolean isEmptyAt(double x, double y) {
        return canvas.surface().hit(x, y, 0).isEmpty();
    }

    @Override
    public void point(double x, double y) {
        canvas.point(x, y);
    }

    @Override
    public void leave() {
        canvas.hover(Optional.empty());
        canvas.chrome().hideCard();
    }

    @Override
    public void walk(Walk walk) {
        canvas.chrome().hideCard();
        canvas.walk(walk);
    }

    @Override
    public void openSelected() {
        canvas.unfolding().focus();
    }

    @Override
    public void up() {
        canvas.unfolding().up();
    }

    @Override
    public boolean clear() {
        boolean selected = !canvas.selectedProperty().get().isEmpty();
        canvas.selectedProperty().set("");
        return selected;
    }
}
