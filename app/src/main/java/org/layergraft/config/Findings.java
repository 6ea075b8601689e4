package org.layergraft.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.config.Finding.Severity;
import org.layergraft.config.Setting.Kind;
import org.layergraft.text.Problem;

/** Explains a config's switches: what has no effect, what contradicts, what was overridden. */
final class Findings {

    private static final ConfigPath MODEL_TRAIN_CFG = ConfigPath.of("model.train_cfg");

    private final ConfigReport report;
    private final Config config;
    private final List<Finding> found = new ArrayList<>();

    private Findings(ConfigReport report) {
        this.report = report;
        config = report.config();
    }

    static List<Finding> of(ConfigReport report) {
        var findings = new Findings(report);
        findings.fatal();
        findings.unknown();
        findings.unread();
        findings.refused();
        findings.replaced();
        findings.contradictions();
        findings.surprises();
        findings.overridden();
        findings.found.sort(Comparator.comparing(Finding::severity));
        return List.copyOf(findings.found);
    }

    private void add(String id, Severity severity, Problem text, List<Span> places, List<Assignment> remedy) {
        found.add(new Finding(id, severity, text, places, Places.once(remedy)));
    }

    private static Problem text(String key, Object... arguments) {
        return Problem.of("config", key, arguments);
    }

    private void fatal() {
        config.notes().stream()
                .filter(Note::isFatal)
                .forEach(n -> add("cannot_load", Severity.ERROR, n.text(), List.of(n.where()), List.of()));
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

    /** Settings that nothing reads where they stand. Those in model.train_cfg are told together. */
    private void unread() {
        Map<ConfigPath, List<Setting>> misplaced = new LinkedHashMap<>();
        for (Setting setting : report.settings()) {
            if (setting.counts()) {
                continue;
            }
            Optional<ConfigPath> block = trainCfg(setting.path());
            if (block.isPresent()) {
                misplaced.computeIfAbsent(block.get(), _ -> new ArrayList<>()).add(setting);
            } else {
                single(setting);
            }
        }
        misplaced.forEach(this::inTrainCfg);
    }

    /** The train_cfg or test_cfg that a path leads through. */
    private static Optional<ConfigPath> trainCfg(ConfigPath path) {
        for (int i = 0; i < path.keys().size() - 1; i++) {
            if (path.keys().get(i).equals("train_cfg") || path.keys().get(i).equals("test_cfg")) {
                return Optional.of(new ConfigPath(path.keys().subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    private void inTrainCfg(ConfigPath block, List<Setting> settings) {
        String names = settings.stream().map(s -> s.key() + "=" + s.shown()).collect(Collectors.joining(", "));
        List<Span> places = settings.stream().map(s -> s.entry().site().whole()).toList();
        List<Assignment> remedy =
                settings.stream().flatMap(s -> Places.moved(report, s).stream()).toList();
        boolean loop = block.keys().size() == 1;
        add(
                "no_effect",
                loop ? Severity.ERROR : Severity.WARNING,
                text(
                        loop ? "finding.loop" : "finding.trainCfg",
                        names,
                        places.getFirst().shown(),
                        block),
                places,
                remedy);
    }

    private void single(Setting setting) {
        Span place = setting.entry().site().whole();
        boolean mmcv = report.framework() == Framework.MMCV;
        String name = setting.path() + "=" + setting.shown();
        Optional<Entry> wrapper = config.values().at(Settings.wrapper(config));
        Problem problem =
                switch (setting.kind()) {
                    case FIND_UNUSED_PARAMETERS, STATIC_GRAPH, BROADCAST_BUFFERS, DETECT_ANOMALOUS_PARAMS -> {
                        if (mmcv && !setting.key().equals("find_unused_parameters")) {
                            yield text("finding.mmcv", name, place.shown());
                        }
                        if (setting.path().keys().size() == 1 && wrapper.isPresent() && !mmcv) {
                            yield text(
                                    "finding.wrapped",
                                    name,
                                    place.shown(),
                                    Settings.wrapper(config),
                                    wrapper.get().site().whole().shown());
                        }
                        yield setting.key().equals("find_unused_parameters")
                                ? text("finding.place", name, place.shown())
                                : text("finding.wrapperOnly", name, place.shown(), Settings.wrapper(config));
                    }
                    case CHECKPOINT -> text("finding.checkpoint", name, place.shown());
                    default -> text(mmcv ? "finding.newKey" : "finding.oldKey", name, place.shown());
                };
        boolean movable = Settings.wrapper(config).keys().size() == 1
                && setting.kind().compareTo(Kind.CHECKPOINT) < 0
                && setting.kind() != Kind.MODEL_WRAPPER;
        List<Assignment> remedy = movable ? Places.moved(report, setting) : List.of();
        // A base's own value that a wrapper elsewhere takes the place of is how configs are meant to be used.
        boolean instead =
                !Places.isOwn(report, setting) && counting(setting.kind()).isPresent();
        add("no_effect", instead ? Severity.NOTE : Severity.WARNING, problem, List.of(place), remedy);
    }

    private void refused() {
        for (Refusal refusal : config.refusals()) {
            boolean list = refusal.base().value() instanceof ConfigValue.Items;
            Span child = refusal.child().site().whole();
            Span base = refusal.base().site().whole();
            String key = list && refusal.path().equals(MODEL_TRAIN_CFG)
                    ? "finding.heads"
                    : list ? "finding.list" : "finding.kind";
            add(
                    "cannot_load",
                    Severity.ERROR,
                    text(
                            key,
                            refusal.path(),
                            child.shown(),
                            base.shown(),
                            PythonWords.brief(refusal.base().value())),
                    List.of(child, base),
                    List.of());
        }
    }

    /** A list of settings, one for each head, that became a dictionary without MMEngine noticing. */
    private void replaced() {
        boolean refused = config.refusals().stream().anyMatch(r -> r.path().equals(MODEL_TRAIN_CFG));
        config.values().at(MODEL_TRAIN_CFG).filter(e -> !refused).ifPresent(entry -> {
            Optional<Entry.Earlier> list = entry.earlier().stream()
                    .filter(e -> e.value() instanceof ConfigValue.Items)
                    .reduce((_, later) -> later);
            if (entry.value() instanceof ConfigValue.Dict && list.isPresent()) {
                Span now = entry.site().whole();
                Span before = list.get().site().whole();
                add(
                        "replaces_list",
                        Severity.ERROR,
                        text("finding.replaced", MODEL_TRAIN_CFG, now.shown(), before.shown()),
                        List.of(now, before),
                        List.of());
            }
        });
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
                add(
                        "contradiction",
                        Severity.ERROR,
                        text(
                                "finding.readyTwice",
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
                Span other =
                        counting(Kind.ACCUMULATION).orElseThrow().entry().site().whole();
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
            if (how.layers().isPresent() && setting.entry().value() instanceof ConfigValue.Bool) {
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
