package org.layergraft.ui.common;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** Above everything else in the window: one card at a time that wants an answer, and the label that follows a drag. */
public final class Overlay extends Pane {

    private static final double MARGIN = 12;

    private final Pane shade = new Pane();
    private final Label ghost = new Label();
    private Node before;

    public Overlay() {
        getStyleClass().add("overlay");
        setPickOnBounds(false);
        shade.getStyleClass().add("shade");
        shade.setVisible(false);
        shade.setOnMousePressed(e -> {
            if (e.getTarget() == shade) {
                close();
            }
        });
        // Keys inside a card are the card's: none of the window's actions may answer them.
        shade.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                close();
            }
            e.consume();
        });
        ghost.getStyleClass().add("drag-ghost");
        ghost.setMouseTransparent(true);
        ghost.setVisible(false);
        getChildren().addAll(shade, ghost);
    }

    /** Shows a card as near to a point of the scene as there is room. */
    public void show(Region card, double sceneX, double sceneY) {
        before = isOpen() ? before : getScene().getFocusOwner();
        shade.getChildren().setAll(card);
        shade.setVisible(true);
        card.applyCss();
        double width = card.prefWidth(-1);
        double height = card.prefHeight(width);
        var at = sceneToLocal(sceneX, sceneY);
        card.resizeRelocate(
                within(at.getX() - width / 2, getWidth() - width),
                within(at.getY() + MARGIN, getHeight() - height),
                width,
                height);
        card.requestFocus();
    }

    private static double within(double wanted, double room) {
        return Math.max(MARGIN, Math.min(wanted, room - MARGIN));
    }

    public boolean isOpen() {
        return shade.isVisible();
    }

    public void close() {
        shade.setVisible(false);
        shade.getChildren().clear();
        if (before != null) {
            before.requestFocus();
        }
    }

    public void dragging(String text, double sceneX, double sceneY) {
        var at = sceneToLocal(sceneX, sceneY);
        ghost.setText(text);
        ghost.setVisible(true);
        ghost.relocate(at.getX() + MARGIN, at.getY() + MARGIN);
        ghost.autosize();
    }

    public void endDrag() {
        ghost.setVisible(false);
    }

    @Override
    protected void layoutChildren() {
        shade.resizeRelocate(0, 0, getWidth(), getHeight());
        for (Node card : shade.getChildren()) {
            if (card instanceof Region region) {
                double width = region.prefWidth(-1);
                double height = region.prefHeight(width);
                region.resizeRelocate(
                        within(region.getLayoutX(), getWidth() - width),
                        within(region.getLayoutY(), getHeight() - height),
                        width,
                        height);
            }
        }
    }
}
