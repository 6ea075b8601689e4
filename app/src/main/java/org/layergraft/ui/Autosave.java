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
    private final Consumer<Runnable> later;
    private final Consumer<LayergraftException> failed;
    private final AtomicReference<Optional<Work>> pending = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean waiting = new AtomicBoolean();

    @FunctionalInterface
    private interface Work {
        void run() throws LayergraftException;
    }

    /**
     * @param later runs something a moment later on a thread of its own
     * @param failed told on that thread
     */
    Autosave(
            FilesViewModel files, RecoveryStore store, Consumer<Runnable> later, Consumer<LayergraftException> failed) {
        this.files = files;
        this.store = store;
        this.later = later;
        this.failed = failed;
        files.whenChanged(this::changed);
    }

    /** What is kept is taken down now, on the window's thread, and written later: nothing of it changes any more. */
    private void changed() {
        var now = files.content();
        if (now.isEmpty() || files.isSafe(now)) {
            pending.set(Optional.of(store::clear));
        } else {
            var content = now.get();
            var model = files.model();
            var belongsTo = files.graftProperty().get();
            pending.set(Optional.of(() -> store.keep(FilesViewModel.saved(content, model, belongsTo))));
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
