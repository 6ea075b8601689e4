package org.layergraft.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What mmcv 1.x makes of {@code optimizer_config}. MMDetection 2.x (mmdet/apis/train.py, train_detector; BEVFormer's and others' copies
 * too) calls {@code Fp16OptimizerHook(**optimizer_config, **fp16, distributed=…)} where there is an {@code fp16}, and
 * {@code OptimizerHook(**optimizer_config)} where there is no {@code type}; neither takes {@code type} or {@code cumulative_iters}
 * (mmcv 1.x, mmcv/runner/hooks/optimizer.py). MMSegmentation 0.x writes an empty {@code fp16} and reads nothing of it.
 *
 * @param name of the hook that is built
 * @param refused keys that it does not take, or is given twice
 * @param fp16 what makes the training program call Fp16OptimizerHook itself
 */
record OptimizerHook(String name, Map<ConfigPath, Entry> refused, Optional<Entry> fp16) {

    private static final String WRITTEN = "optimizer_config";
    private static final String PLAIN = "OptimizerHook";
    private static final String HALF = "Fp16OptimizerHook";
    private static final Set<String> PLAIN_ARGUMENTS = Set.of("type", "grad_clip", "detect_anomalous_params");
    private static final Set<String> HALF_ARGUMENTS = Set.of("grad_clip", "coalesce", "bucket_size_mb", "loss_scale");

    OptimizerHook {
        refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
    }

    static OptimizerHook of(Config config) {
        ConfigValue.Dict written = dict(config.at(WRITTEN));
        Optional<Entry> fp16 = config.at("fp16")
                .filter(e -> e.value() instanceof ConfigValue.Dict dict
                        && !dict.entries().isEmpty());
        var refused = new LinkedHashMap<ConfigPath, Entry>();
        ConfigPath here = ConfigPath.of(WRITTEN);
        if (fp16.isPresent()) {
            ConfigValue.Dict half = dict(fp16);
            written.entries().forEach((key, entry) -> {
                if (!HALF_ARGUMENTS.contains(key) || half.get(key).isPresent()) {
                    refused.put(here.then(key), entry);
                }
            });
            half.entries().forEach((key, entry) -> {
                if (!HALF_ARGUMENTS.contains(key)) {
                    refused.put(ConfigPath.of("fp16").then(key), entry);
                }
            });
            return new OptimizerHook(HALF, refused, fp16);
        }
        String name = written.get("type")
                .map(e -> Settings.typeName(e.value()))
                .filter(t -> !t.isEmpty())
                .orElse(PLAIN);
        written.entries().forEach((key, entry) -> {
            boolean taken =
                    switch (name) {
                        case PLAIN -> PLAIN_ARGUMENTS.contains(key);
                        case HALF -> HALF_ARGUMENTS.contains(key) || key.equals("type") || key.equals("distributed");
                        default -> true;
                    };
            if (!taken) {
                refused.put(here.then(key), entry);
            }
        });
        return new OptimizerHook(name, refused, Optional.empty());
    }

    /** Whether it may read {@code cumulative_iters}; a hook that nobody here knows may. */
    boolean accumulates() {
        return !name.equals(PLAIN) && !name.equals(HALF);
    }

    private static ConfigValue.Dict dict(Optional<Entry> entry) {
        return entry.flatMap(e -> e.value() instanceof ConfigValue.Dict dict ? Optional.of(dict) : Optional.empty())
                .orElse(Assignment.dict(Map.of()));
    }
}
