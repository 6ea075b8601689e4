package org.layergraft.ui.switches;

import java.util.Map;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.util.StringConverter;
import org.layergraft.step.Switches.Checkpoint.Mode;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Words;

/** Binds the checkpoint switch and the list of modules. */
public final class CheckpointController {

    private final CheckpointViewModel model;
    private final Words words;
    private final CostLinks costs;

    @FXML
    private Label name;

    @FXML
    private ToggleButton off;

    @FXML
    private ToggleButton reentrant;

    @FXML
    private ToggleButton nonreentrant;

    @FXML
    private Node details;

    @FXML
    private Node rowLine;

    @FXML
    private Spinner<Integer> first;

    @FXML
    private Label of;

    @FXML
    private ChoiceBox<Siblings> row;

    @FXML
    private TextField filter;

    @FXML
    private ListView<String> list;

    @FXML
    private Label summary;

    @FXML
    private Hyperlink cost;

    @FXML
    private Hyperlink why;

    public CheckpointController(CheckpointViewModel model, Words words, CostLinks costs) {
        this.model = model;
        this.words = words;
        this.costs = costs;
    }

    @FXML
    private void initialize() {
        costs.bind(cost, CostsViewModel.Subject.CHECKPOINT);
        costs.explain(why, ActionId.EXPLAIN_CHECKPOINT);
        Shown.mark(name, model.modeProperty(), Mode.OFF);
        Shown.segments(
                Map.of(off, Mode.OFF, reentrant, Mode.REENTRANT, nonreentrant, Mode.NONREENTRANT),
                model.modeProperty());
        Shown.when(details, model.modeProperty().map(mode -> mode != Mode.OFF));
        Shown.when(rowLine, model.rowProperty().map(_ -> true).orElse(false));
        filter.textProperty().bindBidirectional(model.filterProperty());
        list.setItems(model.shown());
        list.setCellFactory(_ -> new ModuleCell());
        list.setOnKeyPressed(pressed -> {
            String path = list.getSelectionModel().getSelectedItem();
            if (pressed.getCode() == KeyCode.SPACE && path != null) {
                model.choose(path, !model.isChosen(path));
                pressed.consume();
            }
        });
        rows();
        model.chosenProperty().subscribe(_ -> chosen());
        model.rowProperty().subscribe(_ -> chosen());
        model.checkpointProperty().subscribe(now -> {
            int count = now.modules().size();
            summary.setText(words.get("checkpoint.summary", count));
        });
    }

    private void rows() {
        row.setItems(model.rows());
        row.setConverter(new StringConverter<>() {
            @Override
            public String toString(Siblings siblings) {
                return siblings == null
                        ? ""
                        : siblings.container().isEmpty()
                                ? siblings.type()
                                : siblings.container() + " (" + siblings.type() + ")";
            }

            @Override
            public Siblings fromString(String shown) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        });
        row.valueProperty().bindBidirectional(model.rowProperty());
        var tip = new Tooltip();
        tip.textProperty().bind(row.valueProperty().map(row.getConverter()::toString));
        row.setTooltip(tip);
        // What it shows at first is no choice of anybody.
        var count = new SpinnerValueFactory.IntegerSpinnerValueFactory(0, model.first(), model.first());
        first.setValueFactory(count);
        count.valueProperty().subscribe(k -> {
            if (k != null && k != model.first()) {
                model.first(k);
            }
        });
    }

    private void chosen() {
        int size = Optional.ofNullable(model.rowProperty().get())
                .map(r -> r.paths().size())
                .orElse(0);
        var count = (SpinnerValueFactory.IntegerSpinnerValueFactory) first.getValueFactory();
        int k = model.first();
        // A bound that forced the value would look as if somebody had chosen.
        count.setMax(Math.max(size, count.getMax()));
        count.setValue(k);
        count.setMax(size);
        of.setText(words.get("checkpoint.of", size));
        list.refresh();
    }

    private final class ModuleCell extends ListCell<String> {

        private final CheckBox box = new CheckBox();

        ModuleCell() {
            getStyleClass().add("module-cell");
            box.setMnemonicParsing(false);
            box.setTooltip(new Tooltip());
            box.setOnAction(_ -> model.choose(getItem(), box.isSelected()));
        }

        @Override
        protected void updateItem(String path, boolean empty) {
            super.updateItem(path, empty);
            setText(null);
            if (empty || path == null) {
                setGraphic(null);
                return;
            }
            box.setText(path);
            box.getTooltip().setText(path);
            box.setSelected(model.isChosen(path));
            setGraphic(box);
        }
    }
}
