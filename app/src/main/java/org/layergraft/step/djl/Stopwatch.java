package org.layergraft.step.djl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Phase;
import org.layergraft.step.Timing;

/** Times iterations. The first one warms up and only counts when it is the only one. */
final class Stopwatch {

    private record Lap(double step, double forward, double backward) {}

    private final List<Lap> laps = new ArrayList<>();
    private Phase phase = Phase.CONSTRUCT;
    private long since = System.nanoTime();
    private double step;
    private double forward;
    private double backward;

    void enter(Phase next) {
        stop();
        phase = next;
    }

    /** What follows, up to the next phase, is our own doing and not the step's. */
    void pause() {
        stop();
        phase = Phase.CONSTRUCT;
    }

    void finish() {
        stop();
        laps.add(new Lap(step, forward, backward));
        step = 0;
        forward = 0;
        backward = 0;
        phase = Phase.CONSTRUCT;
    }

    Optional<Timing> timing() {
        if (laps.isEmpty()) {
            return Optional.empty();
        }
        List<Lap> warm = laps.size() == 1 ? laps : laps.subList(1, laps.size());
        return Optional.of(new Timing(
                median(warm.stream().mapToDouble(Lap::step).sorted().toArray()),
                median(warm.stream().mapToDouble(Lap::forward).sorted().toArray()),
                median(warm.stream().mapToDouble(Lap::backward).sorted().toArray()),
                OptionalDouble.empty()));
    }

    private void stop() {
        long now = System.nanoTime();
        double milliseconds = (now - since) / 1e6;
        since = now;
        switch (phase) {
            case CONSTRUCT -> {}
            case FORWARD -> {
                forward += milliseconds;
                step += milliseconds;
            }
            case BACKWARD -> {
                backward += milliseconds;
                step += milliseconds;
            }
            case LOSS, STEP -> step += milliseconds;
        }
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
