package org.layergraft.config;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What MMEngine puts around the model. {@code Runner} builds it from {@code model_wrapper_cfg} (mmengine/runner/runner.py,
 * Runner.wrap_model) and knows no {@code strategy}; {@code FlexibleRunner}, built only where {@code runner_type} names it (MMDetection's
 * tools/train.py, main), takes {@code strategy.model_wrapper} alone (mmengine/runner/_flexible_runner.py, from_cfg, and
 * mmengine/_strategy/distributed.py, DDPStrategy._wrap_model).
 *
 * @param path where DistributedDataParallel's arguments are given
 * @param flexible whether FlexibleRunner reads the config
 * @param written what is given there
 * @param strategy the class of FlexibleRunner's strategy; empty where none is named
 */
record Wrapper(ConfigPath path, boolean flexible, Optional<ConfigValue.Dict> written, Optional<String> strategy) {

    private static final String DEFAULT = "MMDistributedDataParallel";

    /** A wrapper whose own default is {@code broadcast_buffers=False} (mmengine/model/wrappers/seperate_distributed.py). */
    private static final String SEPARATE = "MMSeparateDistributedDataParallel";

    private static final String TORCH = "DistributedDataParallel";

    /** Wrappers that are no DistributedDataParallel: mmengine/model/wrappers and mmengine/_strategy. */
    private static final Set<String> OTHERS = Set.of(
            "MMFullyShardedDataParallel",
            "FullyShardedDataParallel",
            "DataParallel",
            "MMDeepSpeedEngineWrapper",
            "ColossalAIModelWrapper");

    /** DistributedDataParallel's in PyTorch 1.13 and all since then (torch/nn/parallel/distributed.py). */
    private static final Set<String> ARGUMENTS = Set.of(
            "module",
            "device_ids",
            "output_device",
            "dim",
            "broadcast_buffers",
            "init_sync",
            "process_group",
            "bucket_cap_mb",
            "find_unused_parameters",
            "check_reduction",
            "gradient_as_bucket_view",
            "static_graph",
            "delay_all_reduce_named_params",
            "param_to_hook_all_reduce",
            "mixed_precision",
            "device_mesh",
            "skip_all_reduce_unused_params",
            "bucket_cap_mb_list",
            "batched_grad_copy");

    /** FlexibleRunner's strategies that are no DDPStrategy: mmengine/_strategy. Of these FSDPStrategy alone inherits from it. */
    private static final Set<String> STRATEGIES =
            Set.of("SingleDeviceStrategy", "DeepSpeedStrategy", "FSDPStrategy", "ColossalAIStrategy");

    /** Their constructors hand what they do not know to BaseStrategy, which has no {@code model_wrapper} (mmengine/_strategy/base.py). */
    private static final Set<String> UNWRAPPED = Set.of("SingleDeviceStrategy", "DeepSpeedStrategy");

    /** What the registry takes out before it builds (mmengine/registry/build_functions.py, build_from_cfg). */
    private static final Set<String> REGISTRY = Set.of("type", "_scope_");

    static Wrapper of(Config config) {
        boolean flexible = config.at("runner_type")
                .map(e -> Settings.typeName(e.value()))
                .filter("FlexibleRunner"::equals)
                .isPresent();
        ConfigPath path = ConfigPath.of(flexible ? "strategy.model_wrapper" : "model_wrapper_cfg");
        Optional<ConfigValue.Dict> written = config.values()
                .at(path)
                .flatMap(e -> e.value() instanceof ConfigValue.Dict dict ? Optional.of(dict) : Optional.empty());
        Optional<String> strategy = config.at("strategy.type")
                .map(e -> Settings.typeName(e.value()))
                .filter(t -> flexible && !t.isEmpty());
        return new Wrapper(path, flexible, written, strategy);
    }

    /** Its class, without the module. */
    String type() {
        return written.flatMap(d -> d.get("type"))
                .map(e -> Settings.typeName(e.value()))
                .filter(t -> !t.isEmpty())
                .orElse(DEFAULT);
    }

    /** Classes that nobody here knows are taken for one. */
    boolean isDdp() {
        return !OTHERS.contains(type());
    }

    /** What is there in the place of DistributedDataParallel; empty where that is what the model is wrapped in, or nobody here knows. */
    Optional<String> instead() {
        return strategy.filter(STRATEGIES::contains)
                .or(() -> Optional.of(type()).filter(_ -> written.isPresent() && !isDdp()));
    }

    /** Whether there can be a wrapper where it would stand. */
    boolean isTaken() {
        return strategy.filter(UNWRAPPED::contains).isEmpty();
    }

    /** FullyShardedDataParallel has no switch of DistributedDataParallel (mmengine/model/wrappers/fully_sharded_distributed.py). */
    boolean isSharded() {
        return type().endsWith("FullyShardedDataParallel");
    }

    /** Whether its arguments are known. */
    boolean isKnown() {
        return Stream.of(DEFAULT, SEPARATE, TORCH).anyMatch(type()::equals);
    }

    /** Without a wrapper MMEngine gives {@code broadcast_buffers=False}; one that is written has PyTorch's default. */
    boolean broadcasts() {
        return written.isPresent() && isDdp() && !type().equals(SEPARATE);
    }

    /** Whether building the wrapper takes this key. */
    boolean takes(String key) {
        boolean mmengines = key.equals("detect_anomalous_params") && !type().equals(TORCH);
        return ARGUMENTS.contains(key) || REGISTRY.contains(key) || mmengines;
    }

    /** What may have been meant by a key that is none: the one that it is the beginning of, or the other way round. */
    static Optional<String> near(String key) {
        return ARGUMENTS.stream()
                .filter(a -> key.length() > 4 && (a.startsWith(key) || key.startsWith(a) && a.length() > 4))
                .sorted()
                .findFirst();
    }
}
