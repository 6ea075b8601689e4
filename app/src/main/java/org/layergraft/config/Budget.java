package org.layergraft.config;

import java.nio.file.Path;
import org.layergraft.text.LayergraftException;

/** What evaluating one config may cost: no config needs a hundredth of it, and a few lines of Python can ask for any amount. */
final class Budget {

    static final long STEPS = 2_000_000;
    static final int LONGEST = 100_000;
    static final int LONGEST_TEXT = 1_000_000;
    static final int MOST_BITS = 10_000;

    private long left = STEPS;

    /** @throws LayergraftException INPUT when too much was asked for */
    void spend(Path file, long steps) throws LayergraftException {
        left -= steps;
        if (left < 0) {
            throw LayergraftException.input("config", "read.work", file, STEPS);
        }
    }
}
