package org.layergraft.ui.runs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.Setting;
import org.layergraft.ui.common.Words;

/** What a run was told, in words: short for a line, whole for whoever asks. */
public final class RunNames {

    /** Those that PyTorch has no name for. */
    private static final List<String> OURS = List.of("ranks", "device", "loss", "inputs", "steps", "seed");

    private RunNames() {}

    /** {@code 2 ranks, find_unused_parameters=True}. */
    public static String brief(FinishedRun run, Words words) {
        return brief(run.onRanks(), run.settings(), words);
    }

    private static String brief(boolean onRanks, RunSettings settings, Words words) {
        return onRanks
                ? words.get("run.brief", settings.ranks(), SwitchWords.of(settings.switches()))
                : words.get("run.brief.single");
    }

    /** Every setting, a line each. */
    public static String whole(FinishedRun run, Words words) {
        return Setting.of(run.onRanks(), run.settings()).stream()
                .map(s -> words.get("run.setting", name(s.name(), words), value(s.name(), s.value(), words)))
                .collect(Collectors.joining("\n"));
    }

    /** PyTorch's names stay as they are. */
    public static String name(String setting, Words words) {
        return OURS.contains(setting) ? words.get("run.setting." + setting) : setting;
    }

    /** @param value as {@link Setting#value()} */
    public static String value(String setting, Optional<String> value, Words words) {
        return value.map(v -> v.equals(RunSettings.DEFAULT.device()) ? words.get("switches.device.auto") : v)
                .orElseGet(() -> words.get("run.setting." + setting + ".none"));
    }
}
