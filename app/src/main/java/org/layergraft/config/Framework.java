package org.layergraft.config;

import java.util.List;
import java.util.stream.Stream;

/** Which program reads the config; they look in different places. */
public enum Framework {
    /** MMEngine's Runner, with MMDetection 3.x and its relatives: mmengine/runner/runner.py. */
    MMENGINE,
    /** mmcv 1.x, with MMDetection 2.x and its relatives: mmdet/apis/train.py. */
    MMCV,
    /** Neither shows; read as MMEngine would. */
    UNKNOWN;

    /** What mmcv 1.x's training programs read and MMEngine does not (mmdet 2.x, mmdet/apis/train.py and tools/train.py). */
    private static final List<String> OLD = List.of(
            "data",
            "runner",
            "optimizer",
            "optimizer_config",
            "lr_config",
            "momentum_config",
            "checkpoint_config",
            "log_config",
            "evaluation",
            "workflow",
            "dist_params",
            "fp16",
            "total_epochs");

    /** What MMEngine's runners read and mmcv 1.x does not (mmengine/runner/runner.py, Runner.from_cfg, and _flexible_runner.py). */
    private static final List<String> NEW = List.of(
            "train_dataloader",
            "val_dataloader",
            "test_dataloader",
            "optim_wrapper",
            "param_scheduler",
            "default_hooks",
            "env_cfg",
            "log_processor",
            "visualizer",
            "val_evaluator",
            "randomness",
            "default_scope",
            "model_wrapper_cfg",
            "strategy",
            "runner_type");

    /** What either reads at the top of a config. */
    static Stream<String> keys() {
        return Stream.concat(OLD.stream(), NEW.stream());
    }

    /** By the weight of its keys: one that strayed in from the other makes no other config of it. */
    static Framework of(Config config) {
        long old = OLD.stream().filter(k -> config.at(k).isPresent()).count();
        long now = NEW.stream().filter(k -> config.at(k).isPresent()).count();
        if (config.top().lazy() || now > old) {
            return MMENGINE;
        }
        return old > now ? MMCV : UNKNOWN;
    }
}
