package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.Actions;
import org.layergraft.ui.common.Lasting;

/** Binds the line at the bottom: what is open, what runs, where, and how to stop it. */
public final class StatusController {

    private final WorkbenchViewModel model;
    private final Actions actions;

    @FXML
    private StatusBar status;

    @FXML
    private Label devices;

    @FXML
    private Label memory;

    @FXML
    private Button stop;

    @FXML
    private Button tasks;

    StatusController(WorkbenchViewModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
    }

    @FXML
    private void initialize() {
        var runs = model.runs();
        var file = Bindings.createStringBinding(
                () -> model.document().fileProperty().get().map(this::fileLine).orElse(""),
                model.document().experimentProperty(),
                model.document().fileProperty(),
                model.words().textsProperty());
        var measuring = model.shapes().measuringProperty();
        var where = Bindings.createStringBinding(
                () -> model.words().get(model.shapes().stoppingProperty().get() ? "run.stopping" : "shapes.measuring"),
                model.shapes().stoppingProperty(),
                model.words().textsProperty());
        status.textProperty()
                .bind(Bindings.when(runs.runningProperty())
                        .then(runs.whereProperty())
                        .otherwise(Bindings.when(measuring).then(where).otherwise(file)));
        status.progressProperty().bind(model.jobs().progressProperty());
        bindTasks();
        devices.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.words().get(model.devicesProperty().get()),
                        model.devicesProperty(),
                        model.words().textsProperty()));
        var stoppable = model.cancellableProperty();
        stop.visibleProperty().bind(stoppable);
        stop.managedProperty().bind(stoppable);
        actions.bind(ActionId.CANCEL, stop);
        Heap.show(memory, model.words());
    }

    /** How many there are, how long the first will still take; the clock only goes while it is of use. */
    private void bindTasks() {
        var jobs = model.jobs();
        tasks.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> {
                            String count = model.words()
                                    .get("status.tasks", jobs.going().size());
                            return jobs.going().stream()
                                    .findFirst()
                                    .flatMap(jobs::left)
                                    .map(left -> model.words().get("tasks.left", Lasting.about(left, model.words())))
                                    .map(left -> model.words().get("tasks.where", count, left))
                                    .orElse(count);
                        },
                        jobs.momentProperty(),
                        model.words().textsProperty()));
        actions.bind(ActionId.GO_TASKS, tasks);
        var clock = new Timeline(new KeyFrame(Duration.seconds(1), _ -> jobs.tick()));
        clock.setCycleCount(Animation.INDEFINITE);
        Runnable judge = () -> {
            if (jobs.going().isEmpty() || tasks.getScene() == null) {
                clock.stop();
            } else {
                clock.play();
            }
        };
        InvalidationListener changed = _ -> judge.run();
        jobs.going().addListener(changed);
        tasks.sceneProperty().subscribe(judge);
    }

    private String fileLine(Path file) {
        var graph = model.document().experimentProperty().get().map(e -> e.graph());
        long elements = graph.map(g -> g.elements()).orElse(0L);
        int parameters = graph.map(g -> g.parameters().size()).orElse(0);
        return model.words()
                .get("status.file", Optional.ofNullable(file.getFileName()).orElse(file), parameters, elements);
    }
}
