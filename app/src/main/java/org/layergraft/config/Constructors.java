package org.layergraft.config;

import java.util.Optional;
import java.util.Set;

/**
 * Classes that a config builds and whose arguments are all known: a registry hands a dictionary's keys to the constructor, and one
 * that it does not have is a TypeError (mmengine/registry/build_functions.py, build_from_cfg). Other classes may have any.
 */
final class Constructors {

    /**
     * None has checkpointing, or an argument of DistributedDataParallel: mmdet/models/detectors, necks/fpn.py,
     * backbones/csp_darknet.py, dense_heads/retina_head.py and anchor_head.py of MMDetection 2.x and 3.x.
     */
    private static final Set<String> MODULES =
            Set.of("FasterRCNN", "MaskRCNN", "RetinaNet", "YOLOX", "FPN", "CSPDarknet", "RetinaHead");

    /** mmengine/optim/optimizer/optimizer_wrapper.py, and amp_optimizer_wrapper.py, which hands on what it does not know. */
    private static final Set<String> WRAPPERS = Set.of("OptimWrapper", "AmpOptimWrapper");

    /** torch/optim. */
    private static final Set<String> OPTIMIZERS = Set.of("SGD", "Adam", "AdamW");

    private static final ConfigPath OPTIM_WRAPPER = ConfigPath.of("optim_wrapper");

    private Constructors() {}

    /** Whether a setting is an argument of something that is built: in the model, or in the optimizer's wrapper. */
    static boolean isArgument(ConfigPath path) {
        String first = path.keys().getFirst();
        boolean built = first.equals("model") || first.equals("optim_wrapper");
        return built && path.keys().size() > 1 && path.keys().stream().noneMatch(Settings.NO_MODULES::contains);
    }

    /** The known class that has no such argument; empty where it may have one. */
    static Optional<String> refusing(Config config, ConfigPath path) {
        if (!isArgument(path)) {
            return Optional.empty();
        }
        ConfigPath around = path.parent().orElseThrow();
        boolean optimizer = around.startsWith(OPTIM_WRAPPER);
        return type(config, around)
                .filter(t -> optimizer ? WRAPPERS.contains(t) || OPTIMIZERS.contains(t) : MODULES.contains(t));
    }

    /** Without a type and a constructor it is an OptimWrapper (mmengine/optim/optimizer/default_constructor.py, __call__). */
    private static Optional<String> type(Config config, ConfigPath around) {
        Optional<String> written = config.values()
                .at(around.then("type"))
                .map(e -> Settings.typeName(e.value()))
                .filter(t -> !t.isEmpty());
        boolean plain = around.equals(OPTIM_WRAPPER)
                && config.at("optim_wrapper.constructor").isEmpty();
        return written.or(() -> Optional.of("OptimWrapper").filter(_ -> plain));
    }
}
