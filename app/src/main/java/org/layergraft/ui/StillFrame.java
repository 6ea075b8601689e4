package org.layergraft.ui;

import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import org.layergraft.ui.canvas.GraphCanvas;

/** Waits until the graph is laid out and painted, then gives the scene as an image. FX thread. */
final class StillFrame {

    /** What comes after the layout: it moves into place, shapes find theirs. */
    private static final long QUIET_NANOS = 800_000_000L;

    private StillFrame() {}

    static void of(Scene scene, Consumer<WritableImage> ready) {
        new AnimationTimer() {
            private long lastWork = System.nanoTime();

            @Override
            public void handle(long now) {
                // In no window nobody else does.
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                boolean working = scene.lookup("#canvas") instanceof GraphCanvas canvas && canvas.isLayingOut();
                if (working) {
                    lastWork = System.nanoTime();
                } else if (System.nanoTime() - lastWork > QUIET_NANOS) {
                    stop();
                    // Painting asks for pulses of its own; not from within one.
                    javafx.application.Platform.runLater(() -> ready.accept(scene.snapshot(null)));
                }
            }
        }.start();
    }
}
