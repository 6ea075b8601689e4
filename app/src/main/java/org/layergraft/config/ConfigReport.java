package org.layergraft.config;

import java.util.List;

/**
 * What a config says about gradients and processes.
 *
 * @param settings every switch it sets, whether it counts or not
 * @param effective what the training program makes of them
 * @param findings what its author should know, worst first
 */
public record ConfigReport(
        Config config, Framework framework, List<Setting> settings, Effective effective, List<Finding> findings) {

    public ConfigReport {
        settings = List.copyOf(settings);
        findings = List.copyOf(findings);
    }

    public static ConfigReport of(Config config) {
        Framework framework = Framework.of(config);
        List<Setting> settings = Settings.of(config, framework);
        var bare = new ConfigReport(config, framework, settings, Effective.of(config, settings), List.of());
        return new ConfigReport(config, framework, settings, bare.effective(), Findings.of(bare));
    }
}
