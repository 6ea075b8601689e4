package org.layergraft.ui.canvas;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** A small card beside the pointer, after a moment of rest. Never in the pointer's way: it lets the mouse through. */
final class HoverCard extends VBox {

    private static final double GAP = 14;

    private final PauseTransition rest = new PauseTransition(Duration.millis(450));

    HoverCard() {
        getStyleClass().add("hover-card");
        setManaged(false);
        setVisible(false);
        setMouseTransparent(true);
    }

    /** @param x and {@code y}: the pointer, in the parent's coordinates */
    void show(List<String> lines, double x, double y, double width, double height) {
        hide();
        rest.setOnFinished(_ -> {
            getChildren().setAll(lines.stream().map(Label::new).toList());
            getChildren().getFirst().getStyleClass().add("first");
            applyCss();
            double w = Math.min(prefWidth(-1), 420);
            double h = prefHeight(w);
            double left = x + GAP + w > width ? Math.max(4, x - GAP - w) : x + GAP;
            double top = y + GAP + h > height ? Math.max(4, y - GAP - h) : y + GAP;
            resizeRelocate(Math.rint(left), Math.rint(top), w, h);
            setVisible(true);
        });
        rest.playFromStart();
    }

    void hide() {
        rest.stop();
        setVisible(false);
    }
}
