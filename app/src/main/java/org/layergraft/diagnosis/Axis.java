package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;

/** One direction of a matrix: a switch and the values it is run with. */
public sealed interface Axis {

    /** {@code find_unused_parameters}, off and on. */
    record FindUnused() implements Axis {}

    /** {@code static_graph}, off and on. */
    record StaticGraph() implements Axis {}

    /** Every checkpoint mode, over the modules that are chosen. */
    record CheckpointModes() implements Axis {}

    /** {@code bucket_cap_mb}, in MiB. */
    record BucketCap(List<Double> mebibytes) implements Axis {
        public BucketCap {
            mebibytes = List.copyOf(mebibytes);
        }
    }

    /** {@code gradient_as_bucket_view}. */
    record AsBucketView(List<Boolean> values) implements Axis {
        public AsBucketView {
            values = List.copyOf(values);
        }
    }

    /** {@code broadcast_buffers}. */
    record BroadcastBuffers(List<Boolean> values) implements Axis {
        public BroadcastBuffers {
            values = List.copyOf(values);
        }
    }

    /** Micro-steps per optimizer step. */
    record Accumulate(List<Integer> microSteps) implements Axis {
        public Accumulate {
            microSteps = List.copyOf(microSteps);
        }
    }

    /** bfloat16 compute. */
    record Bf16(List<Boolean> values) implements Axis {
        public Bf16 {
            values = List.copyOf(values);
        }
    }

    /** What every matrix varies; checkpoint modes only where there are modules to checkpoint. */
    static List<Axis> standard(Switches base) {
        var axes = new ArrayList<Axis>();
        if (!base.checkpoint().modules().isEmpty()) {
            axes.add(new CheckpointModes());
        }
        axes.add(new FindUnused());
        axes.add(new StaticGraph());
        return List.copyOf(axes);
    }

    /** The same switches with each value of this axis. */
    default List<Switches> spread(Switches base) {
        return switch (this) {
            case FindUnused() -> List.of(base.withFindUnusedParameters(false), base.withFindUnusedParameters(true));
            case StaticGraph() -> List.of(base.withStaticGraph(false), base.withStaticGraph(true));
            case CheckpointModes() ->
                List.of(Checkpoint.Mode.values()).stream()
                        .map(mode -> base.withCheckpoint(base.checkpoint().with(mode)))
                        .toList();
            case BucketCap(List<Double> caps) ->
                caps.stream()
                        .map(cap -> base.withOptions(base.options().withBucketCapMb(OptionalDouble.of(cap))))
                        .toList();
            case AsBucketView(List<Boolean> values) ->
                values.stream()
                        .map(on -> base.withOptions(base.options().withGradientAsBucketView(on)))
                        .toList();
            case BroadcastBuffers(List<Boolean> values) ->
                values.stream()
                        .map(on -> base.withOptions(base.options().withBroadcastBuffers(on)))
                        .toList();
            case Accumulate(List<Integer> counts) ->
                counts.stream()
                        .map(count -> base.withOptions(base.options().withAccumulate(count)))
                        .toList();
            case Bf16(List<Boolean> values) ->
                values.stream()
                        .map(on -> base.withOptions(base.options().withBf16(on)))
                        .toList();
        };
    }
}
