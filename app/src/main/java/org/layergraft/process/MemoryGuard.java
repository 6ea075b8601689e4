package org.layergraft.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.layergraft.text.LayergraftException;

/**
 * Stops a run when the child processes need more memory than they may, before the system has to kill something. A limit of the
 * system's own would not do: libtorch reserves many times the addresses that it uses. Of several runs the latest is stopped, and the
 * next only if that was not enough.
 */
final class MemoryGuard {

    private static final Duration LOOKS = Duration.ofMillis(200);

    /** A process that is asked to stop, and then killed, has given back what it had by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final LongSupplier needed;
    private final Deque<Watched> runs = new ArrayDeque<>();
    private OptionalLong most = OptionalLong.empty();
    private boolean looking;
    private long stoppedAt = System.nanoTime() - PATIENCE.toNanos();

    /** @param needed by all children together at the moment, in bytes */
    MemoryGuard(LongSupplier needed) {
        this.needed = needed;
    }

    /** A run that is under way, and how it is stopped. */
    private static final class Watched {
        private final Cancellation stop = new Cancellation();
        private OptionalLong too = OptionalLong.empty();
    }

    @FunctionalInterface
    interface Run<T> {
        T with(Cancellation stop) throws LayergraftException;
    }

    /** @param bytes empty for as much as there is; counts at once */
    synchronized void limit(OptionalLong bytes) {
        most = bytes;
        look();
    }

    /**
     * @param cancel the user's own stop
     * @throws LayergraftException what the run throws, or that it needed too much
     */
    <T> T watch(Run<T> run, Cancellation cancel) throws LayergraftException {
        var watched = new Watched();
        cancel.onCancel(watched.stop::cancel);
        begin(watched);
        try {
            return run.with(watched.stop);
        } catch (LayergraftException stopped) {
            throw cancel.isCancelled() ? stopped : told(watched, stopped);
        } finally {
            end(watched);
        }
    }

    private synchronized LayergraftException told(Watched watched, LayergraftException other) {
        return watched.too.isEmpty() || most.isEmpty()
                ? other
                : LayergraftException.engine(
                        "process", "memory.limit", gibibytes(watched.too.getAsLong()), gibibytes(most.getAsLong()));
    }

    /** With a tenth where it is not whole. */
    static String gibibytes(long bytes) {
        double all = bytes / (double) (1L << 30);
        return all == Math.rint(all) ? String.valueOf((long) all) : String.format(java.util.Locale.ROOT, "%.1f", all);
    }

    private synchronized void begin(Watched run) {
        runs.push(run);
        look();
    }

    private synchronized void end(Watched run) {
        runs.remove(run);
    }

    /** Only while there is something to look at. */
    private synchronized void look() {
        if (!looking && most.isPresent() && !runs.isEmpty()) {
            looking = true;
            Thread.ofVirtual().name("memory-guard").start(this::lookOn);
        }
    }

    private void lookOn() {
        while (judge()) {
            try {
                Thread.sleep(LOOKS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean judge() {
        long now = needed.getAsLong();
        Cancellation tooMuch;
        synchronized (this) {
            if (most.isEmpty() || runs.isEmpty()) {
                looking = false;
                return false;
            }
            var latest = runs.stream().filter(r -> r.too.isEmpty()).findFirst();
            boolean patient = System.nanoTime() - stoppedAt < PATIENCE.toNanos();
            if (now <= most.getAsLong() || patient || latest.isEmpty()) {
                return true;
            }
            stoppedAt = System.nanoTime();
            latest.get().too = OptionalLong.of(now);
            tooMuch = latest.get().stop;
        }
        tooMuch.cancel();
        return true;
    }
}
