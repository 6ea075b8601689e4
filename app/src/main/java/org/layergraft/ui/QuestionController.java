package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Tone;

/** Binds the bar with the first open question. It takes no focus and hides nothing. */
public final class QuestionController {

    private final WorkbenchViewModel model;

    @FXML
    private Node question;

    @FXML
    private Label text;

    @FXML
    private Icon icon;

    @FXML
    private HBox choices;

    QuestionController(WorkbenchViewModel model) {
        this.model = model;
    }

    @FXML
    private void initialize() {
        InvalidationListener changed = _ -> show();
        model.questions().open().addListener(changed);
        show();
    }

    private Optional<Question> first() {
        return model.questions().open().stream().findFirst();
    }

    private void show() {
        var now = first();
        question.setVisible(now.isPresent());
        question.setManaged(now.isPresent());
        choices.getChildren().clear();
        now.ifPresent(q -> {
            text.setText(model.words().get(q.text()));
            icon.show(q.tone().style());
            for (Tone tone : Tone.values()) {
                question.pseudoClassStateChanged(PseudoClass.getPseudoClass(tone.style()), tone == q.tone());
            }
            q.choices().forEach(choice -> choices.getChildren().add(button(q, choice)));
        });
    }

    private Button button(Question of, Question.Choice choice) {
        var button = new Button(model.words().get(choice.label()));
        button.setId(choice.label().replace('.', '-'));
        button.setMnemonicParsing(false);
        button.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        button.getStyleClass().add("small");
        button.setOnAction(_ -> model.questions().choose(of, choice));
        return button;
    }

    @FXML
    private void putAway() {
        first().ifPresent(model.questions()::putAway);
    }
}
