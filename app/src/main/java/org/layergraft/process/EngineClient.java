package org.layergraft.process;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.process.Installation.Child;
import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;

/** Keeps one engine process warm and asks it one thing at a time. A process that failed is replaced at the next question. */
final class EngineClient implements AutoCloseable {

    private static final double DEAF_SECONDS = 30;
    private static final double ASK_SECONDS = 1.5;

    private final ChildLauncher launcher;
    private Optional<ChildProcess> child = Optional.empty();
    private BlockingQueue<ChildEvent> events = new LinkedBlockingQueue<>();

    EngineClient(ChildLauncher launcher) {
        this.launcher = launcher;
    }

    /** Starts the process if there is none. */
    synchronized ChildProcess warm() throws LayergraftException {
        if (child.filter(ChildProcess::isAlive).isEmpty()) {
            BlockingQueue<ChildEvent> fresh = new LinkedBlockingQueue<>();
            events = fresh;
            child = Optional.of(
                    launcher.start(Child.ENGINE, Runtime.getRuntime().availableProcessors(), fresh::add));
        }
        return child.get();
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param answer the type of message that answers it
     */
    synchronized <T extends StepMessage> T ask(
            StepMessage request, Class<T> answer, StepRunner.Progress progress, Cancellation cancel)
            throws LayergraftException {
        ChildProcess engine = warm();
        engine.send(request);
        long asked = 0;
        while (true) {
            if (cancel.isCancelled() && asked == 0) {
                engine.send(new StepMessage.Cancel());
                asked = System.nanoTime();
            }
            if (asked != 0 && (System.nanoTime() - asked) / 1e9 > ASK_SECONDS) {
                close();
                throw cancelled();
            }
            if (engine.silentSeconds() > DEAF_SECONDS) {
                close();
                throw LayergraftException.engine("process", "engine.deaf", (int) DEAF_SECONDS);
            }
            Optional<ChildEvent> event = next();
            if (event.isPresent()) {
                Optional<T> answered = take(event.get(), engine, answer, progress, asked != 0);
                if (answered.isPresent()) {
                    return answered.get();
                }
            }
        }
    }

    private Optional<ChildEvent> next() throws LayergraftException {
        try {
            return Optional.ofNullable(events.poll(50, TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
            throw cancelled();
        }
    }

    private <T extends StepMessage> Optional<T> take(
            ChildEvent event, ChildProcess engine, Class<T> answer, StepRunner.Progress progress, boolean cancelling)
            throws LayergraftException {
        return switch (event) {
            case ChildEvent.Ended(int exitCode) -> {
                child = Optional.empty();
                throw LayergraftException.engine(
                        "process", "engine.died", exitCode, engine.errors().lastLine());
            }
            case ChildEvent.Said(StepMessage.At at) -> {
                progress.at(at.rank(), at.iteration(), at.phase());
                yield Optional.empty();
            }
            case ChildEvent.Said(StepMessage.Failed failed) -> {
                if (cancelling) {
                    throw cancelled();
                }
                throw failure(failed);
            }
            case ChildEvent.Said(StepMessage message) -> {
                if (!answer.isInstance(message)) {
                    yield Optional.empty();
                }
                if (cancelling) {
                    throw cancelled();
                }
                yield Optional.of(answer.cast(message));
            }
        };
    }

    static LayergraftException failure(StepMessage.Failed failed) {
        return new LayergraftException(
                failed.inputFault() ? Fault.INPUT : Fault.ENGINE,
                new Problem(failed.area(), failed.key(), failed.arguments()));
    }

    static LayergraftException cancelled() {
        return new LayergraftException(Fault.CANCELLED, Problem.of("process", "cancelled"));
    }

    @Override
    public synchronized void close() {
        child.ifPresent(ChildProcess::close);
        child = Optional.empty();
    }
}
