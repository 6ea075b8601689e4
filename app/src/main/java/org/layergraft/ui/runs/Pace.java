package org.layergraft.ui.runs;

import java.time.Duration;
import java.util.Optional;
import org.layergraft.experiment.RunSettings;

/**
 * How long a run on all ranks took the last time.
 *
 * @param settings it ran with
 */
public record Pace(RunSettings settings, Duration each) {

    /** About how long a run with these would take; empty where they ask for another kind of run. Switches cost, but not that much. */
    public Optional<Duration> of(RunSettings others) {
        return settings.with(others.switches()).equals(others) ? Optional.of(each) : Optional.empty();
    }
}
