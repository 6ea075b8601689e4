package org.layergraft.ui.tasks;

import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.layergraft.ui.common.Lasting;
import org.layergraft.ui.common.Words;

/** Binds the list of what runs, each with a button that stops it. */
public final class TasksController {

    private final TasksViewModel model;
    private final Words words;

    @FXML
    private Pane rows;

    @FXML
    private Label none;

    public TasksController(TasksViewModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    @FXML
    private void initialize() {
        InvalidationListener changed = _ -> show();
        model.going().addListener(changed);
        show();
    }

    /** What goes on keeps its row: somebody may be about to press its button. */
    private void show() {
        var now = model.going();
        rows.getChildren().removeIf(row -> !now.contains(row.getUserData()));
        for (int i = 0; i < now.size(); i++) {
            if (i >= rows.getChildren().size() || rows.getChildren().get(i).getUserData() != now.get(i)) {
                rows.getChildren().add(i, row(now.get(i)));
            }
        }
        none.setVisible(model.going().isEmpty());
        none.setManaged(model.going().isEmpty());
    }

    private Node row(Job job) {
        var title = new Label();
        title.getStyleClass().add("task-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(() -> words.get(job.title().getValue()), job.title()));
        var where = new Label();
        where.getStyleClass().addAll("muted", "hint");
        where.setWrapText(true);
        where.textProperty().bind(Bindings.createStringBinding(() -> where(job), job.where(), model.momentProperty()));
        var bar = new ProgressBar();
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setFocusTraversable(false);
        bar.progressProperty().bind(job.progress());
        bar.accessibleTextProperty().bind(title.textProperty());
        var text = new VBox(title, bar, where);
        text.getStyleClass().add("task-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        var stop = new Button(words.get("action.cancel"));
        stop.setId("task-cancel-" + job.id());
        stop.setMnemonicParsing(false);
        stop.setMinWidth(Region.USE_PREF_SIZE);
        stop.getStyleClass().add("small");
        stop.accessibleTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> words.get("tasks.cancel", title.getText()), title.textProperty()));
        stop.disableProperty().bind(Bindings.not(job.cancellable()));
        stop.setOnAction(_ -> job.cancel().run());
        var row = new HBox(text, stop);
        row.setId("task-" + job.id());
        row.setUserData(job);
        row.getStyleClass().add("task-row");
        return row;
    }

    /** What it is at, and how long it will still be. */
    private String where(Job job) {
        String left = model.left(job)
                .map(time -> words.get("tasks.left", Lasting.about(time, words)))
                .orElse("");
        String at = job.where().get();
        return at.isEmpty() || left.isEmpty() ? at + left : words.get("tasks.where", at, left);
    }
}
