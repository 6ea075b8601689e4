package org.layergraft.ui.canvas;

import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;

/** Turns the mouse, the touchpad and the keyboard into what the canvas can do. */
final class Gestures {

    /** What can be asked of the canvas. Coordinates are the surface's. */
    interface Target {
        void zoom(double factor, double x, double y);

        void zoomInMiddle(double factor);

        void pan(double dx, double dy);

        void fit();

        void press(double x, double y);

        boolean isEmptyAt(double x, double y);

        /** Is the sign there that unfolds or folds a module? A press does it. */
        boolean isMarkAt(double x, double y);

        void point(double x, double y);

        void leave();

        void walk(Walk walk);

        void openSelected();

        void toggleSelected();

        void unfoldSelected();

        void foldSelected();

        void up();

        /** Selects nothing. Was anything selected? */
        boolean clear();
    }

    private static final double STEP = 1.2;
    private static final double PAGE = 240;

    private final Node surface;
    private final Target target;
    private boolean space;
    private boolean panning;
    private double lastX;
    private double lastY;

    Gestures(Node surface, Node keys, Target target) {
        this.surface = surface;
        this.target = target;
        surface.setOnScroll(this::scrolled);
        surface.setOnZoom(this::pinched);
        surface.setOnMousePressed(e -> {
            keys.requestFocus();
            pressed(e);
        });
        surface.setOnMouseDragged(this::dragged);
        surface.setOnMouseReleased(_ -> released());
        surface.setOnMouseMoved(e -> target.point(e.getX(), e.getY()));
        surface.setOnMouseExited(_ -> target.leave());
        surface.setOnMouseClicked(e -> {
            if (e.getButton() == MouseButton.PRIMARY
                    && e.getClickCount() == 2
                    && !target.isMarkAt(e.getX(), e.getY())) {
                target.toggleSelected();
            }
        });
        keys.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        keys.addEventHandler(KeyEvent.KEY_RELEASED, e -> {
            if (e.getCode() == KeyCode.SPACE) {
                space = false;
                surface.setCursor(Cursor.DEFAULT);
            }
        });
        keys.focusedProperty().subscribe(focused -> space &= focused);
    }

    private void scrolled(ScrollEvent e) {
        // A wheel has one axis and no fingers; everything else is a touchpad, whose scrolling pans.
        boolean touchpad = e.getTouchCount() > 0 || e.isInertia() || e.isDirect() || e.getDeltaX() != 0;
        if (e.isShortcutDown() || !touchpad && !e.isShiftDown()) {
            target.zoom(Math.pow(1.0018, Math.clamp(e.getDeltaY(), -400, 400)), e.getX(), e.getY());
        } else {
            // With Shift some platforms already swap the axes and some do not.
            boolean swap = e.isShiftDown() && e.getDeltaX() == 0;
            target.pan(swap ? e.getDeltaY() : e.getDeltaX(), swap ? 0 : e.getDeltaY());
        }
        e.consume();
    }

    private void pinched(ZoomEvent e) {
        target.zoom(e.getZoomFactor(), e.getX(), e.getY());
        e.consume();
    }

    private void pressed(MouseEvent e) {
        lastX = e.getX();
        lastY = e.getY();
        panning = e.getButton() == MouseButton.MIDDLE
                || e.getButton() == MouseButton.PRIMARY && (space || target.isEmptyAt(e.getX(), e.getY()));
        if (e.getButton() != MouseButton.MIDDLE && !space) {
            target.press(e.getX(), e.getY());
        }
    }

    private void dragged(MouseEvent e) {
        if (panning) {
            surface.setCursor(Cursor.CLOSED_HAND);
            target.pan(e.getX() - lastX, e.getY() - lastY);
            lastX = e.getX();
            lastY = e.getY();
        }
    }

    private void released() {
        panning = false;
        surface.setCursor(space ? Cursor.OPEN_HAND : Cursor.DEFAULT);
    }

    private void key(KeyEvent e) {
        if (e.isAltDown() || e.isShortcutDown() && e.isShiftDown()) {
            // The window's.
            return;
        }
        if (e.isShortcutDown() ? shortcut(e.getCode()) : plain(e.getCode())) {
            e.consume();
        }
    }

    private boolean shortcut(KeyCode code) {
        switch (code) {
            case PLUS, EQUALS, ADD -> target.zoomInMiddle(STEP);
            case MINUS, SUBTRACT -> target.zoomInMiddle(1 / STEP);
            case DIGIT0, NUMPAD0 -> target.fit();
            case UP -> target.pan(0, PAGE / 4);
            case DOWN -> target.pan(0, -PAGE / 4);
            case LEFT -> target.pan(PAGE / 4, 0);
            case RIGHT -> target.pan(-PAGE / 4, 0);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean plain(KeyCode code) {
        switch (code) {
            case UP -> target.walk(Walk.UP);
            case DOWN -> target.walk(Walk.DOWN);
            case LEFT -> target.walk(Walk.LEFT);
            case RIGHT -> target.walk(Walk.RIGHT);
            case HOME -> target.walk(Walk.FIRST);
            case END -> target.walk(Walk.LAST);
            case PAGE_UP -> target.pan(0, PAGE);
            case PAGE_DOWN -> target.pan(0, -PAGE);
            case ENTER -> target.openSelected();
            case PLUS, EQUALS, ADD -> target.unfoldSelected();
            case MINUS, SUBTRACT -> target.foldSelected();
            case BACK_SPACE -> target.up();
            case ESCAPE -> {
                // With nothing selected it stops what runs.
                return target.clear();
            }
            case SPACE -> {
                space = true;
                surface.setCursor(Cursor.OPEN_HAND);
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
