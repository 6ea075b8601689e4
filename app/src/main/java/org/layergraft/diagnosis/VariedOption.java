package org.layergraft.diagnosis;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** What a matrix can be asked to vary besides the switches that every matrix varies. */
public enum VariedOption {
    /** {@code bucket_cap_mb}, in MiB. */
    BUCKET_CAP_MB(DdpOptions.LARGEST_BUCKET_MB, "1, 25", VariedOption::bucketCap, o -> mebibytes(o.bucketCapMb())),
    /** {@code gradient_as_bucket_view}. */
    GRADIENT_AS_BUCKET_VIEW(DdpOptions::withGradientAsBucketView, DdpOptions::gradientAsBucketView),
    /** bfloat16 compute. */
    BF16(DdpOptions::withBf16, DdpOptions::bf16),
    /** {@code broadcast_buffers}. */
    BROADCAST_BUFFERS(DdpOptions::withBroadcastBuffers, DdpOptions::broadcastBuffers),
    /** Micro-steps per optimizer step. */
    ACCUMULATE(DdpOptions.MOST_MICRO_STEPS, "1, 2", VariedOption::accumulate, DdpOptions::accumulate);

    private static final Pattern BETWEEN = Pattern.compile("\\s*[,，、]\\s*|\\s+");

    private final int most;
    private final String example;
    private final Reader reader;
    private final Function<DdpOptions, Object> value;

    /** Turns one value as typed into what it does to the options; empty where it is none. */
    @FunctionalInterface
    private interface Reader extends Function<String, Optional<UnaryOperator<DdpOptions>>> {}

    /** @param most the largest value; 0 for what is off or on */
    VariedOption(int most, String example, Reader reader, Function<DdpOptions, Object> value) {
        this.most = most;
        this.example = example;
        this.reader = reader;
        this.value = value;
    }

    VariedOption(BiFunction<DdpOptions, Boolean, DdpOptions> turn, Function<DdpOptions, Object> value) {
        this(
                0,
                "false, true",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "false" -> Optional.of(options -> turn.apply(options, false));
                    case "true" -> Optional.of(options -> turn.apply(options, true));
                    default -> Optional.empty();
                },
                value);
    }

    /** The option of this name, as the command line and JSON have it. */
    public static Optional<VariedOption> named(String name) {
        return Arrays.stream(values()).filter(o -> o.id().equals(name)).findFirst();
    }

    /** Those that are not the same everywhere. */
    public static List<VariedOption> differing(List<Switches> all) {
        return Arrays.stream(values())
                .filter(o -> all.stream().map(o::word).distinct().count() > 1)
                .toList();
    }

    /** Its name on the command line and in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Is it off or on, so that nobody has to say which values it is run with? */
    public boolean isFlag() {
        return most == 0;
    }

    /** Values worth trying, as they can be typed. */
    public String example() {
        return example;
    }

    /** {@code true} or a number; {@code -} where DDP decides. */
    public String word(Switches switches) {
        return String.valueOf(value.apply(switches.options()));
    }

    /**
     * The direction of a matrix with these values.
     *
     * @param values with commas or spaces between them
     */
    public Axis axis(String values) throws LayergraftException {
        List<String> typed = List.of(BETWEEN.split(values.strip()));
        if (typed.isEmpty() || typed.contains("")) {
            throw LayergraftException.input(Explanations.AREA, "vary.missing", id(), example);
        }
        var turns = new ArrayList<UnaryOperator<Switches>>();
        for (String one : typed) {
            UnaryOperator<DdpOptions> turn = reader.apply(one).orElseThrow(() -> refused(one));
            turns.add(switches -> switches.withOptions(turn.apply(switches.options())));
        }
        return new Axis(turns);
    }

    private LayergraftException refused(String typed) {
        String key = isFlag() ? "vary.flag" : "vary." + id();
        return LayergraftException.input(Explanations.AREA, key, id(), typed, example, most);
    }

    private static Optional<UnaryOperator<DdpOptions>> bucketCap(String text) {
        return number(text)
                .map(BigDecimal::doubleValue)
                .filter(cap -> cap > 0 && cap <= DdpOptions.LARGEST_BUCKET_MB)
                .map(cap -> options -> options.withBucketCapMb(OptionalDouble.of(cap)));
    }

    private static Optional<UnaryOperator<DdpOptions>> accumulate(String text) {
        return number(text)
                .filter(n -> n.compareTo(BigDecimal.ONE) >= 0)
                .filter(n -> n.compareTo(BigDecimal.valueOf(DdpOptions.MOST_MICRO_STEPS)) <= 0)
                .filter(n -> n.stripTrailingZeros().scale() <= 0)
                .map(n -> options -> options.withAccumulate(n.intValueExact()));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static String mebibytes(OptionalDouble cap) {
        return cap.isPresent() ? SwitchWords.number(cap.getAsDouble()) : "-";
    }
}
