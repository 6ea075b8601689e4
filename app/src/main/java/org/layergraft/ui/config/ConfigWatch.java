package org.layergraft.ui.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.config.ConfigReport;
import org.layergraft.ui.common.Tasks;

/** Reads an open config again once its files are others on disk and have stopped changing. */
public final class ConfigWatch {

    private final ConfigViewModel model;
    private final Tasks tasks;
    private Optional<ConfigReport> of = Optional.empty();
    private List<String> last = List.of();
    private boolean pending;

    public ConfigWatch(ConfigViewModel model, Tasks tasks) {
        this.model = model;
        this.tasks = tasks;
    }

    /** Call it every now and then, in the background. */
    public synchronized void look() {
        Optional<ConfigReport> now = model.watched();
        List<String> stamps = now.map(ConfigWatch::stamps).orElse(List.of());
        boolean same = isSame(now) && stamps.equals(last);
        of = now;
        last = stamps;
        if (!same) {
            // Whoever writes it may not be done.
            pending = true;
        } else if (pending) {
            pending = false;
            if (now.filter(r -> !r.config().isCurrent()).isPresent()) {
                tasks.soon(model::changedOnDisk);
            }
        }
    }

    /** Another reading of the same files is another, whatever it found. */
    private boolean isSame(Optional<ConfigReport> now) {
        return now.isPresent() == of.isPresent() && (now.isEmpty() || now.get() == of.get());
    }

    /** What tells without reading that a file is another. */
    private static List<String> stamps(ConfigReport report) {
        var stamps = new ArrayList<String>();
        report.config().files().forEach(f -> stamps.add(stamp(f.path())));
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.size() + " " + found.lastModifiedTime();
        } catch (IOException gone) {
            return "";
        }
    }
}
