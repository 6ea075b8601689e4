package org.layergraft.ui.common;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        return isMaximized
                ? new Settings(
                        width,
                        height,
                        true,
                        dark,
                        plainEdges,
                        language,
                        recent,
                        exportFolder,
                        coverage,
                        preferences,
                        corner,
                        panes)
                : new Settings(
                        newWidth,
                        newHeight,
                        false,
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

    public Settings standing(Corner now) {
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
                Optional.of(now),
                panes);
    }

    /** Chosen by hand, whatever the system has. */
    public Settings inDark(boolean on) {
        return inSystems(on).liking(preferences.following(false));
    }

    /** As the system has it at the moment. */
    public Settings inSystems(boolean isDark) {
        return new Settings(
                width,
                height,
                maximized,
                isDark,
                plainEdges,
                language,
                recent,
                exportFolder,
                coverage,
                preferences,
                corner,
                panes);
    }

    public Settings liking(Preferences wanted) {
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
                wanted,
                corner,
                panes);
    }

    /** Are measured shapes written on the edges? */
    public boolean shapes() {
        return !plainEdges;
    }

    public Settings withShapes(boolean on) {
        return new Settings(
                width,
                height,
                maximized,
                dark,
                !on,
                language,
                recent,
                exportFolder,
                coverage,
                preferences,
                corner,
                panes);
    }

    public Settings speaking(Locale locale) {
        return new Settings(
                width,
                height,
                maximized,
                dark,
                plainEdges,
                locale.toLanguageTag(),
                recent,
                exportFolder,
                coverage,
                preferences,
                corner,
                panes);
    }

    /** The file goes to the front of the recent ones. */
    public Settings opened(Path file) {
        var files = new ArrayList<String>();
        files.add(file.toAbsolutePath().normalize().toString());
        recent.stream().filter(r -> !files.contains(r)).limit(RECENT - 1L).forEach(files::add);
        return new Settings(
                width,
                height,
                maximized,
                dark,
                plainEdges,
                language,
                files,
                exportFolder,
                coverage,
                preferences,
                corner,
                panes);
    }

    public Settings exportingTo(Path folder) {
        return new Settings(
                width,
                height,
                maximized,
                dark,
                plainEdges,
                language,
                recent,
                folder.toString(),
                coverage,
                preferences,
                corner,
                panes);
    }

    public Settings showingCoverage(CoverageLook look) {
        return new Settings(
                width,
                height,
                maximized,
                dark,
                plainEdges,
                language,
                recent,
                exportFolder,
                look,
                preferences,
                corner,
                panes);
    }

    public Settings divided(Map<String, List<Double>> dragged) {
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
                dragged);
    }
}
