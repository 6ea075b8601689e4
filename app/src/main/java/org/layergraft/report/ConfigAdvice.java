package org.layergraft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.layergraft.config.Assignment;
import org.layergraft.config.Config;
import org.layergraft.config.ConfigFix;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Finding;
import org.layergraft.config.Patcher;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.text.LayergraftException;

/** What a run or a prediction means for a training config: what was found in it, and the smallest edit that makes it train. */
public final class ConfigAdvice {

    private ConfigAdvice() {}

    /**
     * Puts right what nothing reads where it stands, and takes the first fix that was shown to help and is a setting.
     *
     * @throws LayergraftException INPUT when the config or one that it inherits cannot be read
     */
    public static Findings.ConfigChange of(Path file, Subject subject, RunResult run, Scopes scopes)
            throws LayergraftException {
        Config config = ConfigReader.read(file, scopes);
        ConfigReport report = ConfigReport.of(config);
        List<Assignment> wanted = new ArrayList<>(report.findings().stream()
                .flatMap(f -> f.remedy().stream())
                .distinct()
                .toList());
        run.verdict().filter(v -> !v.trains()).stream()
                .flatMap(v -> v.fixes().stream())
                .filter(f -> subject.helps(f, run))
                .map(f -> ConfigFix.of(f, report).assignments())
                .filter(a -> !a.isEmpty())
                .findFirst()
                .ifPresent(fix -> {
                    // What the run has shown goes over what was only read.
                    wanted.removeIf(w -> fix.stream().anyMatch(f -> f.path().equals(w.path())));
                    wanted.addAll(fix);
                });
        List<String> diff = wanted.isEmpty()
                ? List.of()
                : Patcher.of(config, scopes).inPlace(wanted).diff();
        return new Findings.ConfigChange(
                String.valueOf(file.getFileName()),
                report.findings().stream().map(Finding::text).toList(),
                diff);
    }
}
