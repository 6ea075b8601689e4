package org.layergraft.ui.config;

import java.util.Locale;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Setting;
import org.layergraft.ui.common.Words;

/** What of a config is listed, narrowed by a few letters, and the source that is shown. */
public final class ConfigLists {

    /** Which list. */
    public enum Part {
        FINDINGS,
        SETTINGS,
        FILES
    }

    private final Words words;
    private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.FINDINGS);
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Excerpt> excerpt = new ReadOnlyObjectWrapper<>(Excerpt.NOTHING);
    private final ObservableList<FindingRow> allFindings = FXCollections.observableArrayList();
    private final ObservableList<Setting> allSettings = FXCollections.observableArrayList();
    private final ObservableList<ConfigFile> allFiles = FXCollections.observableArrayList();
    private final FilteredList<FindingRow> findings = new FilteredList<>(allFindings);
    private final FilteredList<Setting> settings = new FilteredList<>(allSettings);
    private final FilteredList<ConfigFile> files = new FilteredList<>(allFiles);

    ConfigLists(Words words) {
        this.words = words;
        filter.subscribe(this::narrow);
    }

    private void narrow(String text) {
        String typed = text.strip().toLowerCase(Locale.ROOT);
        findings.setPredicate(f -> has(words.get(f.finding().text()), typed));
        settings.setPredicate(s -> has(s.path() + "=" + s.shown(), typed)
                || has(s.entry().site().whole().shown(), typed));
        files.setPredicate(f -> has(f.path().toString(), typed));
    }

    private static boolean has(String text, String typed) {
        return text.toLowerCase(Locale.ROOT).contains(typed);
    }

    /** @param fresh it is another config than the one before, not the same once more */
    void show(ConfigReport report, boolean fresh) {
        allFindings.setAll(FindingRow.of(report));
        allSettings.setAll(report.settings());
        allFiles.setAll(report.config().files().reversed());
        if (fresh) {
            filter.set("");
            part.set(allFindings.isEmpty() ? Part.SETTINGS : Part.FINDINGS);
        }
    }

    /** Where the worst that was found stands, or else the beginning of the config. */
    void showWorst(ConfigReport report) {
        excerpt.set(allFindings.stream()
                .findFirst()
                .map(f -> Excerpt.of(f.places()))
                .orElseGet(() -> Excerpt.of(report.config().top())));
    }

    /** Shows the source around a place. */
    void show(Excerpt wanted) {
        excerpt.set(wanted);
    }

    ReadOnlyObjectProperty<Excerpt> excerptProperty() {
        return excerpt.getReadOnlyProperty();
    }

    public ObjectProperty<Part> partProperty() {
        return part;
    }

    StringProperty filterProperty() {
        return filter;
    }

    /** Those that the filter lets through, as are the settings and files. */
    ObservableList<FindingRow> findings() {
        return findings;
    }

    ObservableList<Setting> settings() {
        return settings;
    }

    /** The one that was opened first, then what it inherits. */
    ObservableList<ConfigFile> files() {
        return files;
    }

    /** How many there are without a filter. */
    int count(Part of) {
        return switch (of) {
            case FINDINGS -> allFindings.size();
            case SETTINGS -> allSettings.size();
            case FILES -> allFiles.size();
        };
    }
}
