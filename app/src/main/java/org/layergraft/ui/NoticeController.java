package org.layergraft.ui;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.util.Duration;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Tone;

/** Binds the sentence across the window. */
public final class NoticeController {

    private static final Duration GOOD_NEWS = Duration.seconds(8);

    private final WorkbenchViewModel model;

    @FXML
    private Node notice;

    @FXML
    private Label text;

    @FXML
    private Icon icon;

    NoticeController(WorkbenchViewModel model) {
        this.model = model;
    }

    @FXML
    private void initialize() {
        var there = Bindings.createBooleanBinding(
                () -> model.announcements().noticeProperty().get().isPresent(),
                model.announcements().noticeProperty());
        notice.visibleProperty().bind(there);
        notice.managedProperty().bind(there);
        text.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.announcements()
                                .noticeProperty()
                                .get()
                                .map(n -> model.words().get(n.text()))
                                .orElse(""),
                        model.announcements().noticeProperty(),
                        model.words().textsProperty()));
        // Good news need no answer.
        var soon = new PauseTransition(GOOD_NEWS);
        soon.setOnFinished(_ -> model.announcements().dismiss());
        model.announcements().noticeProperty().subscribe(now -> {
            soon.stop();
            now.ifPresent(n -> {
                icon.show(n.tone().style());
                for (Tone tone : Tone.values()) {
                    notice.pseudoClassStateChanged(PseudoClass.getPseudoClass(tone.style()), tone == n.tone());
                }
                if (n.tone() == Tone.GOOD) {
                    soon.play();
                }
            });
        });
    }

    @FXML
    private void dismiss() {
        model.announcements().dismiss();
    }
}
