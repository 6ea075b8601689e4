package org.layergraft.ui;

import java.util.Optional;
import java.util.OptionalLong;
import org.layergraft.experiment.ScratchSpace;
import org.layergraft.process.Installation;
import org.layergraft.process.LocalStepRunner;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** The child processes, which all windows share: made ready at the first call that needs one, so that no window waits for them. */
final class Helpers implements AutoCloseable {

    private Optional<Ready> ready = Optional.empty();
    private OptionalLong memory = OptionalLong.empty();
    private int parts;
    private boolean closed;

    /** What they need and what asks them. */
    private record Ready(ScratchSpace scratch, LocalStepRunner runner) {}

    /** What one window asks them with, and a folder for its files. */
    record Part(ScratchSpace scratch, LocalStepRunner runner) {}

    synchronized Part part() throws LayergraftException {
        if (closed) {
            throw new LayergraftException(LayergraftException.Fault.CANCELLED, Problem.of("ui", "message.cancelled"));
        }
        if (ready.isEmpty()) {
            ready = Optional.of(start());
        }
        var now = ready.get();
        return new Part(now.scratch().part("window-" + ++parts), now.runner());
    }

    private Ready start() throws LayergraftException {
        var installation = Installation.find();
        var scratch = ScratchSpace.open();
        try {
            var runner = new LocalStepRunner(installation, scratch.directory());
            runner.limitMemory(memory);
            runner.warmUp();
            return new Ready(scratch, runner);
        } catch (LayergraftException failed) {
            scratch.close();
            throw failed;
        }
    }

    /** @param most bytes that all of them may need together; empty for as much as there is */
    synchronized void limitMemory(OptionalLong most) {
        memory = most;
        ready.ifPresent(r -> r.runner().limitMemory(most));
    }

    @Override
    public synchronized void close() {
        closed = true;
        ready.ifPresent(r -> {
            r.runner().close();
            r.scratch().close();
        });
        ready = Optional.empty();
    }
}
