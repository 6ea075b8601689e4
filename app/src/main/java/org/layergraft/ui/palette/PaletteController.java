package org.layergraft.ui.palette;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanExpression;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.textfield.CustomTextField;
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

    private final PaletteViewModel model;
    private final Words words;
    private final BooleanExpression possible;
    private final Drag drag;
    private final Consumer<LayerKind> pick;

    @FXML
    private CustomTextField filter;

    @FXML
    private VBox sections;

    @FXML
    private Node nothing;

    /** @param pick adds the kind at the place that is selected */
    public PaletteController(
            PaletteViewModel model, Words words, BooleanExpression possible, Drag drag, Consumer<LayerKind> pick) {
        this.model = model;
        this.words = words;
        this.possible = possible;
        this.drag = drag;
        this.pick = pick;
    }

    @FXML
    private void initialize() {
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.addEventFilter(KeyEvent.KEY_PRESSED, this::typed);
        model.sectionsProperty().subscribe(this::show);
    }

    private void show(List<PaletteViewModel.Section> found) {
        sections.getChildren().clear();
        for (var section : found) {
            var title = new Label(section.title());
            title.getStyleClass().add("palette-section");
            var chips = new FlowPane(6, 6);
            section.kinds().forEach(kind -> chips.getChildren().add(chip(kind)));
            sections.getChildren().addAll(title, chips);
        }
        nothing.setVisible(found.isEmpty());
        nothing.setManaged(found.isEmpty());
    }

    private void typed(KeyEvent key) {
        switch (key.getCode()) {
            case ENTER -> {
                if (possible.get()) {
                    model.first().ifPresent(pick);
                }
            }
            case ESCAPE -> model.filterProperty().set("");
            case DOWN -> chips().stream().findFirst().ifPresent(Node::requestFocus);
            default -> {
                return;
            }
        }
        key.consume();
    }

    private List<Node> chips() {
        return List.copyOf(sections.lookupAll(".chip"));
    }

    private Label chip(LayerKind kind) {
        var chip = new Label(kind.label());
        chip.setId("kind-" + kind.id());
        chip.getStyleClass().addAll("chip", "kind-" + kind.id());
        chip.setFocusTraversable(true);
        var tip = new Tooltip(words.get("palette.chip.tip", kind.label(), model.about(kind)));
        tip.setWrapText(true);
        tip.setMaxWidth(340);
        chip.setTooltip(tip);
        chip.setAccessibleText(words.get("palette.chip.said", kind.label(), model.about(kind)));
        chip.disableProperty().bind(possible.not());
        chip.setOnKeyPressed(key -> {
            switch (key.getCode()) {
                case ENTER, SPACE -> pick.accept(kind);
                case RIGHT, DOWN -> step(chip, 1);
                case LEFT, UP -> step(chip, -1);
                default -> {
                    return;
                }
            }
            key.consume();
        });
        new Gesture(chip, kind);
        return chip;
    }

    /** To the next chip; before the first is the field. */
    private void step(Node from, int by) {
        var chips = chips();
        int to = chips.indexOf(from) + by;
        if (to < 0) {
            filter.requestFocus();
        } else if (to < chips.size()) {
            chips.get(to).requestFocus();
        }
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
