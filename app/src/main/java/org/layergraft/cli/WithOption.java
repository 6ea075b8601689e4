package org.layergraft.cli;

import java.util.OptionalDouble;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** Reads {@code --with KEY=VALUE}: one switch or option that another way to train has. */
final class WithOption {

    private WithOption() {}

    /** @throws LayergraftException INPUT when key or value is not known */
    static Switches apply(Switches before, String change) throws LayergraftException {
        int equals = change.indexOf('=');
        String key = equals < 0 ? change : change.substring(0, equals);
        String value = equals < 0 ? "true" : change.substring(equals + 1);
        DdpOptions options = before.options();
        return switch (key.strip().replace('-', '_')) {
            case "find_unused_parameters" -> before.withFindUnusedParameters(flag(change, value));
            case "static_graph" -> before.withStaticGraph(flag(change, value));
            case "checkpoint" -> before.withCheckpoint(CheckpointOption.oneMode(value));
            case "bucket_cap_mb" ->
                before.withOptions(new DdpOptions(
                        OptionalDouble.of(number(change, value)),
                        options.gradientAsBucketView(),
                        options.broadcastBuffers(),
                        options.accumulate(),
                        options.bf16()));
            case "gradient_as_bucket_view" ->
                before.withOptions(new DdpOptions(
                        options.bucketCapMb(),
                        flag(change, value),
                        options.broadcastBuffers(),
                        options.accumulate(),
                        options.bf16()));
            case "broadcast_buffers" ->
                before.withOptions(new DdpOptions(
                        options.bucketCapMb(),
                        options.gradientAsBucketView(),
                        flag(change, value),
                        options.accumulate(),
                        options.bf16()));
            case "accumulate" ->
                before.withOptions(new DdpOptions(
                        options.bucketCapMb(),
                        options.gradientAsBucketView(),
                        options.broadcastBuffers(),
                        (int) number(change, value),
                        options.bf16()));
            case "bf16" ->
                before.withOptions(new DdpOptions(
                        options.bucketCapMb(),
                        options.gradientAsBucketView(),
                        options.broadcastBuffers(),
                        options.accumulate(),
                        flag(change, value)));
            default -> throw LayergraftException.input("cli", "with.form", change);
        };
    }

    private static boolean flag(String change, String value) throws LayergraftException {
        return switch (value) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> throw LayergraftException.input("cli", "with.form", change);
        };
    }

    private static double number(String change, String value) throws LayergraftException {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw LayergraftException.input("cli", "with.form", change);
        }
    }
}
