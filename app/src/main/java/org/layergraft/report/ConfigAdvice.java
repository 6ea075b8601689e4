package org.layergraft.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.layergraft.config.Assignment;
import org.layergraft.config.ConfigFix;
import org.layergraft.config.ConfigPath;
import org.layergraft.config.ConfigReader;
import org.layergraft.config.ConfigReport;
import org.layergraft.config.ConfigValue;
import org.layergraft.config.Finding;
import org.layergraft.config.Finding.Severity;
import org.layergraft.config.Scopes;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/**
 * What a run or a prediction means for a training config: what was found in it, and the smallest edit that makes it train. The config's
 * own rules judge every edit before it is offered, as a switch that helps a model may contradict another one of the config.
 */
public final class ConfigAdvice {

    private final ConfigReport report;
    private final Subject subject;
    private final Optional<RunResult> run;
    private final Scopes scopes;
    private final String file;

    private ConfigAdvice(ConfigReport report, Subject subject, Optional<RunResult> run, Scopes scopes, String file) {
        this.report = report;
        this.subject = subject;
        this.run = run;
        this.scopes = scopes;
        this.file = file;
    }

    /** @throws LayergraftException INPUT when the config or one that it inherits cannot be read */
    public static Findings.ConfigChange of(Path file, Subject subject, RunResult run, Scopes scopes)
            throws LayergraftException {
        ConfigReport report = ConfigReport.of(ConfigReader.open(file, scopes));
        return new ConfigAdvice(report, subject, Optional.of(run), scopes, file.toString()).change();
    }

    /**
     * Puts right what nothing reads where it stands, and takes the first fix that was shown to help, is a setting, and leaves nothing
     * that stops training.
     *
     * @param run without one only what stands in the config counts
     */
    public static Findings.ConfigChange of(
            ConfigReport report, Subject subject, Optional<RunResult> run, Scopes scopes) {
        return new ConfigAdvice(
                        report, subject, run, scopes, name(report.config().top().path()))
                .change();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Findings.ConfigChange change() {
        List<List<Assignment>> fixes = fixes();
        var tried = new ArrayList<ConfigEdit>();
        Optional<Problem> obstacle = Optional.empty();
        for (List<Assignment> fix : fixes) {
            try {
                tried.add(ConfigEdit.of(report, wanted(fix), false, scopes));
            } catch (LayergraftException noSuchEdit) {
                // Everything else that the report tells is as true without it.
                obstacle = obstacle.or(() -> Optional.of(noSuchEdit.problem()));
            }
        }
        Optional<ConfigEdit> edit = tried.stream()
                .filter(e -> e.errors().isEmpty())
                .findFirst()
                .or(() -> tried.stream()
                        .flatMap(e -> withoutCheckpoints(e).stream())
                        .filter(e -> e.errors().isEmpty())
                        .findFirst())
                .or(() -> tried.stream().findFirst());
        return new Findings.ConfigChange(
                name(report.config().top().path()),
                of(report, f -> f != Severity.NOTE),
                of(report, f -> f == Severity.NOTE).stream()
                        .map(Findings.Found::text)
                        .toList(),
                helpless(fixes),
                edit.filter(e -> !e.patch().changes().isEmpty()).map(this::told),
                edit.stream()
                        .flatMap(e -> e.errors().stream())
                        .map(Finding::text)
                        .toList(),
                edit.isPresent() ? Optional.empty() : obstacle,
                uncheckpointed());
    }

    private static List<Findings.Found> of(ConfigReport report, Predicate<Severity> which) {
        return report.findings().stream()
                .filter(f -> which.test(f.severity()))
                .map(f -> new Findings.Found(f.severity() == Severity.ERROR, f.text()))
                .toList();
    }

    /** Every one a way to make the model train; the empty one where it trains as it is, or nobody knows. */
    private List<List<Assignment>> fixes() {
        Optional<Verdict> verdict = run.flatMap(RunResult::verdict);
        if (verdict.isPresent() && !verdict.get().trains()) {
            List<List<Assignment>> helping = verdict.get().fixes().stream()
                    .filter(f -> subject.helps(f, run.orElseThrow()))
                    .map(f -> ConfigFix.of(f, report).assignments())
                    .filter(a -> !a.isEmpty())
                    .toList();
            return helping.isEmpty() ? List.of(List.of()) : helping;
        }
        boolean needsNoSearch = verdict.isPresent()
                && run.map(r -> r.plan().switches())
                        .filter(s -> !s.findUnusedParameters() && !s.staticGraph())
                        .isPresent();
        return needsNoSearch && report.effective().findUnusedParameters()
                ? List.of(List.of(), ConfigFix.of("drop_find_unused", report).assignments())
                : List.of(List.of());
    }

    /** Training fails, and no setting changes that. */
    private boolean helpless(List<List<Assignment>> fixes) {
        return run.flatMap(RunResult::verdict).filter(v -> !v.trains()).isPresent()
                && fixes.stream().allMatch(List::isEmpty);
    }

    /** What the run has shown goes over what was only read. */
    private List<Assignment> wanted(List<Assignment> fix) {
        var wanted = new ArrayList<>(report.remedies());
        wanted.removeIf(w -> fix.stream().anyMatch(f -> f.path().equals(w.path())));
        fix.stream().filter(a -> !isSo(a)).forEach(wanted::add);
        return List.copyOf(wanted);
    }

    private boolean isSo(Assignment assignment) {
        return assignment instanceof Assignment.Set(ConfigPath path, ConfigValue value)
                && report.config()
                        .values()
                        .at(path)
                        .filter(e -> e.value().same(value))
                        .isPresent();
    }

    /** The same edit and checkpointing off, where the config has any. */
    private Optional<ConfigEdit> withoutCheckpoints(ConfigEdit edit) {
        List<Assignment> off = ConfigFix.of("checkpoint_off", edit.after()).assignments();
        if (off.isEmpty()) {
            return Optional.empty();
        }
        var wanted = new ArrayList<>(edit.wanted());
        wanted.removeIf(w -> off.stream().anyMatch(o -> o.path().equals(w.path())));
        wanted.addAll(off);
        try {
            return Optional.of(ConfigEdit.of(report, wanted, true, scopes));
        } catch (LayergraftException noSuchEdit) {
            return Optional.empty();
        }
    }

    private Findings.MadeEdit told(ConfigEdit edit) {
        List<Path> changed = edit.patch().changes().stream().map(c -> c.file()).toList();
        return new Findings.MadeEdit(
                changed.stream().map(ConfigAdvice::name).toList(),
                edit.patch().diff(),
                edit.command(file, report, scopes),
                edit.checkpointsOff(),
                changed.stream()
                        .flatMap(f -> Inheritors.of(f, scopes).stream())
                        .distinct()
                        .toList());
    }

    private Optional<String> uncheckpointed() {
        boolean without =
                run.filter(r -> !r.plan().switches().checkpoint().on()).isPresent();
        return Optional.of(String.join(
                        ", ",
                        report.effective().checkpoints().stream()
                                .map(s -> s.path() + "=" + s.shown())
                                .toList()))
                .filter(on -> without && !on.isEmpty());
    }
}
