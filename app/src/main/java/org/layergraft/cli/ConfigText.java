package org.layergraft.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.config.ConfigFile;
import org.layergraft.config.ConfigPatch;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.ConfigWords;
import org.layergraft.config.FileChange;
import org.layergraft.config.Setting;
import org.layergraft.text.Texts;

/**
 * A config for people: its chain, what its switches amount to, where they stand, and what to know about them.
 *
 * @param repair which option puts right what can be put right, as a key of the texts
 */
record ConfigText(Texts texts, Optional<String> repair) {

    private static final String INDENT = "  ";

    List<String> of(ConfigReport report) {
        var lines = new ArrayList<String>();
        List<ConfigFile> files = report.config().files();
        var words = new ConfigWords(texts);
        String framework = words.framework(report.framework());
        lines.add(get("config.head", report.config().top().path().getFileName(), framework, files.size()));
        for (ConfigFile file : files.reversed()) {
            String bases = String.join(
                    ", ", file.bases().stream().map(ConfigFile.Base::written).toList());
            String name = INDENT + file.path().getFileName();
            lines.add(bases.isEmpty() ? name : get("config.inherits", name, bases));
        }
        lines.add("");
        lines.add(get("config.effective"));
        var effective = new TextTable();
        words.effective(report.effective()).forEach(row -> effective.row(List.of(row.name(), row.value())));
        effective.lines().forEach(l -> lines.add(INDENT + l));
        if (!report.settings().isEmpty()) {
            lines.add("");
            lines.add(get("config.settings"));
            var table = new TextTable();
            for (Setting setting : report.settings()) {
                String counts = setting.counts() ? "" : words.counts(setting);
                table.row(List.of(
                        setting.path().toString(),
                        setting.shown(),
                        setting.entry().site().whole().shown(),
                        counts));
            }
            table.lines().forEach(l -> lines.add(INDENT + l.stripTrailing()));
        }
        lines.addAll(findings(report));
        return lines;
    }

    /** Findings and notes; nothing where there are none. */
    List<String> findings(ConfigReport report) {
        var lines = new ArrayList<String>();
        if (!report.findings().isEmpty()) {
            lines.add("");
            report.findings().forEach(f -> lines.add(new ConfigWords(texts).finding(f)));
        }
        repair.ifPresent(key -> lines.add(get(key)));
        report.notes().forEach(n -> lines.add(get("check.warning", texts.get(n.text()))));
        return lines;
    }

    List<String> patch(ConfigPatch patch, boolean written, List<Path> backups) {
        var lines = new ArrayList<>(patch.diff());
        if (patch.changes().isEmpty()) {
            lines.add(get("config.same"));
        }
        for (FileChange change : patch.changes()) {
            boolean fresh = change.before().isEmpty();
            lines.add(
                    get(written ? "config.written" : fresh ? "config.notCreated" : "config.notWritten", change.file()));
        }
        backups.forEach(b -> lines.add(get("config.backup", b)));
        return lines;
    }

    private String get(String key, Object... arguments) {
        return texts.get("cli", key, arguments);
    }
}
