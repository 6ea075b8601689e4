package org.layergraft.ui;

import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.SettingsStore;

/** The program's life as long as it has windows: made by JavaFX, which wants a public class with an empty constructor. */
public final class WindowApplication extends Application {

    private final Helpers helpers = new Helpers();
    private Optional<AppWindows> windows = Optional.empty();

    @Override
    public void start(Stage stage) {
        var samples = Samples.find();
        var all = new AppWindows(new AppWindows.Shared(
                () -> new LiveBackend(helpers),
                new BackgroundTasks(),
                new Remembered(SettingsStore.ofUser()),
                new TrustStore(SettingsStore.folder(), samples),
                samples,
                new InputsStore(SettingsStore.folder()),
                SettingsStore.folder()));
        windows = Optional.of(all);
        all.show(stage, getParameters().getRaw().stream().findFirst().map(Path::of));
    }

    /** Closing asks for unsaved edits, too; so does quitting, which closes all windows. */
    static void closeCarefully(Stage stage, WorkbenchViewModel model) {
        stage.setOnCloseRequest(e -> {
            e.consume();
            model.unsaved().leave(() -> {
                model.remembered().change(s -> Desktop.remember(stage, s));
                stage.close();
            });
        });
    }

    @Override
    public void stop() {
        windows.ifPresent(AppWindows::close);
        helpers.close();
    }
}
