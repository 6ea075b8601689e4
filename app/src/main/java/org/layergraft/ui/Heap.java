package org.layergraft.ui;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Label;
import javafx.util.Duration;
import org.layergraft.ui.common.Words;

/** The window's own memory in a label; looked at every two seconds while the label is in a window. */
final class Heap {

    private static final long MIB = 1 << 20;

    private Heap() {}

    static void show(Label label, Words words) {
        Runnable look = () -> label.setText(words.get("status.memory", used() / MIB));
        var clock = new Timeline(new KeyFrame(Duration.seconds(2), _ -> look.run()));
        clock.setCycleCount(Animation.INDEFINITE);
        look.run();
        label.sceneProperty().subscribe(scene -> {
            if (scene == null) {
                clock.stop();
            } else {
                clock.play();
            }
        });
    }

    private static long used() {
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
