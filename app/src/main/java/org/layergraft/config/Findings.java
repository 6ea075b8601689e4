package org.layergraft.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.config.Finding.Severity;
import org.layergraft.config.Setting.Checkpoint.Way;
import org.layergraft.config.Setting.Kind;
import org.layergraft.text.Problem;

/** Explains a config's switches: what has no effect, what contradicts, what was overridden. */
final class Findings {

    private final ConfigReport report;
    private final Config config;
    private final List<Finding> found = new ArrayList<>();

    private Findings(ConfigReport report) {
        this.report = report;
        config = report.config();
    }

    static List<Finding> of(ConfigReport report) {
        var findings = new Findings(report);
        findings.found.addAll(Stops.of(report));
        findings.unknown();
        findings.found.addAll(Unread.of(report));
        findings.contradictions();
        findings.surprises();
        findings.overridden();
        findings.found.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings.found);
    }

    /** What a repair leaves as it is, and why. */
    static Finding left(Finding finding) {
        String names = finding.places().stream().map(Span::shown).collect(Collectors.joining(", "));
        return new Finding("left", Severity.NOTE, text("finding.left", names), finding.places(), List.of());
    }

    private void add(String id, Severity severity, Problem text, List<Span> places, List<Assignment> remedy) {
        found.add(new Finding(id, severity, text, places, Places.once(remedy)));
    }

    private static Problem text(String key, Object... arguments) {
        return Problem.of("config", key, arguments);
    }

    private void unknown() {
        for (Setting setting : report.effective().unknown()) {
            Span place = setting.entry().site().whole();
            add(
                    "unknown",
                    Severity.WARNING,
                    text("finding.unknown", setting.path() + "=" + setting.shown(), place.shown()),
                    List.of(place),
                    List.of());
        }
    }

    private Optional<Setting> counting(Kind kind) {
        return report.settings().stream()
                .filter(s -> s.kind() == kind && s.counts())
                .reduce((_, later) -> later);
    }

    private void contradictions() {
        Effective effective = report.effective();
        Optional<Setting> search = counting(Kind.FIND_UNUSED_PARAMETERS);
        Optional<Setting> fixed = counting(Kind.STATIC_GRAPH);
        if (search.isPresent() && effective.findUnusedParameters() && !effective.staticGraph()) {
            // ddp-semantics R7.1 and R7.6: a reentrant segment's parameters are absent from the graph that is searched.
            for (Setting checkpoint : effective.checkpoints()) {
                Span a = search.get().entry().site().whole();
                Span b = checkpoint.entry().site().whole();
                boolean known = checkpoint.checkpoint().orElseThrow().way() != Way.OTHER;
                add(
                        "contradiction",
                        known ? Severity.ERROR : Severity.WARNING,
                        text(
                                known ? "finding.readyTwice" : "finding.mayBeTwice",
                                search.get().path(),
                                a.shown(),
                                checkpoint.path() + "=" + checkpoint.shown(),
                                b.shown()),
                        List.of(a, b),
                        List.of());
            }
        }
        if (fixed.isPresent() && effective.staticGraph()) {
            Span place = fixed.get().entry().site().whole();
            if (effective.accumulate() > 1) {
                Span other = Effective.accumulation(report.settings())
                        .orElseThrow()
                        .entry()
                        .site()
                        .whole();
                add(
                        "contradiction",
                        Severity.ERROR,
                        text("finding.accumulate", place.shown(), effective.accumulate(), other.shown()),
                        List.of(place, other),
                        List.of());
            }
            if (effective.findUnusedParameters()) {
                Span other = search.orElseThrow().entry().site().whole();
                add(
                        "surprise",
                        Severity.NOTE,
                        text("finding.both", other.shown(), place.shown()),
                        List.of(other, place),
                        List.of());
            }
        }
    }

    private void surprises() {
        for (Setting setting : report.effective().checkpoints()) {
            Setting.Checkpoint how = setting.checkpoint().orElseThrow();
            Span place = setting.entry().site().whole();
            Optional<Integer> layers = setting.path()
                    .parent()
                    .flatMap(p -> config.values().at(p.then("num_layers")))
                    .flatMap(e -> Operators.whole(e.value()))
                    .filter(n -> n.bitLength() < 31)
                    .map(n -> n.intValue());
            if (how.way() == Way.OTHER) {
                add(
                        "surprise",
                        Severity.NOTE,
                        text("finding.otherClass", setting.path() + "=" + setting.shown(), place.shown()),
                        List.of(place),
                        List.of());
            } else if (how.layers().isPresent() && setting.entry().value() instanceof ConfigValue.Bool) {
                add(
                        "surprise",
                        Severity.WARNING,
                        text("finding.oneLayer", setting.path(), place.shown()),
                        List.of(place),
                        List.of());
            } else if (how.layers().isPresent()
                    && layers.isPresent()
                    && how.layers().get() > layers.get()) {
                add(
                        "surprise",
                        Severity.ERROR,
                        text("finding.manyLayers", setting.path(), how.layers().get(), place.shown(), layers.get()),
                        List.of(place),
                        List.of(Assignment.set(setting.path().toString(), layers.get())));
            }
        }
        counting(Kind.DETECT_ANOMALOUS_PARAMS)
                .filter(s -> s.isTrue().orElse(false)
                        && !report.effective().checkpoints().isEmpty())
                .ifPresent(s -> add(
                        "surprise",
                        Severity.NOTE,
                        text("finding.anomalous", s.entry().site().whole().shown()),
                        List.of(s.entry().site().whole()),
                        List.of()));
    }

    private void overridden() {
        for (Setting setting : report.settings()) {
            Entry entry = setting.entry();
            Optional<Entry.Earlier> last = entry.earlier().stream()
                    .filter(e -> !e.value().same(entry.value()))
                    .filter(e -> !(e.value() instanceof ConfigValue.Dict))
                    .reduce((_, later) -> later);
            if (setting.counts() && last.isPresent()) {
                Span now = entry.site().whole();
                Span before = last.get().site().whole();
                add(
                        "overridden",
                        Severity.NOTE,
                        text(
                                "finding.overridden",
                                setting.path(),
                                setting.shown(),
                                now.shown(),
                                PythonWords.brief(last.get().value()),
                                before.shown()),
                        List.of(now, before),
                        List.of());
            }
        }
    }
}
