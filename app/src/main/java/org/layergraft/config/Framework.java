package org.layergraft.config;

import java.util.stream.Stream;

/** Which program reads the config; they look in different places. */
public enum Framework {
    /** MMEngine's Runner, with MMDetection 3.x and its relatives: mmengine/runner/runner.py. */
    MMENGINE,
    /** mmcv 1.x, with MMDetection 2.x: mmdet/apis/train.py. */
    MMCV,
    /** Neither shows; read as MMEngine would. */
    UNKNOWN;

    static Framework of(Config config) {
        boolean old = config.at("data.samples_per_gpu").isPresent()
                || Stream.of("lr_config", "optimizer_config", "checkpoint_config", "log_config", "total_epochs")
                        .anyMatch(k -> config.at(k).isPresent());
        boolean now = config.top().lazy()
                || Stream.of(
                                "train_dataloader",
                                "optim_wrapper",
                                "param_scheduler",
                                "default_hooks",
                                "model_wrapper_cfg",
                                "strategy")
                        .anyMatch(k -> config.at(k).isPresent());
        if (old == now) {
            return UNKNOWN;
        }
        return old ? MMCV : MMENGINE;
    }
}
