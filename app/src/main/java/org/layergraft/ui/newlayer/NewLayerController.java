package org.layergraft.ui.newlayer;

import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Follows;
import org.layergraft.graft.HyperKind;
import org.layergraft.ui.common.Words;

/** Binds the card that asks for a new layer. Enter accepts, Escape (the overlay's) cancels. */
public final class NewLayerController {

    private final NewLayerViewModel model;
    private final Words words;
    private final Consumer<Edit> accepted;
    private final Runnable cancelled;

    @FXML
    private Label title;

    @FXML
    private TextField name;

    @FXML
    private ChoiceBox<Role> role;

    @FXML
    private GridPane fields;

    @FXML
    private VBox scope;

    @FXML
    private Label error;

    public NewLayerController(NewLayerViewModel model, Words words, Consumer<Edit> accepted, Runnable cancelled) {
        this.model = model;
        this.words = words;
        this.accepted = accepted;
        this.cancelled = cancelled;
    }

    @FXML
    private void initialize() {
        title.setText(model.title());
        name.textProperty().bindBidirectional(model.nameProperty());
        role.getItems().setAll(model.roles());
        role.setConverter(new StringConverter<>() {
            @Override
            public String toString(Role shown) {
                return shown == null ? "" : model.text(shown);
            }

            @Override
            public Role fromString(String text) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        });
        role.valueProperty().bindBidirectional(model.roleProperty());
        int row = fields.getRowCount();
        for (HyperField field : model.fields()) {
            var label = new Label(field.kind().name());
            label.getStyleClass().add("field-name");
            var input = input(field);
            label.setLabelFor(input);
            fields.addRow(row++, label, input);
        }
        model.roleProperty().subscribe(_ -> showScope());
        error.textProperty().bind(model.errorProperty());
        var wrong = model.errorProperty().isNotEmpty();
        error.visibleProperty().bind(wrong);
        error.managedProperty().bind(wrong);
        // Selected, so that typing replaces the proposal.
        Platform.runLater(() -> {
            name.requestFocus();
            name.selectAll();
        });
    }

    private Node input(HyperField field) {
        return switch (field.kind().type()) {
            case FLAG -> {
                var box = new CheckBox();
                box.setSelected(Boolean.parseBoolean(field.textProperty().get()));
                box.selectedProperty().subscribe(on -> field.textProperty().set(String.valueOf(on)));
                yield box;
            }
            case WORD -> {
                var choice = new ChoiceBox<String>();
                choice.getItems().setAll(field.kind().words());
                choice.valueProperty().bindBidirectional(field.textProperty());
                choice.setMaxWidth(Double.MAX_VALUE);
                yield choice;
            }
            case WHOLE, REAL, WHOLES, TEXT -> {
                var text = new TextField();
                text.setId("hyper-" + field.kind().name());
                text.textProperty().bindBidirectional(field.textProperty());
                boolean follows = field.kind().follows() != Follows.NOTHING;
                text.setPromptText(
                        follows
                                ? words.get("newlayer.follows")
                                : field.kind().type() == HyperKind.Type.WHOLES ? words.get("newlayer.sizes") : "");
                text.setOnAction(_ -> accept());
                yield text;
            }
        };
    }

    /** Asked only where it makes a difference. */
    private void showScope() {
        long alike = model.alike();
        scope.setVisible(alike > 1);
        scope.setManaged(alike > 1);
        model.everywhereProperty().set(false);
        var group = new ToggleGroup();
        var one = new RadioButton(
                words.get("newlayer.scope.this", model.roleProperty().get().module()));
        var all = new RadioButton(words.get("newlayer.scope.all", alike));
        one.setToggleGroup(group);
        all.setToggleGroup(group);
        one.setSelected(true);
        all.selectedProperty().subscribe(on -> model.everywhereProperty().set(on));
        scope.getChildren().setAll(one, all);
    }

    @FXML
    private void accept() {
        model.edit().ifPresent(accepted);
    }

    @FXML
    private void cancel() {
        cancelled.run();
    }
}
