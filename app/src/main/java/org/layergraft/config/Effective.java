package org.layergraft.config;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.layergraft.config.Setting.Kind;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;

/**
 * What a training program makes of a config's switches: what is written where it counts, and the program's defaults for the rest.
 *
 * @param broadcastBuffers false by default, but True, PyTorch's own default, once there is a {@code model_wrapper_cfg}
 *     (mmengine/runner/runner.py, Runner.wrap_model)
 * @param checkpoints those that are on
 * @param accumulate micro-steps per optimizer step
 * @param instead what the program puts around the model where that is no DistributedDataParallel, which then has no switches
 * @param unknown those that count and whose value only Python could tell; above they are taken for what is so without them
 */
public record Effective(
        boolean findUnusedParameters,
        boolean staticGraph,
        boolean broadcastBuffers,
        List<Setting> checkpoints,
        int accumulate,
        boolean bf16,
        Optional<Integer> batchSize,
        Optional<String> instead,
        List<Setting> unknown) {

    public Effective {
        checkpoints = List.copyOf(checkpoints);
        unknown = List.copyOf(unknown);
    }

    private static final int MOST = DdpOptions.MOST_MICRO_STEPS;

    static Effective of(Config config, Framework framework, List<Setting> settings) {
        boolean broadcasts = framework != Framework.MMCV && Wrapper.of(config).broadcasts();
        return new Effective(
                on(settings, Kind.FIND_UNUSED_PARAMETERS).orElse(false),
                on(settings, Kind.STATIC_GRAPH).orElse(false),
                on(settings, Kind.BROADCAST_BUFFERS).orElse(broadcasts),
                settings.stream()
                        .filter(s -> s.counts()
                                && s.checkpoint().filter(Setting.Checkpoint::on).isPresent())
                        .toList(),
                accumulation(settings)
                        .flatMap(Effective::number)
                        .map(n -> Math.clamp(n, 1, MOST))
                        .orElse(1),
                Settings.isAmp(config)
                        && config.at("optim_wrapper.dtype")
                                .filter(e -> Settings.typeName(e.value()).equals("bfloat16"))
                                .isPresent(),
                last(settings, Kind.BATCH_SIZE).flatMap(Effective::number),
                framework == Framework.MMCV
                        ? Optional.empty()
                        : Wrapper.of(config).instead(),
                settings.stream()
                        .filter(s ->
                                s.counts() && s.kind().isSwitch() && s.entry().value() instanceof ConfigValue.Opaque)
                        .toList());
    }

    /** The setting of this kind whose value is not known, where there is one. */
    Optional<Setting> unknown(Kind kind) {
        return last(unknown, kind);
    }

    private static Optional<Boolean> on(List<Setting> settings, Kind kind) {
        return last(settings, kind).flatMap(Setting::isTrue);
    }

    /** Of several optimizers the one that waits longest: until then no backward synchronises all. */
    static Optional<Setting> accumulation(List<Setting> settings) {
        return settings.stream()
                .filter(s -> s.kind() == Kind.ACCUMULATION && s.counts())
                .max(Comparator.comparingInt(s -> number(s).orElse(0)));
    }

    private static Optional<Integer> number(Setting setting) {
        return Operators.whole(setting.entry().value())
                .filter(n -> n.bitLength() < 31)
                .map(n -> n.intValue());
    }

    private static Optional<Setting> last(List<Setting> settings, Kind kind) {
        return settings.stream().filter(s -> s.kind() == kind && s.counts()).reduce((_, later) -> later);
    }

    /**
     * The same for the workbench.
     *
     * @param modules the paths of the model's modules, as PyTorch prints them; which of them are checkpointed follows from the places
     *     of the config's keys ({@link CheckpointedModules})
     * @param before what no config says is taken from here
     */
    public Switches switches(List<String> modules, Switches before) {
        List<String> chosen = CheckpointedModules.of(checkpoints, modules);
        DdpOptions options = before.options()
                .withBroadcastBuffers(broadcastBuffers)
                .withAccumulate(accumulate)
                .withBf16(bf16);
        Checkpoint checkpoint = chosen.isEmpty()
                ? before.checkpoint().with(Checkpoint.Mode.OFF)
                : new Checkpoint(Checkpoint.Mode.REENTRANT, chosen);
        return new Switches(findUnusedParameters, staticGraph, checkpoint, options);
    }
}
