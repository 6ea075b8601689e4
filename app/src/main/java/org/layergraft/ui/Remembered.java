package org.layergraft.ui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.layergraft.ui.common.Settings;
import org.layergraft.ui.common.SettingsStore;

/** The settings of the moment, kept on disk whenever they change. */
final class Remembered {

    private final Consumer<Settings> keep;
    private final Optional<Remembered> all;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final Subscription following;

    Remembered(SettingsStore store) {
        this(store.load(), store::save);
    }

    /** For as long as the program runs. */
    Remembered(Settings first) {
        this(first, _ -> {});
    }

    private Remembered(Settings first, Consumer<Settings> keep) {
        this.keep = keep;
        all = Optional.empty();
        settings = new ReadOnlyObjectWrapper<>(first);
        following = Subscription.EMPTY;
    }

    private Remembered(Remembered all) {
        keep = _ -> {};
        this.all = Optional.of(all);
        settings = new ReadOnlyObjectWrapper<>(all.get());
        following = all.property().subscribe(settings::set);
    }

    /** The same for one window. Once that is closed nothing reaches it any more, nor is it held. */
    Remembered ofWindow() {
        return new Remembered(this);
    }

    void close() {
        following.unsubscribe();
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
        if (all.isPresent()) {
            all.get().change(how);
            return;
        }
        var next = how.apply(settings.get());
        if (!next.equals(settings.get())) {
            settings.set(next);
            // Whoever heard of it may have changed something, too.
            keep.accept(settings.get());
        }
    }

    ReadOnlyObjectProperty<Settings> property() {
        return settings.getReadOnlyProperty();
    }
}
