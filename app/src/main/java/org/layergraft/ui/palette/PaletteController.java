package org.layergraft.ui.palette;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanExpression;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import org.layergraft.graft.LayerKind;
import org.layergraft.ui.common.Words;

/** The kinds of layer as chips. A chip is dragged by press, drag and release, or picked by Enter or a double click. */
public final class PaletteController {

    /** Where chips go when they are dragged. Coordinates are the scene's. */
    public interface Drag {
        void move(LayerKind kind, double x, double y);

        void drop(LayerKind kind, double x, double y);

        void end();
    }

    private static final double THRESHOLD = 4;

    private final List<LayerKind> kinds;
    private final Words words;
    private final BooleanExpression possible;
    private final Drag drag;
    private final Consumer<LayerKind> pick;

    @FXML
    private FlowPane chips;

    /** @param pick adds the kind at the place that is selected */
    public PaletteController(
            List<LayerKind> kinds, Words words, BooleanExpression possible, Drag drag, Consumer<LayerKind> pick) {
        this.kinds = List.copyOf(kinds);
        this.words = words;
        this.possible = possible;
        this.drag = drag;
        this.pick = pick;
    }

    @FXML
    private void initialize() {
        kinds.forEach(kind -> chips.getChildren().add(chip(kind)));
    }

    private Label chip(LayerKind kind) {
        var chip = new Label(kind.label());
        chip.setId("kind-" + kind.id());
        chip.getStyleClass().addAll("chip", "kind-" + kind.id());
        chip.setFocusTraversable(true);
        chip.setTooltip(new Tooltip(words.get("palette.chip.tip", kind.label())));
        chip.setAccessibleText(words.get("palette.chip.said", kind.label()));
        chip.disableProperty().bind(possible.not());
        chip.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER || key.getCode() == KeyCode.SPACE) {
                pick.accept(kind);
                key.consume();
            }
        });
        new Gesture(chip, kind);
        return chip;
    }

    /** One chip's press, drag, release. */
    private final class Gesture {

        private double startX;
        private double startY;
        private boolean dragging;

        Gesture(Label chip, LayerKind kind) {
            chip.setOnMousePressed(e -> {
                startX = e.getSceneX();
                startY = e.getSceneY();
                dragging = false;
                chip.requestFocus();
                e.consume();
            });
            chip.setOnMouseDragged(e -> {
                dragging |= Math.hypot(e.getSceneX() - startX, e.getSceneY() - startY) > THRESHOLD;
                if (dragging) {
                    drag.move(kind, e.getSceneX(), e.getSceneY());
                }
                e.consume();
            });
            chip.setOnMouseReleased(e -> {
                if (dragging) {
                    dragging = false;
                    drag.end();
                    drag.drop(kind, e.getSceneX(), e.getSceneY());
                }
                e.consume();
            });
            chip.setOnMouseClicked(e -> {
                if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2 && e.isStillSincePress()) {
                    pick.accept(kind);
                }
            });
        }
    }
}
