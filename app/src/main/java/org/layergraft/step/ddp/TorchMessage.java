package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PyTorch said when it threw: its words without the C++ stack, what kind of failure they mean, and the parameters they name.
 * The phrases are those of ddp-semantics section 11; they have been stable since PyTorch 1.13.
 */
record TorchMessage(String text) {

    enum Kind {
        /** This rank failed by itself. */
        OWN,
        /** A collective was not answered in time. */
        WAITED,
        /** Another rank had gone. */
        LOST
    }

    private static final Pattern STACK =
            Pattern.compile("\\s*(Exception raised from |frame #\\d+: ).*", Pattern.DOTALL);

    /** Only Gloo's, NCCL's and the store's own words: a model may well speak of a timeout, too. */
    private static final Pattern WAITED =
            Pattern.compile("(?i)timed out waiting|application timeout|wait timeout|socket timeout|watchdog caught "
                    + "collective operation timeout|failed to pass monitoredBarrier|operation timed out");

    private static final Pattern LOST =
            Pattern.compile("(?i)connection (was )?(closed|reset|refused)|socket closed|broken pipe");

    private static final Pattern INDICES =
            Pattern.compile("Parameter indices which did not receive grad for rank \\d+: ([\\d ]+)");
    private static final Pattern NAMES =
            Pattern.compile("Parameters which did not receive grad for rank \\d+: ([^\\n]+)");
    private static final Pattern TWICE = Pattern.compile("[Pp]arameter at index (\\d+)(?: with name (\\S+))?");

    static TorchMessage of(Throwable thrown) {
        String words = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        return new TorchMessage(STACK.matcher(words).replaceFirst("").strip());
    }

    Kind kind() {
        if (text.contains("Expected to have finished reduction in the prior iteration")
                || text.contains("Expected to mark a variable ready only once")
                || text.contains("Your training graph has changed in this iteration")) {
            return Kind.OWN;
        }
        if (WAITED.matcher(text).find()) {
            return Kind.WAITED;
        }
        return LOST.matcher(text).find() ? Kind.LOST : Kind.OWN;
    }

    /**
     * Names and indices come in different orders in PyTorch's text, so indices are looked up in our own table, and the names are
     * used only where no index is given.
     *
     * @param byIndex DDP's name of every trainable parameter, in DDP's order
     */
    List<String> parameters(List<String> byIndex) {
        List<String> found = new ArrayList<>();
        Matcher indices = INDICES.matcher(text);
        Matcher names = NAMES.matcher(text);
        if (indices.find()) {
            for (String index : indices.group(1).strip().split(" +")) {
                add(found, byIndex, Integer.parseInt(index));
            }
        } else if (names.find()) {
            for (String name : names.group(1).split(",")) {
                found.add(plain(name.strip()));
            }
        }
        Matcher twice = TWICE.matcher(text);
        while (twice.find()) {
            add(found, byIndex, Integer.parseInt(twice.group(1)));
        }
        return List.copyOf(found);
    }

    private static void add(List<String> found, List<String> byIndex, int index) {
        if (index < byIndex.size()) {
            found.add(plain(byIndex.get(index)));
        }
    }

    /** Root parameters carry a leading dot in DDP's messages. */
    private static String plain(String name) {
        return name.startsWith(".") ? name.substring(1) : name;
    }
}
