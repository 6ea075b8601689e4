package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.layergraft.ui.common.ActionId;
import org.layergraft.ui.common.BackgroundTasks;
import org.layergraft.ui.common.SettingsStore;

/** The windows of a program for a test, with real threads and a backend that runs nothing. */
final class SomeWindows {

    final FakeBackend backend = new FakeBackend();
    final AppWindows all;

    SomeWindows(Path config) throws Exception {
        Fx.start();
        all = Fx.call(() -> {
            var remembered = new Remembered(new SettingsStore(config));
            remembered.change(s -> s.speaking(Locale.ENGLISH).inDark(false));
            return new AppWindows(new AppWindows.Shared(
                    () -> backend,
                    new BackgroundTasks(),
                    remembered,
                    TrustViewModel.Memory.OF_EVERYTHING,
                    List.of(),
                    new InputsStore(config),
                    config));
        });
    }

    AppWindow open(Optional<Path> file) throws Exception {
        var window = Fx.call(() -> all.show(new Stage(), file));
        if (file.isPresent()) {
            Fx.await("it is open", () -> has(window, file.get()));
        }
        return window;
    }

    static boolean has(AppWindow window, Path file) {
        return window.model()
                        .document()
                        .fileProperty()
                        .get()
                        .filter(file::equals)
                        .isPresent()
                && !window.model().document().busyProperty().get();
    }

    static Scene scene(AppWindow window) {
        return window.stage().getScene();
    }

    static Node find(AppWindow window, String id) {
        return scene(window).lookup(id);
    }

    static void press(AppWindow window, ActionId action) throws Exception {
        Fx.run(() -> scene(window).getAccelerators().get(action.keys()).run());
    }

    List<AppWindow> list() throws Exception {
        return Fx.call(all::all);
    }

    void close() throws Exception {
        Fx.run(() -> {
            var stages = all.all().stream().map(AppWindow::stage).toList();
            all.close();
            stages.forEach(Stage::close);
        });
    }
}
