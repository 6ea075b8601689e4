package org.layergraft.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;

/** Switches as one writes them in Python: what is not DDP's default. The same in every language. */
public final class SwitchWords {

    private SwitchWords() {}

    /** {@code find_unused_parameters=True, checkpoint=reentrant}; {@code find_unused_parameters=False} where all is as DDP has it. */
    public static String of(Switches switches) {
        List<String> words = departures(switches);
        return words.isEmpty() ? "find_unused_parameters=False" : String.join(", ", words);
    }

    /** One word for everything that is turned. */
    static List<String> departures(Switches switches) {
        var words = new ArrayList<String>();
        DdpOptions options = switches.options();
        if (switches.findUnusedParameters()) {
            words.add("find_unused_parameters=True");
        }
        if (switches.staticGraph()) {
            words.add("static_graph=True");
        }
        if (switches.checkpoint().on()) {
            words.add("checkpoint=" + checkpoint(switches));
        }
        options.bucketCapMb().ifPresent(cap -> words.add("bucket_cap_mb=" + number(cap)));
        if (options.gradientAsBucketView()) {
            words.add("gradient_as_bucket_view=True");
        }
        if (!options.broadcastBuffers()) {
            words.add("broadcast_buffers=False");
        }
        if (options.accumulate() != 1) {
            words.add("accumulate=" + options.accumulate());
        }
        if (options.bf16()) {
            words.add("bf16=True");
        }
        return List.copyOf(words);
    }

    /** {@code off}, {@code reentrant} or {@code nonreentrant}. */
    public static String checkpoint(Switches switches) {
        return switches.checkpoint().mode().name().toLowerCase(Locale.ROOT);
    }

    /** Whole numbers without a point. */
    public static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
