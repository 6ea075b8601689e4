package org.layergraft.ui;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.layergraft.text.LayergraftException;

/** Keeps what the window has soon after it changed, in the background, and nothing while a file has it all. */
final class Autosave {

    private final FilesViewModel files;
    private final RecoveryStore store;
    private final Consumer<Runnable> soon;
    private final Consumer<Runnable> later;
    private final Consumer<LayergraftException> failed;
    private final AtomicReference<Optional<Work>> pending = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean waiting = new AtomicBoolean();
    private boolean changing;

    @FunctionalInterface
    private interface Work {
        void run() throws LayergraftException;
    }

    /**
     * @param soon runs something on the window's thread, after what is being done there
     * @param later runs something a moment later on a thread of its own
     * @param failed told on that thread
     */
    Autosave(
            FilesViewModel files,
            RecoveryStore store,
            Consumer<Runnable> soon,
            Consumer<Runnable> later,
            Consumer<LayergraftException> failed) {
        this.files = files;
        this.store = store;
        this.soon = soon;
        this.later = later;
        this.failed = failed;
        files.whenChanged(this::changed);
    }

    /** Opening changes one thing after the other; only what comes of it all is worth keeping. */
    private void changed() {
        if (!changing) {
            changing = true;
            soon.accept(this::takeDown);
        }
    }

    /** What is kept is taken down now, on the window's thread, and written later: nothing of it changes any more. */
    private void takeDown() {
        changing = false;
        var now = files.content();
        if (now.isEmpty() || files.isSafe(now)) {
            pending.set(Optional.of(store::clear));
        } else {
            var content = now.get();
            var model = files.model();
            var belongsTo = files.graftProperty().get();
            pending.set(Optional.of(() -> store.keep(content.saved(model, belongsTo))));
        }
        if (waiting.compareAndSet(false, true)) {
            later.accept(this::write);
        }
    }

    private void write() {
        waiting.set(false);
        var work = pending.getAndSet(Optional.empty());
        try {
            if (work.isPresent()) {
                work.get().run();
            }
        } catch (LayergraftException problem) {
            failed.accept(problem);
        }
    }
}
