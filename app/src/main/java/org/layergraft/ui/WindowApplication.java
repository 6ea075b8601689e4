package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Application;
import javafx.beans.binding.Bindings;
import javafx.stage.Stage;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.SettingsStore;
import org.layergraft.ui.common.Words;

/** The window's life: made by JavaFX, which wants a public class with an empty constructor. */
public final class WindowApplication extends Application {

    private final LiveBackend backend = new LiveBackend();
    private Optional<Keeper> keeper = Optional.empty();

    @Override
    public void start(Stage stage) {
        var remembered = new Remembered(SettingsStore.ofUser());
        var first = remembered.get();
        var words = new Words(first.locale());
        var samples = Samples.find();
        var model = new WorkbenchViewModel(
                backend, new BackgroundTasks(), words, remembered, new TrustStore(SettingsStore.folder(), samples));
        var workbench = new Workbench(model, samples, first.width(), first.height());
        stage.setScene(workbench.scene());
        stage.setMinWidth(900);
        stage.setMinHeight(600);
        stage.setMaximized(first.maximized());
        stage.titleProperty()
                .bind(Bindings.createStringBinding(
                        () -> title(model),
                        model.files().shownProperty(),
                        model.files().unsavedProperty(),
                        words.textsProperty()));
        closeCarefully(stage, model);
        Milestones.watch(stage.getScene());
        stage.show();
        keeper = Optional.of(Keeper.of(model, SettingsStore.folder()));
        getParameters().getRaw().stream().findFirst().ifPresent(file -> model.open(Path.of(file)));
        model.findDevices();
    }

    /** Closing asks for unsaved edits, too; so does quitting, which closes all windows. */
    static void closeCarefully(Stage stage, WorkbenchViewModel model) {
        stage.setOnCloseRequest(e -> {
            e.consume();
            model.unsaved().leave(() -> {
                var scene = stage.getScene();
                model.remembered().change(s -> s.sized(scene.getWidth(), scene.getHeight(), stage.isMaximized()));
                stage.close();
            });
        });
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

    @Override
    public void stop() {
        keeper.ifPresent(Keeper::close);
        backend.close();
    }
}
