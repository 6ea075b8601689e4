package org.layergraft.ui.common;

import java.time.Duration;

/** How long something takes, in steps that do not promise more than is known. */
public final class Lasting {

    /** From here on minutes are told. */
    private static final long LONG_SECONDS = 100;

    private Lasting() {}

    /** "about 25 s", "about 3 min"; at least a second. */
    public static String about(Duration all, Words words) {
        long seconds = Math.max(1, Math.ceilDiv(all.toMillis(), 1000));
        if (seconds > LONG_SECONDS) {
            return words.get("lasting.minutes", Math.ceilDiv(seconds, 60));
        }
        return words.get("lasting.seconds", seconds > 10 ? 5 * Math.ceilDiv(seconds, 5) : seconds);
    }
}
