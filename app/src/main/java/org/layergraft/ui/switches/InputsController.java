package org.layergraft.ui.switches;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.layergraft.step.LossSpec;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.switches.InputsViewModel.Source;
import org.layergraft.ui.switches.LossViewModel.Rule;

/** Binds what forward gets and what becomes of its outputs. */
public final class InputsController {

    private final InputsViewModel model;
    private final Words words;
    private final Supplier<Optional<Path>> chooser;

    @FXML
    private TitledPane pane;

    @FXML
    private ToggleButton generated;

    @FXML
    private ToggleButton fromFiles;

    @FXML
    private VBox generatedBox;

    @FXML
    private VBox rows;

    @FXML
    private Label mistake;

    @FXML
    private Button add;

    @FXML
    private VBox filesBox;

    @FXML
    private VBox files;

    @FXML
    private ChoiceBox<Rule> rule;

    @FXML
    private TextField outputs;

    @FXML
    private ChoiceBox<LossSpec.Reduce> reduce;

    @FXML
    private TextField keys;

    @FXML
    private Label lossMistake;

    /** @param chooser asks for a file of arrays */
    public InputsController(InputsViewModel model, Words words, Supplier<Optional<Path>> chooser) {
        this.model = model;
        this.words = words;
        this.chooser = chooser;
    }

    @FXML
    private void initialize() {
        Shown.segments(Map.of(generated, Source.GENERATED, fromFiles, Source.FILES), model.sourceProperty());
        Shown.when(generatedBox, is(model.sourceProperty(), Source.GENERATED));
        Shown.when(filesBox, is(model.sourceProperty(), Source.FILES));
        model.planProperty().subscribe(_ -> changed());
        model.lossRuleProperty().subscribe(_ -> changed());
        model.sourceProperty().subscribe(now -> {
            if (now == Source.FILES) {
                pane.setExpanded(true);
            }
        });
        model.rows().addListener((ListChangeListener<InputRow>) _ -> rows());
        rows();
        Shown.mistake(mistake, model.mistakeProperty(), words);
        add.setOnAction(_ -> model.addRow());
        model.filesProperty().subscribe(_ -> files());
        model.ranksProperty().subscribe(_ -> files());
        loss();
    }

    private static <T> ObservableValue<Boolean> is(ObservableValue<T> value, T wanted) {
        return value.map(wanted::equals);
    }

    private void changed() {
        boolean own = model.planProperty().get().isEmpty()
                && model.lossRuleProperty().get().isEmpty();
        pane.getStyleClass().remove("changed");
        if (!own) {
            pane.getStyleClass().add("changed");
        }
    }

    private void rows() {
        rows.getChildren().setAll(model.rows().stream().map(this::row).toList());
    }

    private Node row(InputRow row) {
        int number = model.rows().indexOf(row);
        var type = new ChoiceBox<String>();
        type.getItems().setAll(InputRow.TYPES);
        type.valueProperty().bindBidirectional(row.typeProperty());
        type.setId("input-type-" + number);
        type.setAccessibleText(part("inputs.type", number));
        var remove = new Button();
        remove.setId("input-remove-" + number);
        remove.setGraphic(new Icon("close"));
        remove.getStyleClass().addAll("button-icon", "flat", "small");
        remove.setAccessibleText(part("inputs.remove", number));
        remove.setTooltip(new Tooltip(words.get("inputs.remove")));
        remove.setOnAction(_ -> model.removeRow(row));
        var line = new HBox(
                field(row.nameProperty(), "inputs.name", "inputs.name.tip", number),
                type,
                field(row.shapeProperty(), "inputs.shape", "inputs.shape.tip", number),
                field(row.rangeProperty(), "inputs.range", "inputs.range.tip", number),
                remove);
        line.getStyleClass().add("line");
        line.setAlignment(Pos.CENTER_LEFT);
        row.readProperty().subscribe(_ -> {
            line.getStyleClass().remove("mistaken");
            if (row.mistake().isPresent()) {
                line.getStyleClass().add("mistaken");
            }
        });
        return line;
    }

    private TextField field(StringProperty text, String key, String tip, int number) {
        var field = new TextField();
        field.setId("input-" + key.substring("inputs.".length()) + "-" + number);
        field.textProperty().bindBidirectional(text);
        field.setPromptText(words.get(key));
        field.setAccessibleText(part(key, number));
        field.setTooltip(new Tooltip(words.get(tip)));
        field.setMinWidth(40);
        HBox.setHgrow(field, Priority.ALWAYS);
        return field;
    }

    /** Whoever hears it does not see which row it stands in. */
    private String part(String key, int number) {
        return words.get("inputs.part", words.get(key), number + 1);
    }

    private void files() {
        files.getChildren().clear();
        for (int rank = 0; rank < model.ranksProperty().get(); rank++) {
            files.getChildren().add(file(rank));
        }
    }

    private Node file(int rank) {
        var given = Optional.ofNullable(model.filesProperty().get().get(rank));
        var name = new Label(given.map(f -> f.every().getFileName().toString()).orElse(words.get("inputs.no_file")));
        name.setId("input-file-" + rank);
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(0);
        name.setTooltip(new Tooltip(given.map(f -> f.every().toString()).orElse(words.get("inputs.no_file"))));
        name.getStyleClass().add(given.isPresent() ? "given" : "muted");
        HBox.setHgrow(name, Priority.ALWAYS);
        var choose = new Button(words.get("inputs.choose"));
        choose.setId("input-choose-" + rank);
        choose.setAccessibleText(words.get("inputs.choose.part", rank));
        choose.getStyleClass().add("small");
        choose.setMinWidth(HBox.USE_PREF_SIZE);
        choose.setOnAction(_ -> chooser.get().ifPresent(file -> model.give(rank, file)));
        var of = new Label(words.get("inputs.rank", rank));
        of.setMinWidth(HBox.USE_PREF_SIZE);
        var line = new HBox(of, name, choose);
        line.getStyleClass().add("line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void loss() {
        var loss = model.loss();
        rule.getItems().setAll(Rule.values());
        rule.setConverter(shown("loss.rule."));
        rule.valueProperty().bindBidirectional(loss.ruleProperty());
        reduce.getItems().setAll(LossSpec.Reduce.values());
        reduce.setConverter(shown("loss.rule."));
        reduce.valueProperty().bindBidirectional(loss.reduceProperty());
        outputs.textProperty().bindBidirectional(loss.outputsProperty());
        keys.textProperty().bindBidirectional(loss.keysProperty());
        Shown.when(outputs, is(loss.ruleProperty(), Rule.OUTPUTS));
        Shown.when(reduce, is(loss.ruleProperty(), Rule.OUTPUTS));
        Shown.when(keys, is(loss.ruleProperty(), Rule.KEYS));
        Shown.mistake(lossMistake, loss.mistakeProperty(), words);
    }

    private <E extends Enum<E>> StringConverter<E> shown(String prefix) {
        return new StringConverter<>() {
            @Override
            public String toString(E value) {
                return value == null ? "" : words.get(prefix + value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public E fromString(String text) {
                throw new UnsupportedOperationException("a choice box only shows: " + Arrays.asList(text));
            }
        };
    }
}
