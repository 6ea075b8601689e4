package org.layergraft.ui;

import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/** What a mouse sends to a node, for tests without a robot. */
public final class Mouse {

    private Mouse() {}

    /** With no button held down. @param scene where, in the scene */
    public static MouseEvent free(EventType<MouseEvent> type, Point2D scene) {
        return event(type, scene, scene, MouseButton.NONE, 0);
    }

    /** By the primary button, once. @param scene where, in the scene */
    public static MouseEvent primary(EventType<MouseEvent> type, Point2D scene) {
        return primary(type, scene, scene, 1);
    }

    /** By the primary button. */
    public static MouseEvent primary(EventType<MouseEvent> type, Point2D scene, Point2D screen, int clicks) {
        return event(type, scene, screen, MouseButton.PRIMARY, clicks);
    }

    private static MouseEvent event(
            EventType<MouseEvent> type, Point2D scene, Point2D screen, MouseButton button, int clicks) {
        boolean down =
                button == MouseButton.PRIMARY && (type == MouseEvent.MOUSE_PRESSED || type == MouseEvent.MOUSE_DRAGGED);
        boolean still = type == MouseEvent.MOUSE_CLICKED;
        // Without a source, the first two coordinates are the scene's.
        return new MouseEvent(
                type,
                scene.getX(),
                scene.getY(),
                screen.getX(),
                screen.getY(),
                button,
                clicks,
                false,
                false,
                false,
                false,
                down,
                false,
                false,
                false,
                false,
                still,
                null);
    }
}
