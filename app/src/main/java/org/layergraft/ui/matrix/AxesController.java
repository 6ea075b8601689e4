package org.layergraft.ui.matrix;

import java.util.Optional;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Words;

/** Binds what the next matrix varies, and starts it. */
public final class AxesController {

    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final AxesViewModel model;
    private final Words words;
    private final BooleanExpression possible;
    private final Runnable run;

    @FXML
    private FlowPane line;

    @FXML
    private Node go;

    @FXML
    private Label time;

    @FXML
    private Button start;

    @FXML
    private VBox mistakes;

    @FXML
    private Label note;

    /** @param possible something can be run now */
    public AxesController(AxesViewModel model, Words words, BooleanExpression possible, Runnable run) {
        this.model = model;
        this.words = words;
        this.possible = possible;
        this.run = run;
    }

    @FXML
    private void initialize() {
        for (AxisViewModel axis : model.options()) {
            line.getChildren().add(line.getChildren().indexOf(go), axis(axis));
            mistakes.getChildren().add(mistake(axis));
        }
        start.textProperty().bind(model.labelProperty());
        time.textProperty().bind(model.timeProperty());
        present(time, model.timeProperty().isNotEmpty());
        var ready = possible.and(
                BooleanExpression.booleanExpression(model.obstacleProperty().map(Optional::isEmpty)));
        start.disableProperty().bind(ready.not());
        start.setOnAction(_ -> run.run());
        note.textProperty().bind(told(model.noteProperty()));
        present(note, model.noteProperty().map(Optional::isPresent));
        model.obstacleProperty().subscribe(o -> note.pseudoClassStateChanged(DANGER, o.isPresent()));
    }

    private Node axis(AxisViewModel axis) {
        String name = axis.option().id();
        var box = new CheckBox(name);
        box.setId("vary-" + name);
        box.setMnemonicParsing(false);
        box.selectedProperty().bindBidirectional(axis.pickedProperty());
        box.setAccessibleText(words.get("axes.vary", name));
        box.setTooltip(tip("axes.tip." + name));
        var both = new HBox(box);
        both.getStyleClass().add("axis");
        if (!axis.option().isFlag()) {
            both.getChildren().add(values(axis));
        }
        return both;
    }

    private Node values(AxisViewModel axis) {
        String name = axis.option().id();
        var field = new TextField();
        field.setId("vary-" + name + "-values");
        field.textProperty().bindBidirectional(axis.valuesProperty());
        field.setPromptText(axis.option().example());
        field.setAccessibleText(words.get("axes.values", name));
        field.accessibleHelpProperty().bind(told(axis.mistakeProperty()));
        field.setTooltip(tip("axes.values.tip"));
        field.setOnAction(_ -> start.fire());
        axis.mistakeProperty().subscribe(m -> field.pseudoClassStateChanged(DANGER, m.isPresent()));
        present(field, axis.pickedProperty());
        return field;
    }

    private Node mistake(AxisViewModel axis) {
        var label = new Label();
        label.setId("vary-" + axis.option().id() + "-mistake");
        label.getStyleClass().addAll("error", "hint");
        label.setWrapText(true);
        label.setMinHeight(Label.USE_PREF_SIZE);
        label.textProperty().bind(told(axis.mistakeProperty()));
        present(label, axis.mistakeProperty().map(Optional::isPresent));
        return label;
    }

    private Tooltip tip(String key) {
        var tip = new Tooltip(words.get(key));
        tip.setWrapText(true);
        tip.setMaxWidth(420);
        return tip;
    }

    private ObservableValue<String> told(ObservableValue<Optional<Problem>> problem) {
        return problem.map(p -> p.map(words::get).orElse(""));
    }

    private static void present(Node node, ObservableValue<Boolean> there) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }
}
