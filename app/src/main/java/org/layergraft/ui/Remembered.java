package org.layergraft.ui;

import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.SettingsStore;

/** The settings of the moment, kept on disk whenever they change. */
final class Remembered {

    private final SettingsStore store;
    private final ReadOnlyObjectWrapper<Settings> settings;

    Remembered(SettingsStore store) {
        this.store = store;
        settings = new ReadOnlyObjectWrapper<>(store.load());
    }

    Settings get() {
        return settings.get();
    }

    void change(UnaryOperator<Settings> how) {
        var next = how.apply(settings.get());
        if (!next.equals(settings.get())) {
            settings.set(next);
            store.save(next);
        }
    }

    ReadOnlyObjectProperty<Settings> property() {
        return settings.getReadOnlyProperty();
    }
}
