package org.layergraft.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which modules of a model a config's checkpoint keys mean. A key's place names a module of the detector ({@code model.backbone});
 * of it those elements of its lists are checkpointed that its class checkpoints: residual blocks ({@code layer1.0}), the blocks of a
 * Swin stage ({@code stages.0.blocks.0}), or the first layers of an encoder.
 */
final class CheckpointedModules {

    private static final List<Pattern> BLOCKS = List.of(
            Pattern.compile("layer\\d+\\.\\d+"),
            Pattern.compile("(?:stages|layers)\\.\\d+\\.blocks\\.\\d+"),
            Pattern.compile("(?:[\\w]+\\.)??(?:layers|blocks)\\.\\d+"));

    private CheckpointedModules() {}

    static List<String> of(List<Setting> checkpoints, List<String> modules) {
        var chosen = new LinkedHashSet<String>();
        for (Setting setting : checkpoints) {
            if (setting.key().equals("activation_checkpointing")) {
                named(setting.entry().value()).stream()
                        .filter(modules::contains)
                        .forEach(chosen::add);
            } else {
                chosen.addAll(under(setting, modules));
            }
        }
        return List.copyOf(chosen);
    }

    private static List<String> named(ConfigValue value) {
        return PythonConfig.texts(value).stream()
                .filter(ConfigValue.Text.class::isInstance)
                .map(PythonWords::str)
                .toList();
    }

    private static List<String> under(Setting setting, List<String> modules) {
        List<String> keys = setting.path().keys();
        // A model may be a part of the detector: its paths may begin further down.
        for (int from = 1; from < keys.size() - 1; from++) {
            String prefix = String.join(".", keys.subList(from, keys.size() - 1));
            List<String> inside = modules.stream()
                    .filter(m -> m.startsWith(prefix + "."))
                    .map(m -> m.substring(prefix.length() + 1))
                    .toList();
            for (Pattern block : BLOCKS) {
                List<String> blocks =
                        inside.stream().filter(m -> block.matcher(m).matches()).toList();
                if (!blocks.isEmpty()) {
                    int count = setting.checkpoint()
                            .flatMap(Setting.Checkpoint::layers)
                            .orElse(blocks.size());
                    var chosen = new ArrayList<String>();
                    blocks.stream().limit(count).forEach(b -> chosen.add(prefix + "." + b));
                    return chosen;
                }
            }
        }
        return List.of();
    }
}
