package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.layergraft.config.Finding.Severity;
import org.layergraft.config.Setting.Kind;
import org.layergraft.text.Problem;

/** Tells what stops the training program before it trains: when it loads the config, and when it builds what the config names. */
final class Stops {

    private static final ConfigPath MODEL_TRAIN_CFG = ConfigPath.of("model.train_cfg");

    /**
     * Arguments that PyTorch hands to its C++ part, which takes no text and no container for a yes or no
     * (torch/csrc/distributed/c10d/init.cpp, Reducer and Logger.set_construction_data_and_log). So does PyTorch 1.13.
     */
    private static final Set<String> YES_OR_NO =
            Set.of("find_unused_parameters", "static_graph", "broadcast_buffers", "gradient_as_bucket_view");

    private final ConfigReport report;
    private final Config config;
    private final List<Finding> found = new ArrayList<>();

    private Stops(ConfigReport report) {
        this.report = report;
        config = report.config();
    }

    static List<Finding> of(ConfigReport report) {
        var stops = new Stops(report);
        stops.fatal();
        stops.refused();
        stops.replaced();
        if (report.framework() == Framework.MMCV) {
            stops.optimizerHook();
            config(report, "find_unused_parameters").ifPresent(e -> stops.yesOrNo("find_unused_parameters", e));
        } else {
            stops.wrapper();
        }
        report.settings().forEach(stops::argument);
        stops.accumulation();
        return stops.found;
    }

    private static Optional<Entry> config(ConfigReport report, String path) {
        return report.config().at(path);
    }

    private void add(String id, String key, List<Span> places, List<Assignment> remedy, Object... arguments) {
        found.add(new Finding(id, Severity.ERROR, Problem.of("config", key, arguments), places, remedy));
    }

    private void fatal() {
        config.notes().stream()
                .filter(Note::isFatal)
                .forEach(n ->
                        found.add(new Finding("cannot_load", Severity.ERROR, n.text(), List.of(n.where()), List.of())));
    }

    private void refused() {
        for (Refusal refusal : config.refusals()) {
            boolean list = refusal.base().value() instanceof ConfigValue.Items;
            Span child = refusal.child().site().whole();
            Span base = refusal.base().site().whole();
            String key = list && refusal.path().equals(MODEL_TRAIN_CFG)
                    ? "finding.heads"
                    : list ? "finding.list" : "finding.kind";
            String before = PythonWords.brief(refusal.base().value());
            add(
                    "cannot_load",
                    key,
                    List.of(child, base),
                    List.of(),
                    refusal.path(),
                    child.shown(),
                    base.shown(),
                    before);
        }
    }

    /** A list of settings, one for each head, that became a dictionary without MMEngine noticing. */
    private void replaced() {
        boolean refused = config.refusals().stream().anyMatch(r -> r.path().equals(MODEL_TRAIN_CFG));
        config.values().at(MODEL_TRAIN_CFG).filter(_ -> !refused).ifPresent(entry -> {
            Optional<Entry.Earlier> list = entry.earlier().stream()
                    .filter(e -> e.value() instanceof ConfigValue.Items)
                    .reduce((_, later) -> later);
            if (entry.value() instanceof ConfigValue.Dict && list.isPresent()) {
                Span now = entry.site().whole();
                Span before = list.get().site().whole();
                add(
                        "replaces_list",
                        "finding.replaced",
                        List.of(now, before),
                        List.of(),
                        MODEL_TRAIN_CFG,
                        now.shown(),
                        before.shown());
            }
        });
    }

    /** What the wrapper is called with: keyword arguments that it does not have are a TypeError. */
    private void wrapper() {
        Wrapper wrapper = Wrapper.of(config);
        if (wrapper.written().isEmpty()) {
            config.at("find_unused_parameters")
                    .filter(_ -> !wrapper.flexible())
                    .ifPresent(e -> yesOrNo("find_unused_parameters", e));
            return;
        }
        if (!wrapper.isTaken()) {
            Span place = config.values().at(wrapper.path()).orElseThrow().site().whole();
            add(
                    "cannot_build",
                    "finding.noArgument",
                    List.of(place),
                    List.of(new Assignment.Remove(wrapper.path())),
                    wrapper.path(),
                    place.shown(),
                    wrapper.strategy().orElseThrow(),
                    wrapper.path().last());
            return;
        }
        if (!wrapper.isKnown() || wrapper.instead().isPresent()) {
            return;
        }
        for (Entry entry : wrapper.written().get().entries().values()) {
            if (!wrapper.takes(entry.key())) {
                Span place = entry.site().whole();
                Optional<String> near = Wrapper.near(entry.key());
                add(
                        "cannot_build",
                        near.isPresent() ? "finding.argumentNear" : "finding.argument",
                        List.of(place),
                        List.of(),
                        wrapper.path().then(entry.key()) + "=" + Setting.shown(entry.value()),
                        place.shown(),
                        wrapper.type(),
                        entry.key(),
                        near.orElse(""));
            } else if (YES_OR_NO.contains(entry.key())) {
                yesOrNo(wrapper.path() + "." + entry.key(), entry);
            }
        }
    }

