package org.layergraft.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.layergraft.experiment.RunSettings;
import org.layergraft.ui.runs.Pace;

class TimekeeperTest {

    private long now;
    private final Timekeeper times = new Timekeeper(() -> now * 1_000_000_000);

    private void at(long second) {
        now = second;
    }

    private Optional<Duration> each() {
        return times.paceProperty().get().map(Pace::each);
    }

    @Test
    void theWayToTheFirstRankDoesNotCount() {
        times.begin();
        at(7);
        times.heard(-1);
        at(9);
        times.heard(1);
        times.heard(0);
        at(12);
        times.finished(RunSettings.DEFAULT);
        assertEquals(Optional.of(Duration.ofSeconds(3)), each());
    }

    @Test
    void ofSeveralItIsTheMean() {
        times.begin();
        at(1);
        times.heard(0);
        at(6);
        times.finished(RunSettings.DEFAULT);
        assertEquals(Optional.of(Duration.ofSeconds(5)), each());
        times.heard(0);
        at(9);
        times.finished(RunSettings.DEFAULT);
        assertEquals(Optional.of(Duration.ofSeconds(4)), each());
    }

    @Test
    void aRunOfNoRankSaysNothingAndAnotherModelIsAnother() {
        times.begin();
        at(1);
        times.heard(0);
        at(3);
        times.finished(RunSettings.DEFAULT);
        times.begin();
        times.heard(-1);
        at(50);
        times.finished(RunSettings.DEFAULT);
        assertEquals(Optional.of(Duration.ofSeconds(2)), each(), "of the last that ran on ranks");
        times.forget();
        assertEquals(Optional.empty(), each());
    }
}
