package org.layergraft.ui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.layergraft.ui.common.Tasks;

/** All windows of the program, and what they share. Each has a document, runs and a keeper of its own. */
final class AppWindows implements OtherWindows {

    /**
     * What windows share.
     *
     * @param backends makes one for each window, which is closed with it
     * @param inputs what models were given
     * @param folder of what is kept against crashes
     */
    record Shared(
            Supplier<? extends Backend> backends,
            Tasks tasks,
            Remembered remembered,
            TrustViewModel.Memory allowed,
            List<Path> samples,
            InputsStore inputs,
            Path folder) {
        Shared {
            samples = List.copyOf(samples);
        }
    }

    private final Shared shared;
    private final Set<Path> kept = ConcurrentHashMap.newKeySet();
    private final List<AppWindow> windows = new ArrayList<>();

    AppWindows(Shared shared) {
        this.shared = shared;
    }

    @Override
    public boolean arePossible() {
        return true;
    }

    @Override
    public void open(Optional<Path> file) {
        show(new Stage(), file);
    }

    @Override
    public void restore(RecoveryStore.Left left) {
        show(new Stage(), Optional.empty()).restore(left);
    }

    /** @param stage not shown yet */
    AppWindow show(Stage stage, Optional<Path> file) {
        var window = new AppWindow(
                stage, file, shared, new RecoveryStore(shared.folder().resolve("recovery"), kept), this);
        var beside = windows.stream()
                .filter(w -> w.stage().isFocused())
                .findFirst()
                .or(() -> windows.isEmpty() ? Optional.empty() : Optional.of(windows.getLast()));
        windows.add(window);
        stage.setOnHidden(_ -> {
            windows.remove(window);
            window.close();
        });
        window.show(beside.map(AppWindow::stage));
        return window;
    }

    List<AppWindow> all() {
        return List.copyOf(windows);
    }

    /** The program ends. */
    void close() {
        all().forEach(AppWindow::close);
        windows.clear();
    }
}
