package org.layergraft.ui;

import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;

/** Waits until the graph is laid out and painted, then gives the scene as an image. FX thread. */
final class StillFrame {

    /** The canvas says that it works only after half a second; quiet for longer means done. */
    private static final long QUIET_NANOS = 800_000_000L;

    private StillFrame() {}

    static void of(Scene scene, Consumer<WritableImage> ready) {
        new AnimationTimer() {
            private long lastWork = System.nanoTime();

            @Override
            public void handle(long now) {
                boolean working =
                        scene.getRoot().lookupAll(".layout-progress").stream().anyMatch(StillFrame::shown);
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

    private static boolean shown(Node node) {
        return node.isVisible();
    }
}
