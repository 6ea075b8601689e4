package org.layergraft.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/** Above everything else in the window: one card at a time that wants an answer, and the label that follows a drag. */
public final class Overlay extends Pane {

    private static final double MARGIN = 12;
    private static final PseudoClass NOWHERE = PseudoClass.getPseudoClass("nowhere");

    private final Pane shade = new Shade();
    private final Label ghost = new Label();
    private Node before;
    private Runnable closed = () -> {};
    private boolean backwards;
    private Scaling scaling = new Scaling(1);
    /** Where a card is wanted that was shown before there was any room. */
    private Optional<Point2D> wanted = Optional.empty();

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
        // Keys inside a card are the card's: none of the window's actions may answer them. The scene moves the focus.
        shade.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            switch (e.getCode()) {
                case TAB, ENTER, UP, DOWN, LEFT, RIGHT -> {
                    return;
                }
                case ESCAPE -> close();
                default -> {
                    // Nobody's.
                }
            }
            e.consume();
        });
        shade.addEventFilter(KeyEvent.KEY_PRESSED, e -> backwards = e.isShiftDown());
        sceneProperty()
                .flatMap(Scene::focusOwnerProperty)
                .subscribe(owner -> Optional.ofNullable(owner).ifPresent(this::keep));
        ghost.getStyleClass().add("drag-ghost");
        ghost.setMouseTransparent(true);
        ghost.setVisible(false);
        getChildren().addAll(shade, ghost);
    }

    /** Shows a card as near to a point of the scene as there is room. */
    public void show(Region card, double sceneX, double sceneY) {
        show(card, sceneX, sceneY, () -> {});
    }

    /** @param whenClosed run once the card is gone, however it went */
    public void show(Region card, double sceneX, double sceneY, Runnable whenClosed) {
        closed = whenClosed;
        before = isOpen() ? before : getScene().getFocusOwner();
        scaling.apply(card);
        shade.getChildren().setAll(card);
        shade.setVisible(true);
        place(card, sceneX, sceneY);
    }

    /** A question about the card that is open, which stays as it is below; without one, the only card. */
    public void above(Region card, double sceneX, double sceneY) {
        if (!isOpen()) {
            show(card, sceneX, sceneY);
            return;
        }
        shade.getChildren().forEach(below -> below.setDisable(true));
        shade.getChildren().add(card);
        place(card, sceneX, sceneY);
    }

    private void place(Region card, double sceneX, double sceneY) {
        card.applyCss();
        var at = sceneToLocal(sceneX, sceneY);
        wanted = getWidth() > 0 ? Optional.empty() : Optional.of(at);
        place(card, at);
        card.requestFocus();
    }

    private void place(Region card, Point2D at) {
        double width = width(card);
        double height = height(card, width);
        card.resizeRelocate(
                within(at.getX() - width / 2, getWidth() - width),
                within(at.getY() + MARGIN, getHeight() - height),
                width,
                height);
    }

    /** No card is larger than the window; what it holds can scroll. */
    private double width(Region card) {
        return Math.min(card.prefWidth(-1), Math.max(0, getWidth() - 2 * MARGIN));
    }

    private double height(Region card, double width) {
        return Math.min(card.prefHeight(width), Math.max(0, getHeight() - 2 * MARGIN));
    }

    /** How large cards are from now on. */
    public void scale(Scaling wantedSize) {
        scaling = wantedSize;
    }

    /** While a card is open the focus goes round in it. */
    private void keep(Node focused) {
        if (!isOpen() || isInside(focused)) {
            return;
        }
        var stops = new ArrayList<Node>();
        shade.getChildren().forEach(card -> collect(card, stops));
        if (!stops.isEmpty()) {
            (backwards ? stops.getLast() : stops.getFirst()).requestFocus();
        }
    }

    private boolean isInside(Node node) {
        return Stream.iterate(node, Objects::nonNull, Node::getParent).anyMatch(shade::equals);
    }

    private static void collect(Node node, List<Node> stops) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            stops.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
        }
    }

    private static double within(double wanted, double room) {
        // Half a pixel blurs every letter.
        return Math.rint(Math.max(MARGIN, Math.min(wanted, room - MARGIN)));
    }

    public boolean isOpen() {
        return shade.isVisible();
    }

    /** The uppermost card. */
    public void close() {
        if (shade.getChildren().size() > 1) {
            shade.getChildren().removeLast();
            shade.getChildren().getLast().setDisable(false);
            shade.getChildren().getLast().requestFocus();
            return;
        }
        shade.setVisible(false);
        shade.getChildren().clear();
        if (before != null) {
            before.requestFocus();
        }
        var told = closed;
        closed = () -> {};
        told.run();
    }

    /** @param possible whether letting go here would mean anything */
    public void dragging(String text, boolean possible, double sceneX, double sceneY) {
        var at = sceneToLocal(sceneX, sceneY);
        ghost.setText(text);
        ghost.pseudoClassStateChanged(NOWHERE, !possible);
        ghost.setVisible(true);
        ghost.applyCss();
        ghost.autosize();
        ghost.relocate(
                within(at.getX() + MARGIN, getWidth() - ghost.getWidth()),
                within(at.getY() + MARGIN, getHeight() - ghost.getHeight()));
    }

    public void endDrag() {
        ghost.setVisible(false);
    }

    @Override
    protected void layoutChildren() {
        shade.resizeRelocate(0, 0, getWidth(), getHeight());
        for (Node card : shade.getChildren()) {
            if (card instanceof Region region) {
                wanted.filter(_ -> getWidth() > 0).ifPresent(at -> {
                    wanted = Optional.empty();
                    place(region, at);
                });
                double width = width(region);
                double height = height(region, width);
                region.resizeRelocate(
                        within(region.getLayoutX(), getWidth() - width),
                        within(region.getLayoutY(), getHeight() - height),
                        width,
                        height);
            }
        }
    }

    /** A pane would give a card the size it wants, however small the window is. */
    private static final class Shade extends Pane {
        @Override
        protected void layoutChildren() {
            // The overlay places what is in it.
        }
    }
}
