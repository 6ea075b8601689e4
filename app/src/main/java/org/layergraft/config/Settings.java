package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.layergraft.config.Setting.Checkpoint;
import org.layergraft.config.Setting.Checkpoint.Way;
import org.layergraft.config.Setting.Kind;

/**
 * Finds the switches of a config, and which of them count. Of DistributedDataParallel's arguments MMEngine reads
 * {@code find_unused_parameters} at the top and everything in {@code model_wrapper_cfg}, which takes its place
 * (mmengine/runner/runner.py, Runner.wrap_model), or what {@link Wrapper} says of FlexibleRunner; mmcv 1.x reads
 * {@code find_unused_parameters} at the top alone (mmdet 2.x, mmdet/apis/train.py).
 */
final class Settings {

    private static final Set<String> CHECKPOINT_KEYS =
            Set.of("with_cp", "use_checkpoint", "num_cp", "use_act_checkpoint");

    /** What MMDetection reads settings of assigners and samplers from; nothing of a backbone. */
    static final Set<String> NO_MODULES = Set.of("train_cfg", "test_cfg");

    /** Its with_cp is a number of layers: Co-DETR's transformer.py; projects/CO-DETR/codetr/transformer.py of MMDetection 3.x. */
    private static final String COUNTS_LAYERS = "DetrTransformerEncoder";

    /** It has num_layers, and its with_cp is a yes or no: MMSegmentation's mmseg/models/backbones/vit.py. */
    private static final String YES_OR_NO = "VisionTransformer";

    private static final Map<String, Kind> WRAPPER_KEYS = Map.of(
            "find_unused_parameters", Kind.FIND_UNUSED_PARAMETERS,
            "static_graph", Kind.STATIC_GRAPH,
            "broadcast_buffers", Kind.BROADCAST_BUFFERS,
            "detect_anomalous_params", Kind.DETECT_ANOMALOUS_PARAMS);

    private final Config config;
    private final Framework framework;
    private final Wrapper wrapper;
    private final List<Setting> found = new ArrayList<>();

    private Settings(Config config, Framework framework) {
        this.config = config;
        this.framework = framework;
        wrapper = Wrapper.of(config);
    }

    /** In the order in which they stand in the config. */
    static List<Setting> of(Config config, Framework framework) {
        var settings = new Settings(config, framework);
        walk(config.values(), new ConfigPath(List.of()), settings::look);
        return List.copyOf(settings.found);
    }

    static void walk(ConfigValue value, ConfigPath path, BiConsumer<ConfigPath, Entry> visit) {
        List<Entry> below =
                switch (value) {
                    case ConfigValue.Dict dict -> List.copyOf(dict.entries().values());
                    case ConfigValue.Items items -> items.items();
                    default -> List.of();
                };
        for (Entry entry : below) {
            ConfigPath there = path.then(entry.key());
            visit.accept(there, entry);
            walk(entry.value(), there, visit);
        }
    }

    private void look(ConfigPath path, Entry entry) {
        String key = path.last();
        boolean inModel = path.keys().getFirst().equals("model") && path.keys().size() > 1;
        if (WRAPPER_KEYS.containsKey(key)) {
            add(WRAPPER_KEYS.get(key), path, entry, countsForWrapper(path));
        } else if (CHECKPOINT_KEYS.contains(key)) {
            boolean counts = inModel
                    && Constructors.isArgument(path)
                    && Constructors.refusing(config, path).isEmpty();
            found.add(new Setting(Kind.CHECKPOINT, path, entry, counts, Optional.of(checkpoint(path, entry))));
        } else if (path.equals(ConfigPath.of("activation_checkpointing"))) {
            boolean on = !(entry.value() instanceof ConfigValue.None);
            var how = new Checkpoint(Way.PLAIN, on, Optional.empty());
            found.add(new Setting(Kind.CHECKPOINT, path, entry, framework != Framework.MMCV, Optional.of(how)));
        } else if (inModel && key.equals("frozen_stages")) {
            add(Kind.FROZEN_STAGES, path, entry, true);
        } else if (inModel && key.equals("norm_eval")) {
            add(Kind.NORM_EVAL, path, entry, true);
        } else {
            elsewhere(path, entry);
        }
    }

    private boolean countsForWrapper(ConfigPath path) {
        boolean inWrapper = path.parent().equals(Optional.of(wrapper.path()))
                && framework != Framework.MMCV
                && wrapper.instead().isEmpty();
        boolean atTop = path.keys().size() == 1
                && path.last().equals("find_unused_parameters")
                && (framework == Framework.MMCV || wrapper.written().isEmpty() && !wrapper.flexible());
        return inWrapper || atTop;
    }

