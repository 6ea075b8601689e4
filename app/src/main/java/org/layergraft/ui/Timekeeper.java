package org.layergraft.ui;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.RunSettings;
import org.layergraft.ui.runs.Pace;

/** Takes the time of runs on all ranks. What processes need to start is not counted: they are there for the next run. */
final class Timekeeper {

    private final LongSupplier clock;
    private final ReadOnlyObjectWrapper<Optional<Pace>> pace = new ReadOnlyObjectWrapper<>(Optional.empty());
    private OptionalLong start = OptionalLong.empty();
    private int runs;

    /** @param clock in nanoseconds */
    Timekeeper(LongSupplier clock) {
        this.clock = clock;
    }

    /** Runs begin, one after the other. */
    void begin() {
        start = OptionalLong.empty();
        runs = 0;
    }

    /** A rank, or the one device where it is negative, says where it is. */
    void heard(int rank) {
        if (rank >= 0 && start.isEmpty()) {
            start = OptionalLong.of(clock.getAsLong());
        }
    }

    /** One of the runs is over; what counts is the mean. */
    void finished(RunSettings settings) {
        runs++;
        start.ifPresent(since -> pace.set(Optional.of(
                new Pace(settings, Duration.ofNanos(clock.getAsLong() - since).dividedBy(runs)))));
    }

    /** Another model. */
    void forget() {
        pace.set(Optional.empty());
    }

    ReadOnlyObjectProperty<Optional<Pace>> paceProperty() {
        return pace.getReadOnlyProperty();
    }
}
