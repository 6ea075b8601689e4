package org.layergraft.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.SettingsStore;

/** The settings of the moment, kept on disk whenever they change. */
final class Remembered {

    private final Consumer<Settings> keep;
    private final ReadOnlyObjectWrapper<Settings> settings;

    Remembered(SettingsStore store) {
        this(store.load(), store::save);
    }

    /** For as long as the program runs. */
    Remembered(Settings first) {
        this(first, _ -> {});
    }

    private Remembered(Settings first, Consumer<Settings> keep) {
        this.keep = keep;
        settings = new ReadOnlyObjectWrapper<>(first);
    }

    Settings get() {
        return settings.get();
    }

    /** What was opened before and is still there, newest first. */
    List<Path> recentFiles() {
        return settings.get().recent().stream()
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    void change(UnaryOperator<Settings> how) {
        var next = how.apply(settings.get());
        if (!next.equals(settings.get())) {
            settings.set(next);
            keep.accept(next);
        }
    }

    ReadOnlyObjectProperty<Settings> property() {
        return settings.getReadOnlyProperty();
    }
}
