package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.stage.Stage;
import org.layergraft.ui.common.Words;

/** One window of the program: its content, its title, and what looks after it. */
final class AppWindow {

    /** How far a second window stands from the first, so that both titles can be read. */
    private static final double CASCADE = 32;

    private static final double LEAST_WIDTH = 900;
    private static final double LEAST_HEIGHT = 600;

    private final Stage stage;
    private final Remembered remembered;
    private final Backend backend;
    private final WorkbenchViewModel model;
    private final Workbench workbench;
    private final RecoveryStore store;
    private final InputsStore inputs;
    private final OtherWindows others;
    private Optional<Keeper> keeper = Optional.empty();
    private final Idle idle;
    private boolean closed;

    /** @param file what is opened in it */
    AppWindow(Stage stage, Optional<Path> file, AppWindows.Shared shared, RecoveryStore store, OtherWindows others) {
        this.stage = stage;
        this.store = store;
        this.others = others;
        inputs = shared.inputs();
        remembered = shared.remembered().ofWindow();
        var first = remembered.get();
        var words = new Words(first.locale());
        backend = shared.backends().get();
        model = new WorkbenchViewModel(backend, shared.tasks(), words, remembered, shared.allowed());
        idle = new Idle(model);
        model.opening().openOthersWith(others);
        // Read while the window is made, which takes longer; what comes of it is shown after.
        file.ifPresent(model.opening()::open);
        workbench = new Workbench(model, shared.samples(), first.width(), first.height());
        stage.setScene(workbench.scene());
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setMaximized(first.maximized());
        stage.titleProperty()
                .bind(Bindings.createStringBinding(
                        () -> title(model),
                        model.files().shownProperty(),
                        model.files().unsavedProperty(),
                        words.textsProperty()));
        WindowApplication.closeCarefully(stage, model);
    }

    /** @param beside another window, which this one does not cover */
    void show(Optional<Stage> beside) {
        if (!stage.isMaximized()) {
            beside.ifPresentOrElse(
                    other -> {
                        stage.setX(other.getX() + CASCADE);
                        stage.setY(other.getY() + CASCADE);
                    },
                    () -> Desktop.place(stage, remembered.get()));
        }
        Milestones.watch(stage.getScene());
        stage.show();
        keeper = Optional.of(Keeper.of(model, idle, store, inputs, others));
        // Asking starts processes, which take as much of the machine as a graph that is on its way.
        idle.then(model::findDevices);
    }

    private static String title(WorkbenchViewModel model) {
        return model.files()
                .shownProperty()
                .get()
                .map(file -> model.words()
                        .get(
                                model.files().unsavedProperty().get() ? "window.title.edited" : "window.title.file",
                                file.getFileName()))
                .orElseGet(() -> model.words().get("window.title"));
    }

    void restore(RecoveryStore.Left left) {
        keeper.ifPresent(k -> k.restore(left));
    }

    Stage stage() {
        return stage;
    }

    WorkbenchViewModel model() {
        return model;
    }

    /** What runs for it is stopped, and nothing holds on to it any more: the program may go on for days. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        model.jobs().cancelAll();
        idle.close();
        keeper.ifPresent(Keeper::close);
        workbench.close();
        backend.close();
        remembered.close();
    }
}
