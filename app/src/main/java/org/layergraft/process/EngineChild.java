package org.layergraft.process;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;

/** The engine process: started early, asked one thing at a time, replaced after it failed. */
final class EngineChild {

    private static final double HELLO_SECONDS = 60;
    private static final double MARGIN_SECONDS = 10;
    /** How long a child may take to stop by itself: together with killing it stays below two seconds. */
    private static final double ASKING_SECONDS = 1.5;

    private static final long POLL_MILLIS = 50;

    private final BlockingQueue<ChildEvent> events = new LinkedBlockingQueue<>();
    private final ChildProcess process;
    private volatile boolean killed;
    private boolean diedUnheard;

    private EngineChild(ChildLauncher launcher) throws LayergraftException {
        int cores = Runtime.getRuntime().availableProcessors();
        process = launcher.start("engine", Installation.Kind.ENGINE, cores, List.of(), events::add);
    }

    /** Does not wait until it is ready. */
    static EngineChild start(ChildLauncher launcher) throws LayergraftException {
        return new EngineChild(launcher);
    }

    boolean isAlive() {
        return !killed && process.isAlive();
    }

    /** Whether it ended before it said anything about the last request. */
    boolean diedUnheard() {
        return diedUnheard;
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        // The operating system may need a moment; we do not ask it again.
        killed = true;
        process.close();
    }

    /**
     * Sends a request and waits for its answer, which is none of Hello, At and Failed.
     *
     * @param timeoutSeconds how long the child may be silent
     */
    StepMessage ask(StepMessage request, int timeoutSeconds, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        boolean heard = false;
        process.send(request);
        double allowed = Math.max(timeoutSeconds + MARGIN_SECONDS, HELLO_SECONDS);
        long askedToStop = 0;
        while (true) {
            if (cancel.isCancelled() && askedToStop == 0) {
                process.send(new StepMessage.Cancel());
                askedToStop = System.nanoTime();
            }
            if (askedToStop != 0 && System.nanoTime() - askedToStop > ASKING_SECONDS * 1e9) {
                kill();
                throw Failures.cancelled();
            }
            if (process.silence() > allowed) {
                kill();
                throw LayergraftException.engine("process", "child.silent", (long) process.silence())
                        .saying(process.lastWords());
            }
            switch (poll()) {
                case null -> {}
                case ChildEvent.Ended(int code, String stderr) -> {
                    diedUnheard = !heard;
                    throw cancel.isCancelled() ? Failures.cancelled() : Failures.ended(code, stderr);
                }
                case ChildEvent.Said(StepMessage.Hello hello) -> Failures.checkVersion(hello, process);
                case ChildEvent.Said(StepMessage.At(int rank, int iteration, var phase)) -> {
                    heard = true;
                    progress.at(rank, iteration, phase);
                }
                case ChildEvent.Said(StepMessage.Failed failed) -> {
                    throw cancel.isCancelled() ? Failures.cancelled() : Failures.of(failed, process.lastWords());
                }
                case ChildEvent.Said(StepMessage answer) -> {
                    if (cancel.isCancelled()) {
                        throw Failures.cancelled();
                    }
                    return answer;
                }
            }
        }
    }

    private ChildEvent poll() throws LayergraftException {
        try {
            return events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            // The answer to come belongs to no one any more.
            kill();
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }
}
