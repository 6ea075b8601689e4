package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.layergraft.diagnosis.SwitchWords;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.InputPlan;
import org.layergraft.step.InputSpec;
import org.layergraft.step.LossSpec;
import org.layergraft.step.Switches;

/**
 * One thing that a run was told, as name and value, which are the same in every language.
 *
 * @param name as PyTorch writes it; {@code ranks}, {@code device}, {@code loss}, {@code inputs}, {@code steps} and {@code seed} for
 *     what is not PyTorch's
 * @param value absent where there is none: the number of ranks of a run without DDP, a loss or inputs that are the model's own
 */
public record Setting(String name, Optional<String> value) {

    /** All settings of a run, switches first. A run on one device has no ranks, and DDP's switches are as PyTorch has them. */
    public static List<Setting> of(boolean onRanks, RunSettings run) {
        var settings = new ArrayList<>(switches(onRanks ? run.switches() : Switches.DEFAULT));
        settings.add(new Setting("ranks", onRanks ? Optional.of(String.valueOf(run.ranks())) : Optional.empty()));
        settings.add(setting("device", run.device()));
        settings.add(new Setting("loss", run.loss().map(Setting::words)));
        settings.add(new Setting("inputs", run.inputs().map(Setting::words)));
        settings.add(setting("steps", String.valueOf(run.steps())));
        settings.add(setting("seed", String.valueOf(run.seed())));
        return List.copyOf(settings);
    }

    private static List<Setting> switches(Switches s) {
        DdpOptions options = s.options();
        return List.of(
                python("find_unused_parameters", s.findUnusedParameters()),
                python("static_graph", s.staticGraph()),
                setting(
                        "checkpoint",
                        s.checkpoint().on()
                                ? SwitchWords.checkpoint(s) + " ("
                                        + String.join(", ", s.checkpoint().modules()) + ")"
                                : "off"),
                new Setting(
                        "bucket_cap_mb",
                        options.bucketCapMb().stream()
                                .mapToObj(SwitchWords::number)
                                .findFirst()),
                python("gradient_as_bucket_view", options.gradientAsBucketView()),
                python("broadcast_buffers", options.broadcastBuffers()),
                setting("accumulate", String.valueOf(options.accumulate())),
                python("bf16", options.bf16()));
    }

    private static Setting setting(String name, String value) {
        return new Setting(name, Optional.of(value));
    }

    private static Setting python(String name, boolean on) {
        return setting(name, on ? "True" : "False");
    }

    /** As {@code --loss} takes it; how outputs are reduced is added. */
    private static String words(LossSpec loss) {
        return switch (loss) {
            case LossSpec.Sum _ -> "sum";
            case LossSpec.Mean _ -> "mean";
            case LossSpec.Square _ -> "square";
            case LossSpec.Outputs(var use, var reduce) ->
                "outputs:" + use.stream().map(String::valueOf).collect(Collectors.joining(",")) + " "
                        + reduce.name().toLowerCase(Locale.ROOT);
            case LossSpec.Keys(String contains) -> "keys:" + contains;
        };
    }

    private static String words(InputPlan inputs) {
        return switch (inputs) {
            case InputPlan.Generated(List<InputSpec> specs) ->
                specs.stream().map(Setting::words).collect(Collectors.joining(", "));
            case InputPlan.Files(List<InputPlan.RankFiles> ranks) ->
                ranks.stream()
                        .map(r -> r.every().getFileName()
                                + (r.iterations().isEmpty()
                                        ? ""
                                        : "+" + r.iterations().size()))
                        .collect(Collectors.joining(", "));
        };
    }

    private static String words(InputSpec spec) {
        String range = spec.low().isPresent() || spec.high().isPresent()
                ? " " + number(spec.low()) + ".." + number(spec.high())
                : "";
        return spec.name() + ":" + spec.dtype().torchName() + "["
                + spec.shape().sizes().stream().map(String::valueOf).collect(Collectors.joining(",")) + "]" + range;
    }

    private static String number(java.util.OptionalLong bound) {
        return bound.isPresent() ? String.valueOf(bound.getAsLong()) : "";
    }
}
