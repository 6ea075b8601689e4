package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.config.Finding.Severity;
import org.layergraft.config.Setting.Kind;
import org.layergraft.text.Problem;

/** Tells of settings that nothing reads where they stand. */
final class Unread {

    private static final ConfigPath STRATEGY = ConfigPath.of("strategy");

    private static final ConfigPath RUNNER = ConfigPath.of("runner");

    private final ConfigReport report;
    private final boolean mmcv;
    private final Wrapper wrapper;
    private final List<Finding> found = new ArrayList<>();

    private Unread(ConfigReport report) {
        this.report = report;
        mmcv = report.framework() == Framework.MMCV;
        wrapper = Wrapper.of(report.config());
    }

    /** Those in model.train_cfg are told together, and so is a strategy with all in it. */
    static List<Finding> of(ConfigReport report) {
        var unread = new Unread(report);
        Map<ConfigPath, List<Setting>> misplaced = new LinkedHashMap<>();
        for (Setting setting : report.settings()) {
            if (setting.counts() || unread.isToldElsewhere(setting)) {
                continue;
            }
            Optional<ConfigPath> block = unread.block(setting.path());
            if (block.isPresent()) {
                misplaced.computeIfAbsent(block.get(), _ -> new ArrayList<>()).add(setting);
            } else {
                unread.single(setting);
            }
        }
        misplaced.forEach(unread::inTrainCfg);
        return unread.found;
    }

    /** What is inside a strategy that nobody reads, and what {@link Stops} says of mmcv's optimizer_config. */
    private boolean isToldElsewhere(Setting setting) {
        boolean inside = setting.path().startsWith(STRATEGY) && setting.kind() != Kind.STRATEGY;
        // What a strategy without a wrapper stops at is told by Stops.
        boolean stops = inside && wrapper.flexible() && !wrapper.isTaken()
                || Stops.refusing(report, setting).isPresent();
        return stops
                || inside && !wrapper.flexible()
                || mmcv && setting.kind() == Kind.ACCUMULATION && isOfMmcv(setting);
    }

    private static boolean isOfMmcv(Setting setting) {
        return setting.path().toString().equals("optimizer_config.cumulative_iters");
    }

    /** The train_cfg or test_cfg that a path leads through, or mmcv's runner. */
    private Optional<ConfigPath> block(ConfigPath path) {
        if (path.parent().equals(Optional.of(RUNNER)) && mmcv && isMmcvsRunner()) {
            return Optional.of(RUNNER);
        }
        for (int i = 0; i < path.keys().size() - 1; i++) {
            if (path.keys().get(i).equals("train_cfg") || path.keys().get(i).equals("test_cfg")) {
                return Optional.of(new ConfigPath(path.keys().subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    /** Runners that take no other arguments than mmcv's own: mmcv 1.x, mmcv/runner/base_runner.py, BaseRunner.__init__. */
    private boolean isMmcvsRunner() {
        return report.config()
                .at("runner.type")
                .map(e -> Settings.typeName(e.value()))
                .filter(t -> t.equals("EpochBasedRunner") || t.equals("IterBasedRunner"))
                .isPresent();
    }

    private void inTrainCfg(ConfigPath block, List<Setting> settings) {
        String names = settings.stream().map(s -> s.key() + "=" + s.shown()).collect(Collectors.joining(", "));
        List<Span> places = settings.stream().map(s -> s.entry().site().whole()).toList();
        List<Assignment> remedy =
                settings.stream().flatMap(s -> Places.moved(report, s).stream()).toList();
        boolean runner = block.equals(RUNNER);
        // mmcv 1.x hands a train_cfg at the top to the model (mmdet 2.x, tools/train.py).
        boolean loop = block.keys().size() == 1 && !mmcv;
        found.add(new Finding(
                "no_effect",
                loop || runner ? Severity.ERROR : Severity.WARNING,
                Problem.of(
                        "config",
                        runner ? "finding.runner" : loop ? "finding.loop" : "finding.trainCfg",
                        names,
                        places.getFirst().shown(),
                        block),
                places,
                Places.once(remedy)));
    }

    private void single(Setting setting) {
        boolean nowhere = wrapper.flexible() && wrapper.instead().isEmpty();
        boolean movable = !nowhere
                && switch (setting.kind()) {
                    case FIND_UNUSED_PARAMETERS, STATIC_GRAPH, BROADCAST_BUFFERS, DETECT_ANOMALOUS_PARAMS -> true;
                    case MODEL_WRAPPER,
                            STRATEGY,
                            CHECKPOINT,
                            FROZEN_STAGES,
                            NORM_EVAL,
                            SYNC_BN,
                            PARAMWISE,
                            AMP,
                            ACCUMULATION,
                            BATCH_SIZE -> false;
                };
        List<Assignment> remedy = movable ? Places.moved(report, setting) : List.of();
        // A base's own value that a wrapper elsewhere takes the place of is how configs are meant to be used.
        boolean instead = !Places.isOwn(report, setting)
                && report.settings().stream().anyMatch(s -> s.kind() == setting.kind() && s.counts());
        Span place = setting.entry().site().whole();
        found.add(new Finding(
                "no_effect",
                instead ? Severity.NOTE : Severity.WARNING,
                why(setting),
                List.of(place),
                Places.once(remedy)));
    }

    private Problem why(Setting setting) {
        String foreign = mmcv ? "finding.newKey" : "finding.oldKey";
        return switch (setting.kind()) {
            case FIND_UNUSED_PARAMETERS, STATIC_GRAPH, BROADCAST_BUFFERS, DETECT_ANOMALOUS_PARAMS ->
                mmcv ? ofMmcv(setting) : ofWrapper(setting);
            case CHECKPOINT -> told("finding.checkpoint", setting);
            case MODEL_WRAPPER -> mmcv ? told(foreign, setting) : ofFlexible(setting);
            case STRATEGY -> told(mmcv ? foreign : "finding.strategy", setting);
            case FROZEN_STAGES, NORM_EVAL, SYNC_BN, PARAMWISE, AMP, ACCUMULATION, BATCH_SIZE -> told(foreign, setting);
        };
    }

    private static Problem ofMmcv(Setting setting) {
        return told(setting.kind() == Kind.FIND_UNUSED_PARAMETERS ? "finding.place" : "finding.mmcv", setting);
    }

    private Problem ofWrapper(Setting setting) {
        Optional<Entry> written = report.config().values().at(wrapper.path());
        if (Constructors.isArgument(setting.path())) {
            ConfigPath around = setting.path().parent().orElseThrow();
            return told("finding.unsure", setting, around);
        }
        if (wrapper.flexible() || wrapper.instead().isPresent()) {
            return ofFlexible(setting);
        }
        if (setting.path().keys().size() == 1 && written.isPresent()) {
            return told(
                    "finding.wrapped",
                    setting,
                    wrapper.path(),
                    written.get().site().whole().shown());
        }
        boolean atTop = setting.kind() == Kind.FIND_UNUSED_PARAMETERS && written.isEmpty();
        return atTop ? told("finding.place", setting) : told("finding.wrapperOnly", setting, wrapper.path());
    }

    private Problem ofFlexible(Setting setting) {
        return wrapper.instead().isPresent()
                ? told("finding.noDdp", setting, wrapper.instead().get())
                : told("finding.flexible", setting, wrapper.path());
    }

    private static Problem told(String key, Setting setting, Object... more) {
        var all = new ArrayList<Object>(List.of(
                setting.path() + "=" + setting.shown(),
                setting.entry().site().whole().shown()));
        all.addAll(List.of(more));
        return Problem.of("config", key, all.toArray());
    }
}
