package org.layergraft.ui.common;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.layergraft.step.StepJson;

/**
 * Keeps {@link Settings} in {@code settings.json} in the user's configuration folder. What cannot be read counts as the first day, what
 * cannot be written is forgotten: settings are never a reason to stop.
 */
public final class SettingsStore {

    /** System property that names another folder. */
    public static final String FOLDER = "layergraft.config";

    private final Path file;
    private final JsonMapper json = StepJson.mapper();

    public SettingsStore(Path folder) {
        file = folder.resolve("settings.json");
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
        var first = Settings.first(Locale.getDefault());
        try {
            return Files.exists(file) ? json.readValue(file.toFile(), Settings.class) : first;
        } catch (IOException e) {
            return first;
        }
    }

    /** Whole or not at all: a crash in between leaves the old file. */
    public void save(Settings settings) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh = Files.createTempFile(file.getParent(), "settings", ".tmp");
            try {
                json.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), settings);
                move(fresh);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            System.getLogger(SettingsStore.class.getName())
                    .log(System.Logger.Level.DEBUG, "settings not kept in " + file, e);
        }
    }

    private void move(Path fresh) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
