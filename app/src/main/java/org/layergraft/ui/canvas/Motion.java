package org.layergraft.ui.canvas;

import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** Plays a {@link Morph} in a sixth of a second, unless the person wants no motion. */
final class Motion {

    private static final double NANOS = 170e6;

    private final AnimationTimer timer;
    private Optional<Morph> morph = Optional.empty();
    private long began;

    /** @param frame asks for the next frame */
    Motion(Runnable frame) {
        timer = new AnimationTimer() {
            @Override
            public void handle(long now) {
                if (progress() >= 1) {
                    end();
                }
                frame.run();
            }
        };
    }

    void begin(Optional<Morph> next) {
        morph = next.filter(_ -> !Platform.getPreferences().isReducedMotion());
        began = System.nanoTime();
        if (morph.isPresent()) {
            timer.start();
        } else {
            timer.stop();
        }
    }

    void end() {
        morph = Optional.empty();
        timer.stop();
    }

    private double progress() {
        return (System.nanoTime() - began) / NANOS;
    }

    /** The scenery as it is at this moment of the way. */
    Scenery now(Scenery wanted) {
        if (morph.isEmpty()) {
            return wanted;
        }
        double left = 1 - Math.clamp(progress(), 0, 1);
        // Quick at first, slow at last.
        double t = 1 - left * left * left;
        return wanted.moving(morph.get().at(t), morph.get().viewAt(t, wanted.view()));
    }
}
