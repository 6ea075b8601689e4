package org.layergraft.config;

import java.util.List;
import java.util.Optional;
import org.layergraft.diagnosis.Verdict.Fix;
import org.layergraft.text.Problem;

/**
 * What a fix that a run has verified means in a config.
 *
 * @param assignments empty where the config cannot say it
 * @param obstacle why it cannot
 */
public record ConfigFix(List<Assignment> assignments, Optional<Problem> obstacle) {

    public ConfigFix {
        assignments = List.copyOf(assignments);
    }

    /** @param fix of a verdict; those that change the model itself are made in its code */
    public static ConfigFix of(Fix fix, ConfigReport report) {
        return of(fix.id(), report);
    }

    /** @param fix its id */
    public static ConfigFix of(String fix, ConfigReport report) {
        return switch (fix) {
            case "find_unused_parameters" -> set(report, "find_unused_parameters", true);
            case "find_unused_instead" -> {
                ConfigFix on = set(report, "find_unused_parameters", true);
                yield report.effective().staticGraph() ? on.and(set(report, "static_graph", false)) : on;
            }
            case "drop_find_unused" -> set(report, "find_unused_parameters", false);
            case "static_graph" -> set(report, "static_graph", true);
            case "drop_static_graph" -> set(report, "static_graph", false);
            case "checkpoint_off" -> {
                List<Assignment> off = Places.checkpointsOff(report);
                yield off.isEmpty() ? cannot("fix.noCheckpoint") : new ConfigFix(off, Optional.empty());
            }
            case "nonreentrant" -> cannot("fix.nonreentrant");
            default -> cannot("fix.code");
        };
    }

    private static ConfigFix set(ConfigReport report, String key, boolean on) {
        return Places.set(report, key, on)
                .map(all -> new ConfigFix(all, Optional.empty()))
                .orElseGet(() -> cannot(report.framework() == Framework.MMCV ? "fix.mmcv" : "fix.wrapper"));
    }

    private static ConfigFix cannot(String key) {
        return new ConfigFix(List.of(), Optional.of(Problem.of("config", key)));
    }

    private ConfigFix and(ConfigFix other) {
        var all = new java.util.ArrayList<>(assignments);
        all.addAll(other.assignments);
        return new ConfigFix(all, obstacle.or(() -> other.obstacle));
    }
}
