package org.layergraft.ui.config;

import java.util.List;
import java.util.stream.Stream;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Finding;
import org.layergraft.config.Note;
import org.layergraft.config.Span;

/**
 * Something to know about a config: a finding, or a note about what was not followed.
 *
 * @param finding of a note, one that has no remedy
 */
record FindingRow(Finding finding) {

    /** Worst first, then what was not followed. */
    static List<FindingRow> of(ConfigReport report) {
        return Stream.concat(report.findings().stream(), report.notes().stream().map(FindingRow::finding))
                .map(FindingRow::new)
                .toList();
    }

    private static Finding finding(Note note) {
        return new Finding("note", Finding.Severity.NOTE, note.text(), List.of(note.where()), List.of());
    }

    /** What the window can do about it. */
    enum Help {
        NONE,
        REPAIR,
        /** Ask where the configs of a package are. */
        FOLDER
    }

    Help help() {
        if (!remedy().isEmpty()) {
            return Help.REPAIR;
        }
        return finding.text().key().equals("note.scope") ? Help.FOLDER : Help.NONE;
    }

    List<Assignment> remedy() {
        return finding.remedy();
    }

    List<Span> places() {
        return finding.places();
    }

    /** Of its icon. */
    String icon() {
        return switch (finding.severity()) {
            case ERROR -> "bad";
            case WARNING -> "warning";
            case NOTE -> "neutral";
        };
    }
}
