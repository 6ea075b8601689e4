package org.layergraft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigFix;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.Finding;
import org.layergraft.config.Patcher;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** What a run or a prediction means for a training config: what was found in it, and the smallest edit that makes it train. */
public final class ConfigAdvice {

    private ConfigAdvice() {}

    /** @throws LayergraftException INPUT when the config or one that it inherits cannot be read */
    public static Findings.ConfigChange of(Path file, Subject subject, RunResult run, Scopes scopes)
            throws LayergraftException {
        return of(ConfigReport.of(ConfigReader.read(file, scopes)), subject, Optional.of(run), scopes);
    }

    /**
     * Puts right what nothing reads where it stands, and takes the first fix that was shown to help and is a setting.
     *
     * @param run without one only what stands in the config counts
     */
    public static Findings.ConfigChange of(
            ConfigReport report, Subject subject, Optional<RunResult> run, Scopes scopes) {
        List<Assignment> wanted = new ArrayList<>(report.findings().stream()
                .flatMap(f -> f.remedy().stream())
                .distinct()
                .toList());
        run.stream()
                .flatMap(r -> r.verdict().filter(v -> !v.trains()).stream()
                        .flatMap(v -> v.fixes().stream())
                        .filter(f -> subject.helps(f, r)))
                .map(f -> ConfigFix.of(f, report).assignments())
                .filter(a -> !a.isEmpty())
                .findFirst()
                .ifPresent(fix -> {
                    // What the run has shown goes over what was only read.
                    wanted.removeIf(w -> fix.stream().anyMatch(f -> f.path().equals(w.path())));
                    wanted.addAll(fix);
                });
        String name = String.valueOf(report.config().top().path().getFileName());
        List<Problem> notes = report.findings().stream().map(Finding::text).toList();
        if (wanted.isEmpty()) {
            return new Findings.ConfigChange(name, notes, List.of(), Optional.empty());
        }
        Patcher here = Patcher.of(report.config(), scopes);
        try {
            return new Findings.ConfigChange(name, notes, diff(here, wanted), Optional.empty());
        } catch (LayergraftException noSuchEdit) {
            // Everything else that the report tells is as true without it.
            return new Findings.ConfigChange(name, notes, List.of(), Optional.of(noSuchEdit.problem()));
        }
    }

    /** In the file that is asked about; where no edit of it alone does it, in what it inherits. */
    private static List<String> diff(Patcher patcher, List<Assignment> wanted) throws LayergraftException {
        try {
            return patcher.inPlace(wanted).diff();
        } catch (LayergraftException _) {
            return patcher.owningBases().inPlace(wanted).diff();
        }
    }
}
