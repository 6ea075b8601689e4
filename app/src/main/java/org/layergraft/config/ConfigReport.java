package org.layergraft.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What a config says about gradients and processes.
 *
 * @param settings every switch it sets, whether it counts or not
 * @param effective what the training program makes of them
 * @param findings what its author should know, worst first; none has a remedy that would stop a training program that trains
 * @param remedies what puts right all findings that need no choice, each change once
 */
public record ConfigReport(
        Config config,
        Framework framework,
        List<Setting> settings,
        Effective effective,
        List<Finding> findings,
        List<Assignment> remedies) {

    public ConfigReport {
        settings = List.copyOf(settings);
        findings = List.copyOf(findings);
        remedies = List.copyOf(remedies);
    }

    public static ConfigReport of(Config config) {
        ConfigReport report = bare(config);
        Repair repair = Repair.of(report);
        var findings = new ArrayList<Finding>();
        for (Finding finding : report.findings) {
            boolean safe = finding.remedy().isEmpty() || Repair.isNoWorse(report, finding.remedy());
            findings.add(safe ? finding : finding.withoutRemedy());
        }
        repair.left().forEach(f -> findings.add(Findings.left(f)));
        return new ConfigReport(
                config, report.framework, report.settings, report.effective, findings, repair.changes());
    }

    /** With remedies that nobody has tried. */
    static ConfigReport bare(Config config) {
        Framework framework = Framework.of(config);
        List<Setting> settings = Settings.of(config, framework);
        Effective effective = Effective.of(config, framework, settings);
        var bare = new ConfigReport(config, framework, settings, effective, List.of(), List.of());
        return new ConfigReport(config, framework, settings, effective, Findings.of(bare), List.of());
    }

    /** What else a reader should know; what stops the training program is among the findings. */
    public List<Note> notes() {
        return config.notes().stream().filter(n -> !n.isFatal()).toList();
    }

    /**
     * Settings that count in training, and that {@link Effective#switches} cannot give a run here: it has no data loader, optimizer
     * groups or frozen stages, no modules where some of the keys lead, and no value that only Python could tell.
     *
     * @param modules the paths of the model's modules
     */
    public List<Setting> notCarried(List<String> modules) {
        return settings.stream()
                .filter(Setting::counts)
                .filter(s -> effective.unknown().contains(s)
                        || switch (s.kind()) {
                            case FROZEN_STAGES, NORM_EVAL, SYNC_BN, PARAMWISE, BATCH_SIZE -> true;
                            case DETECT_ANOMALOUS_PARAMS -> s.isTrue().orElse(false);
                            case AMP -> s.key().equals("fp16") || s.key().equals("type") && !effective.bf16();
                            case CHECKPOINT ->
                                s.checkpoint().filter(Setting.Checkpoint::on).isPresent()
                                        && CheckpointedModules.of(List.of(s), modules)
                                                .isEmpty();
                            case FIND_UNUSED_PARAMETERS,
                                    MODEL_WRAPPER,
                                    STRATEGY,
                                    STATIC_GRAPH,
                                    BROADCAST_BUFFERS,
                                    ACCUMULATION -> false;
                        })
                .toList();
    }
}