    /** What the class of the dictionary that it stands in is built with. */
    private void argument(Setting setting) {
        refusing(report, setting).ifPresent(type -> {
            Span place = setting.entry().site().whole();
            add(
                    "cannot_build",
                    "finding.noArgument",
                    List.of(place),
                    Places.once(Places.moved(report, setting)),
                    setting.path() + "=" + setting.shown(),
                    place.shown(),
                    type,
                    setting.key());
        });
    }

    /** The known class that stops at a setting because it has no such argument. */
    static Optional<String> refusing(ConfigReport report, Setting setting) {
        boolean reads =
                switch (setting.kind()) {
                    case FIND_UNUSED_PARAMETERS, STATIC_GRAPH, BROADCAST_BUFFERS, DETECT_ANOMALOUS_PARAMS -> true;
                    case CHECKPOINT -> true;
                    case MODEL_WRAPPER,
                            STRATEGY,
                            FROZEN_STAGES,
                            NORM_EVAL,
                            SYNC_BN,
                            PARAMWISE,
                            AMP,
                            ACCUMULATION,
                            BATCH_SIZE -> false;
                };
        boolean optimizers = report.framework() == Framework.MMCV
                && setting.path().keys().getFirst().equals("optim_wrapper");
        if (!reads || optimizers) {
            return Optional.empty();
        }
        Wrapper wrapper = Wrapper.of(report.config());
        boolean sharded = wrapper.isSharded()
                && report.framework() != Framework.MMCV
                && setting.path().parent().equals(Optional.of(wrapper.path()));
        return sharded ? Optional.of(wrapper.type()) : Constructors.refusing(report.config(), setting.path());
    }

    private void yesOrNo(String path, Entry entry) {
        ConfigValue value = entry.value();
        boolean none = value instanceof ConfigValue.Text
                || value instanceof ConfigValue.Items
                || value instanceof ConfigValue.Dict;
        if (none) {
            Span place = entry.site().whole();
            add(
                    "cannot_build",
                    "finding.yesOrNo",
                    List.of(place),
                    meant(value).map(on -> Assignment.set(path, on)).stream()
                            .map(Assignment.class::cast)
                            .toList(),
                    path + "=" + Setting.shown(value),
                    place.shown());
        }
    }

    private static Optional<Boolean> meant(ConfigValue value) {
        return value instanceof ConfigValue.Text(String text, Span _)
                        && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))
                ? Optional.of(text.equalsIgnoreCase("true"))
                : Optional.empty();
    }

    /**
     * Both programs ask for a number above zero (mmengine/optim/optimizer/optimizer_wrapper.py, OptimWrapper.__init__, and mmcv 1.x,
     * mmcv/runner/hooks/optimizer.py, GradientCumulativeOptimizerHook.__init__).
     */
    private void accumulation() {
        for (Setting setting : report.settings()) {
            boolean number =
                    switch (setting.entry().value()) {
                        case ConfigValue.Int(var n, Span _) -> n.signum() > 0;
                        case ConfigValue.Bool(boolean on, Span _) -> on;
                        case ConfigValue.Real(double n, Span _) -> n > 0;
                        case ConfigValue.Text _, ConfigValue.None _, ConfigValue.Dict _, ConfigValue.Items _ -> false;
                        case ConfigValue.Name _, ConfigValue.Opaque _ -> true;
                    };
            if (setting.kind() == Kind.ACCUMULATION && setting.counts() && !number) {
                Span place = setting.entry().site().whole();
                add(
                        "cannot_build",
                        "finding.aboveZero",
                        List.of(place),
                        List.of(),
                        setting.path() + "=" + setting.shown(),
                        place.shown());
            }
        }
    }

    private void optimizerHook() {
        OptimizerHook hook = OptimizerHook.of(config);
        if (hook.refused().isEmpty()) {
            return;
        }
        String names =
                hook.refused().keySet().stream().map(ConfigPath::toString).collect(Collectors.joining(", "));
        List<Span> places =
                hook.refused().values().stream().map(e -> e.site().whole()).toList();
        if (hook.fp16().isPresent()) {
            String half = hook.fp16().get().site().whole().shown();
            add(
                    "cannot_build",
                    "finding.half",
                    places,
                    List.of(),
                    names,
                    places.getFirst().shown(),
                    half);
        } else {
            add(
                    "cannot_build",
                    "finding.hook",
                    places,
                    List.of(),
                    names,
                    places.getFirst().shown(),
                    hook.name());
        }
    }
}
