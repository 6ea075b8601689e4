package org.layergraft.ui.newlayer;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.StringConverter;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Words;

/** Binds the card that asks for a new layer. Enter accepts, Escape (the overlay's) cancels. */
public final class NewLayerController {

    private static final Duration NOTICED = Duration.millis(300);

    private final NewLayerViewModel model;
    private final CustomCheckViewModel custom;
    private final Words words;
    private final Measuring measuring;
    private final Consumer<Edit> accepted;
    private final Runnable cancelled;

    @FXML
    private VBox card;

    @FXML
    private Label title;

    @FXML
    private Label about;

    @FXML
    private TextField name;

    @FXML
    private ChoiceBox<Role> role;

    @FXML
    private Label purpose;

    @FXML
    private Label weightLabel;

    @FXML
    private TextField weight;

    @FXML
    private GridPane fields;

    @FXML
    private VBox notes;

    @FXML
    private VBox scope;

    @FXML
    private Label error;

    @FXML
    private Node working;

    @FXML
    private Button add;

    public NewLayerController(
            NewLayerViewModel model,
            CustomCheckViewModel custom,
            Measuring measuring,
            Words words,
            Consumer<Edit> accepted,
            Runnable cancelled) {
        this.model = model;
        this.custom = custom;
        this.measuring = measuring;
        this.words = words;
        this.accepted = accepted;
        this.cancelled = cancelled;
    }

    @FXML
    private void initialize() {
        card.addEventFilter(KeyEvent.KEY_PRESSED, this::enter);
        title.setText(model.title());
        about.setText(model.about());
        name.textProperty().bindBidirectional(model.nameProperty());
        weight.textProperty().bindBidirectional(model.weightProperty());
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
        purpose.textProperty().bind(model.purposeProperty());
        if (model.code().isPresent() && model.file().isPresent()) {
            var editor = new CodeEditor(model.code().get(), model.file().get(), custom, model::layer, words);
            fields.add(editor, 0, 0, 2, 1);
        } else {
            int row = 0;
            for (HyperField field : model.fields()) {
                var inputs = new HyperRow(field, words, this::accept);
                fields.addRow(row++, inputs.label(), inputs.input());
            }
        }
        notes.getChildren().add(new MeasureRow(model.unknownProperty(), measuring, words));
        notes.getChildren().add(HyperRow.note("warning-note", model.warningProperty()));
        var outcome = HyperRow.note("outcome", model.outcomeProperty());
        outcome.setId("layer-outcome");
        notes.getChildren().add(outcome);
        model.roleProperty().subscribe(_ -> {
            showScope();
            weight.setVisible(model.weighs());
            weight.setManaged(model.weighs());
            weightLabel.setVisible(model.weighs());
            weightLabel.setManaged(model.weighs());
        });
        showWork();
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

    /** What takes long enough to be noticed is shown; what does not would only flicker. */
    private void showWork() {
        var pause = new PauseTransition(NOTICED);
        pause.setOnFinished(_ -> working.setVisible(model.addingProperty().get()));
        add.disableProperty().bind(model.addingProperty());
        model.addingProperty().subscribe(adding -> {
            working.setVisible(false);
            if (adding) {
                pause.playFromStart();
            }
        });
    }

    /** Asked only where it makes a difference. */
    private void showScope() {
        long alike = model.alike();
        scope.setVisible(alike > 1);
        scope.setManaged(alike > 1);
        model.everywhereProperty().set(false);
        var group = new ToggleGroup();
        var one = new RadioButton(words.get(
                "newlayer.scope.this",
                Places.shortName(model.roleProperty().get().module())));
        var all = new RadioButton(words.get("newlayer.scope.all", alike));
        one.setId("layer-scope-this");
        all.setId("layer-scope-all");
        // An underscore in a name marks no key.
        one.setMnemonicParsing(false);
        all.setMnemonicParsing(false);
        one.setToggleGroup(group);
        all.setToggleGroup(group);
        one.setSelected(true);
        all.selectedProperty().subscribe(on -> model.everywhereProperty().set(on));
        scope.getChildren().setAll(one, all);
    }

    @FXML
    private void accept() {
        if (custom.refuses()) {
            model.refuse(words.get("newlayer.error.code"));
        } else {
            model.edit().ifPresent(accepted);
        }
    }

    /** Enter adds from every field; buttons and lines of code have a use of their own for it. */
    private void enter(KeyEvent key) {
        boolean own = key.getTarget() instanceof Button || key.getTarget() instanceof TextArea && !key.isShortcutDown();
        if (key.getCode() == KeyCode.ENTER && !own) {
            accept();
            key.consume();
        }
    }

    @FXML
    private void cancel() {
        cancelled.run();
    }
}