    private void elsewhere(ConfigPath path, Entry entry) {
        boolean mmcv = framework == Framework.MMCV;
        boolean mmengine = framework == Framework.MMENGINE;
        switch (path.toString()) {
            case "strategy" -> add(Kind.STRATEGY, path, entry, wrapper.flexible() && !mmcv);
            case "model_wrapper_cfg", "strategy.model_wrapper" ->
                add(Kind.MODEL_WRAPPER, path, entry, path.equals(wrapper.path()) && wrapper.isTaken() && !mmcv);
            case "sync_bn" -> add(Kind.SYNC_BN, path, entry, !mmcv);
            case "optim_wrapper.paramwise_cfg" -> add(Kind.PARAMWISE, path, entry, !mmcv);
            case "optimizer.paramwise_cfg" -> add(Kind.PARAMWISE, path, entry, !mmengine);
            case "fp16" -> add(Kind.AMP, path, entry, !mmengine);
            case "optim_wrapper.type", "optim_wrapper.dtype" -> {
                if (isAmp(config)) {
                    add(Kind.AMP, path, entry, !mmcv);
                }
            }
            case "optim_wrapper.accumulative_counts" -> add(Kind.ACCUMULATION, path, entry, !mmcv);
            case "optimizer_config.cumulative_iters" -> {
                boolean read = !mmcv || OptimizerHook.of(config).accumulates();
                add(Kind.ACCUMULATION, path, entry, !mmengine && read);
            }
            case "train_dataloader.batch_size" -> add(Kind.BATCH_SIZE, path, entry, !mmcv);
            case "data.samples_per_gpu", "data.train_dataloader.samples_per_gpu" ->
                add(Kind.BATCH_SIZE, path, entry, !mmengine);
            default -> {
                if (path.keys().size() == 3
                        && path.keys().getFirst().equals("optim_wrapper")
                        && path.last().equals("accumulative_counts")) {
                    add(Kind.ACCUMULATION, path, entry, !mmcv && hasManyOptimizers());
                }
            }
        }
    }

    /**
     * Each dictionary is an OptimWrapper of its own where a constructor makes more than one (mmengine/runner/runner.py,
     * Runner.build_optim_wrapper; mmagic/engine/optimizers/multi_optimizer_constructor.py).
     */
    private boolean hasManyOptimizers() {
        return config.at("optim_wrapper.constructor").isPresent()
                && config.at("optim_wrapper.optimizer").isEmpty();
    }

    static boolean isAmp(Config config) {
        return config.at("optim_wrapper.type")
                .map(e -> typeName(e.value()))
                .filter("AmpOptimWrapper"::equals)
                .isPresent();
    }

    /** The class a {@code type} names, without its module. */
    static String typeName(ConfigValue value) {
        String name =
                switch (value) {
                    case ConfigValue.Text(String text, Span _) -> text;
                    case ConfigValue.Name imported -> imported.dotted();
                    default -> "";
                };
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void add(Kind kind, ConfigPath path, Entry entry, boolean counts) {
        found.add(new Setting(kind, path, entry, counts, Optional.empty()));
    }

    private Checkpoint checkpoint(ConfigPath path, Entry entry) {
        Optional<ConfigValue.Dict> around = path.parent()
                .flatMap(config.values()::at)
                .flatMap(e -> e.value() instanceof ConfigValue.Dict dict ? Optional.of(dict) : Optional.empty());
        boolean number = path.last().equals("num_cp");
        if (path.last().equals("with_cp")
                && around.flatMap(d -> d.get("num_layers")).isPresent()) {
            String type = around.flatMap(d -> d.get("type"))
                    .map(e -> typeName(e.value()))
                    .orElse("");
            number = type.equals(COUNTS_LAYERS);
            if (!number && !type.equals(YES_OR_NO)) {
                boolean on = Operators.truth(entry.value()).orElse(false);
                return new Checkpoint(Way.OTHER, on, Optional.empty());
            }
        }
        Optional<Integer> layers =
                Operators.whole(entry.value()).filter(n -> n.bitLength() < 31).map(n -> Math.max(0, n.intValue()));
        boolean on =
                number ? layers.orElse(0) > 0 : Operators.truth(entry.value()).orElse(false);
        if (number || path.last().equals("use_act_checkpoint")) {
            return new Checkpoint(Way.FAIRSCALE, on, number ? layers : Optional.empty());
        }
        return new Checkpoint(path.last().equals("use_checkpoint") ? Way.PLAIN : Way.GUARDED, on, Optional.empty());
    }
}
