package org.layergraft.ui;

import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.util.Duration;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Icon;
import org.layergraft.ui.common.Notice;
import org.layergraft.ui.common.Tone;

/** Binds the sentence across the window. */
public final class NoticeController {

    private static final Duration GOOD_NEWS = Duration.seconds(8);

    private final WorkbenchViewModel model;
    private final Actions actions;

    @FXML
    private Node notice;

    @FXML
    private Label text;

    @FXML
    private Icon icon;

    @FXML
    private ToggleButton details;

    @FXML
    private Button report;

    @FXML
    private TextArea log;

    NoticeController(WorkbenchViewModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
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
        bindDetails();
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

    /** Folded until somebody wants them, for each notice anew. */
    private void bindDetails() {
        var behind = Bindings.createStringBinding(
                () -> model.announcements()
                        .noticeProperty()
                        .get()
                        .map(Notice::details)
                        .orElse(""),
                model.announcements().noticeProperty());
        log.textProperty().bind(behind);
        showWhile(behind.isNotEmpty(), details);
        showWhile(behind.isNotEmpty(), report);
        showWhile(details.selectedProperty().and(behind.isNotEmpty()), log);
        report.textProperty()
                .bind(Bindings.when(model.announcements().copiedProperty())
                        .then(model.words().of("notice.report.copied"))
                        .otherwise(model.words().of("action.copy_report")));
        actions.bind(ActionId.COPY_REPORT, report);
        actions.tell(ActionId.SHOW_DETAILS, details);
        model.announcements().noticeProperty().subscribe(_ -> details.setSelected(false));
    }

    private static void showWhile(ObservableBooleanValue there, Node node) {
        node.visibleProperty().bind(there);
        node.managedProperty().bind(there);
    }

    @FXML
    private void dismiss() {
        model.announcements().dismiss();
    }
}
