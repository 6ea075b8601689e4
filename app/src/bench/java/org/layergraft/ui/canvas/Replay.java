package org.layergraft.ui.canvas;

import com.sun.javafx.sg.prism.GrowableDataBuffer;
import java.lang.reflect.Method;
import javafx.scene.canvas.Canvas;

/** What one frame told a canvas to draw, kept so that another canvas can be told the same. */
final class Replay {

    private final GrowableDataBuffer commands;

    private Replay(GrowableDataBuffer commands) {
        this.commands = commands;
    }

    /** Between the painting of a frame and its rendering. */
    static Replay of(Canvas canvas) {
        GrowableDataBuffer drawn = buffer(canvas);
        GrowableDataBuffer copy =
                GrowableDataBuffer.getBuffer(drawn.writeValuePosition() + 1, drawn.writeObjectPosition() + 1);
        copy.append(drawn);
        return new Replay(copy);
    }

    void on(Canvas canvas) {
        buffer(canvas).append(commands);
    }

    int bytes() {
        return commands.writeValuePosition();
    }

    private static GrowableDataBuffer buffer(Canvas canvas) {
        try {
            Method method = Canvas.class.getDeclaredMethod("getBuffer");
            method.setAccessible(true);
            return (GrowableDataBuffer) method.invoke(canvas);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JavaFX's canvas keeps its commands elsewhere", e);
        }
    }
}
