package org.layergraft.step.ddp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.layergraft.step.Phase;
import org.layergraft.step.Timing;

/**
 * Times the phases of each step. The first iteration is left out of the medians where there are others: it warms up. Forward counts
 * the Reducer's preparations in, backward the loss and the reductions.
 */
final class Stopwatch {

    private final Runnable settle;
    private final List<Double> forwards = new ArrayList<>();
    private final List<Double> backwards = new ArrayList<>();
    private final List<Double> steps = new ArrayList<>();
    private final List<Double> communications = new ArrayList<>();
    private Phase phase = Phase.CONSTRUCT;
    private long since;
    private long forward;
    private long backward;
    private long step;

    /** @param settle waits until what was begun is done: a GPU is only told what to do */
    Stopwatch(Runnable settle) {
        this.settle = settle;
    }

    void enter(Phase next) {
        pause();
        phase = next;
    }

    /** What has run belongs to its phase; what comes until the next one to none. */
    void pause() {
        settle.run();
        long now = System.nanoTime();
        long ran = now - since;
        switch (phase) {
            case FORWARD -> forward += ran;
            case LOSS, BACKWARD -> backward += ran;
            case STEP -> step += ran;
            case CONSTRUCT -> {}
        }
        since = now;
        phase = Phase.CONSTRUCT;
    }

    /** The iteration is over. */
    void stop() {
        pause();
        forwards.add(forward / 1e6);
        backwards.add(backward / 1e6);
        steps.add((forward + backward + step) / 1e6);
        forward = 0;
        backward = 0;
        step = 0;
    }

    /** How long the collectives of one more step took; steps in which nothing was exchanged are left out. */
    void communicated(OptionalDouble millis) {
        millis.ifPresent(communications::add);
    }

    /** Empty before the first finished iteration. */
    Optional<Timing> timing() {
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Timing(median(steps), median(forwards), median(backwards), communication()));
    }

    private OptionalDouble communication() {
        return communications.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(communications));
    }

    private static double median(List<Double> all) {
        List<Double> warm = new ArrayList<>(all.size() > 1 ? all.subList(1, all.size()) : all);
        Collections.sort(warm);
        int middle = warm.size() / 2;
        return warm.size() % 2 == 1 ? warm.get(middle) : (warm.get(middle - 1) + warm.get(middle)) / 2;
    }
}
