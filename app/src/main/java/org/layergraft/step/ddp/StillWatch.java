package org.layergraft.step.ddp;

import java.util.function.Consumer;
import org.layergraft.step.Timeline;

/**
 * Tells the timeline so far when a rank has stood still for a while, from a thread of its own: one that waits in a collective for a
 * rank that never comes is ended from outside and gives no report.
 */
final class StillWatch implements AutoCloseable {

    private static final long STILL_NANOS = 400_000_000;
    private static final long LOOK_MILLIS = 100;

    private final TimelineRecorder recorder;
    private final Consumer<Timeline> listener;
    private final Thread thread;

    StillWatch(TimelineRecorder recorder, Consumer<Timeline> listener) {
        this.recorder = recorder;
        this.listener = listener;
        thread = Thread.ofPlatform().name("still").daemon().start(this::watch);
    }

    private void watch() {
        boolean told = false;
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                boolean still = recorder.still() > STILL_NANOS;
                if (still && !told) {
                    recorder.timeline().ifPresent(listener);
                }
                told = still;
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
