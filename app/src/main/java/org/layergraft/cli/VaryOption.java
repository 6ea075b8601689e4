package org.layergraft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.layergraft.diagnosis.Axis;
import org.layergraft.step.DdpOptions;
import org.layergraft.text.LayergraftException;

/** {@code --vary bucket_cap_mb=1,25}: one more direction of a matrix. */
final class VaryOption {

    private static final String NAMES = "bucket_cap_mb, gradient_as_bucket_view, broadcast_buffers, accumulate, bf16";

    private VaryOption() {}

    static List<Axis> parse(List<String> options) throws LayergraftException {
        var axes = new ArrayList<Axis>();
        for (String option : options) {
            axes.add(parse(option));
        }
        return List.copyOf(axes);
    }

    private static Axis parse(String option) throws LayergraftException {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        List<String> values =
                equals < 0 ? List.of() : List.of(option.substring(equals + 1).split(","));
        return switch (name) {
            case "bucket_cap_mb" ->
                new Axis.BucketCap(
                        all(option, values, Double::valueOf, cap -> cap > 0 && cap <= DdpOptions.LARGEST_BUCKET_MB));
            case "gradient_as_bucket_view" -> new Axis.AsBucketView(switches(option, values));
            case "broadcast_buffers" -> new Axis.BroadcastBuffers(switches(option, values));
            case "accumulate" ->
                new Axis.Accumulate(
                        all(option, values, Integer::valueOf, n -> n >= 1 && n <= DdpOptions.MOST_MICRO_STEPS));
            case "bf16" -> new Axis.Bf16(switches(option, values));
            default -> throw LayergraftException.input("cli", "vary.unknown", name, NAMES);
        };
    }

    /** Without values: off and on. */
    private static List<Boolean> switches(String option, List<String> values) throws LayergraftException {
        return values.isEmpty()
                ? List.of(false, true)
                : all(
                        option,
                        values,
                        text -> switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException(text);
                        },
                        _ -> true);
    }

    private static <T> List<T> all(
            String option, List<String> values, Function<String, T> read, java.util.function.Predicate<T> allowed)
            throws LayergraftException {
        try {
            List<T> found = values.stream().map(String::strip).map(read).toList();
            if (!found.isEmpty() && found.stream().allMatch(allowed)) {
                return found;
            }
        } catch (IllegalArgumentException unreadable) {
            // Told below.
        }
        throw LayergraftException.input("cli", "vary.values", option);
    }
}
