package org.layergraft.ui.common;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.layergraft.text.Texts;

/**
 * What the window remembers from one day to the next.
 *
 * @param language tag of a language there are texts for, {@code en} or {@code zh-CN}
 * @param plainEdges edges are drawn without the shapes on them
 * @param recent absolute paths, newest first
 * @param exportFolder where edits were exported last, "" for nowhere yet
 * @param coverage how the table of gradients is shown
 * @param preferences what was chosen on purpose
 * @param corner where the window stood on the desktop, if it was not maximized
 * @param panes where the dividers stand that were dragged, as parts of the width or height: of each pane by its id, from the first on
 */
public record Settings(
        double width,
        double height,
        boolean maximized,
        boolean dark,
        boolean plainEdges,
        String language,
        List<String> recent,
        String exportFolder,
        CoverageLook coverage,
        Preferences preferences,
        Optional<Corner> corner,
        Map<String, List<Double>> panes) {

    public static final int RECENT = 8;

    /** The upper left one of a window, in pixels of the desktop, which may be negative on a screen to the left. */
    public record Corner(double x, double y) {}

    public Settings {
        recent = recent == null ? List.of() : List.copyOf(recent);
        exportFolder = exportFolder == null ? "" : exportFolder;
        language = language == null ? "en" : language;
        width = width < 400 ? 1280 : width;
        height = height < 300 ? 800 : height;
        coverage = coverage == null ? CoverageLook.FIRST : coverage;
        preferences = preferences == null ? Preferences.EARLIER : preferences;
        corner = corner == null ? Optional.empty() : corner;
        panes = panes == null ? Map.of() : Map.copyOf(panes);
    }

    /** What counts on the first day: the system's language where there are texts for it. */
    public static Settings first(Locale system) {
        return new Settings(
                1280,
                800,
                false,
                false,
                false,
                known(system).toLanguageTag(),
                List.of(),
                "",
                CoverageLook.FIRST,
                Preferences.FIRST,
                Optional.empty(),
                Map.of());
    }

    public Locale locale() {
        return known(Locale.forLanguageTag(language));
    }

    private static Locale known(Locale wanted) {
        return Texts.languages().stream()
                .filter(l -> l.getLanguage().equals(wanted.getLanguage()))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }

    public Settings sized(double newWidth, double newHeight, boolean isMaximized) {
        return changed(s -> {
            s.maximized = isMaximized;
            if (!isMaximized) {
                s.width = newWidth;
                s.height = newHeight;
            }
        });
    }

    public Settings standing(Corner now) {
        return changed(s -> s.corner = Optional.of(now));
    }

    /** Chosen by hand, whatever the system has. */
    public Settings inDark(boolean on) {
        return inSystems(on).liking(preferences.following(false));
    }

    /** As the system has it at the moment. */
    public Settings inSystems(boolean isDark) {
        return changed(s -> s.dark = isDark);
    }

    public Settings liking(Preferences wanted) {
        return changed(s -> s.preferences = wanted);
    }

    /** Are measured shapes written on the edges? */
    public boolean shapes() {
        return !plainEdges;
    }

    public Settings withShapes(boolean on) {
        return changed(s -> s.plainEdges = !on);
    }

    public Settings speaking(Locale locale) {
        return changed(s -> s.language = locale.toLanguageTag());
    }

    /** The file goes to the front of the recent ones. */
    public Settings opened(Path file) {
        var files = new ArrayList<String>();
        files.add(file.toAbsolutePath().normalize().toString());
        recent.stream().filter(r -> !files.contains(r)).limit(RECENT - 1L).forEach(files::add);
        return changed(s -> s.recent = files);
    }

    public Settings exportingTo(Path folder) {
        return changed(s -> s.exportFolder = folder.toString());
    }

    public Settings showingCoverage(CoverageLook look) {
        return changed(s -> s.coverage = look);
    }

    public Settings divided(Map<String, List<Double>> dragged) {
        return changed(s -> s.panes = dragged);
    }

    private Settings changed(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.made();
    }

    /** The same with something changed, so that only this has to name everything. */
    private static final class Draft {
        private double width;
        private double height;
        private boolean maximized;
        private boolean dark;
        private boolean plainEdges;
        private String language;
        private List<String> recent;
        private String exportFolder;
        private CoverageLook coverage;
        private Preferences preferences;
        private Optional<Corner> corner;
        private Map<String, List<Double>> panes;

        Draft(Settings now) {
            width = now.width;
            height = now.height;
            maximized = now.maximized;
            dark = now.dark;
            plainEdges = now.plainEdges;
            language = now.language;
            recent = now.recent;
            exportFolder = now.exportFolder;
            coverage = now.coverage;
            preferences = now.preferences;
            corner = now.corner;
            panes = now.panes;
        }

        Settings made() {
            return new Settings(
                    width,
                    height,
                    maximized,
                    dark,
                    plainEdges,
                    language,
                    recent,
                    exportFolder,
                    coverage,
                    preferences,
                    corner,
                    panes);
        }
    }
}
