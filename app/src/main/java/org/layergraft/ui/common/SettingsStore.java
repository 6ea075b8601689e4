package org.layergraft.ui.common;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Locale;

/** Keeps {@link Settings} in {@code settings.json} in the user's configuration folder. */
public final class SettingsStore {

    /** System property that names another folder. */
    public static final String FOLDER = "layergraft.config";

    private final JsonFile<Settings> file;

    public SettingsStore(Path folder) {
        file = new JsonFile<>(folder.resolve("settings.json"), new TypeReference<>() {});
    }

    public static SettingsStore ofUser() {
        return new SettingsStore(folder());
    }

    /** Where everything that is remembered lies. */
    public static Path folder() {
        String given = System.getProperty(FOLDER, "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        String windows = System.getenv().getOrDefault("APPDATA", "");
        String linux = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
        Path home = Path.of(System.getProperty("user.home"));
        Path base = !windows.isEmpty() ? Path.of(windows) : !linux.isEmpty() ? Path.of(linux) : home.resolve(".config");
        return base.resolve("layergraft");
    }

    public Settings load() {
        return file.read().orElseGet(() -> Settings.first(Locale.getDefault()));
    }

    public void save(Settings settings) {
        file.write(settings);
    }
}
