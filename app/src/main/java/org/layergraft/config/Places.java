package org.layergraft.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.config.Setting.Kind;

/** Where a switch has to stand so that the training program reads it. */
final class Places {

    private static final String DDP_STRATEGY = "DDPStrategy";

    private Places() {}

    /**
     * The changes that give a switch of DistributedDataParallel a value; empty where the program cannot be told.
     *
     * @param key as DistributedDataParallel has it
     */
    static Optional<List<Assignment>> set(ConfigReport report, String key, boolean value) {
        Config config = report.config();
        boolean mmcv = report.framework() == Framework.MMCV;
        Wrapper wrapper = Wrapper.of(config);
        boolean wrapped = wrapper.written().isPresent();
        if (key.equals("find_unused_parameters") && (mmcv || !wrapped && !wrapper.flexible())) {
            return Optional.of(List.of(Assignment.set(key, value)));
        }
        if (mmcv || !wrapper.isDdp() || wrapper.flexible() && !isDdp(config.at("strategy.type"))) {
            return Optional.empty();
        }
        if (wrapped) {
            return Optional.of(List.of(Assignment.set(wrapper.path() + "." + key, value)));
        }
        // With a wrapper the defaults become PyTorch's: what counted before is written out.
        var all = new LinkedHashMap<String, ConfigValue>();
        all.put("type", new ConfigValue.Text("MMDistributedDataParallel", Assignment.NOWHERE));
        all.put("broadcast_buffers", bool(report.effective().broadcastBuffers()));
        all.put("find_unused_parameters", bool(report.effective().findUnusedParameters()));
        all.put(key, bool(value));
        all.entrySet()
                .removeIf(e -> e.getKey().equals("find_unused_parameters")
                        && e.getValue().same(bool(false)));
        ConfigValue.Dict whole = Assignment.dict(all);
        if (wrapper.flexible() && config.at("strategy.type").isEmpty()) {
            // A strategy needs a type (mmengine/runner/_flexible_runner.py, build_strategy).
            var strategy = new LinkedHashMap<String, ConfigValue>();
            strategy.put("type", new ConfigValue.Text(DDP_STRATEGY, Assignment.NOWHERE));
            strategy.put("model_wrapper", whole);
            return Optional.of(List.of(new Assignment.Set(ConfigPath.of("strategy"), Assignment.dict(strategy))));
        }
        return Optional.of(List.of(new Assignment.Set(wrapper.path(), whole)));
    }

    /** Without a type FlexibleRunner takes DDPStrategy; of the others none is one for DistributedDataParallel. */
    private static boolean isDdp(Optional<Entry> strategy) {
        return strategy.map(e -> Settings.typeName(e.value()))
                .filter(t -> !t.equals(DDP_STRATEGY))
                .isEmpty();
    }

    private static ConfigValue bool(boolean on) {
        return new ConfigValue.Bool(on, Assignment.NOWHERE);
    }

    /** Turns all checkpointing off that is on. */
    static List<Assignment> checkpointsOff(ConfigReport report) {
        var all = new ArrayList<Assignment>();
        for (Setting setting : report.effective().checkpoints()) {
            all.add(new Assignment.Set(setting.path(), off(setting)));
        }
        return all;
    }

    /** A number of layers becomes -1, as MMDetection's own default has it. */
    private static ConfigValue off(Setting setting) {
        if (setting.key().equals("activation_checkpointing")) {
            return new ConfigValue.None(Assignment.NOWHERE);
        }
        return setting.entry().value() instanceof ConfigValue.Bool
                ? bool(false)
                : new ConfigValue.Int(BigInteger.ONE.negate(), Assignment.NOWHERE);
    }

    /** What a misplaced setting was meant to do, done where it counts, and the setting removed. */
    static List<Assignment> moved(ConfigReport report, Setting setting) {
        var all = new ArrayList<Assignment>();
        List<Setting> told = setting.kind() == Kind.CHECKPOINT
                ? List.of()
                : report.settings().stream()
                        .filter(s -> s.counts() && s.kind() == setting.kind())
                        .toList();
        if (!told.isEmpty() && !isOwn(report, setting)) {
            return List.of();
        }
        if (told.stream().anyMatch(s -> isOwn(report, s))) {
            // What counts was chosen beside it, and stays; the line that nothing reads can go.
            return List.of(new Assignment.Remove(setting.path()));
        }
        Optional<Boolean> wanted = Optional.of(setting.entry().value())
                .filter(v -> v instanceof ConfigValue.Bool || v instanceof ConfigValue.Int)
                .flatMap(Operators::truth);
        if (setting.kind() == Kind.CHECKPOINT) {
            if (wanted.equals(Optional.of(false))) {
                all.addAll(checkpointsOff(report));
            }
        } else {
            wanted.flatMap(on -> set(report, setting.key(), on)).ifPresent(all::addAll);
        }
        all.add(new Assignment.Remove(setting.path()));
        return all;
    }

    /** Written in the file that was opened, and not in one that it inherits. */
    static boolean isOwn(ConfigReport report, Setting setting) {
        return setting.entry()
                .site()
                .whole()
                .file()
                .equals(report.config().top().path());
    }

    /** Later changes of the same path count. */
    static List<Assignment> once(List<Assignment> all) {
        Map<ConfigPath, Assignment> last = new LinkedHashMap<>();
        all.forEach(a -> last.put(a.path(), a));
        return List.copyOf(last.values());
    }
}
