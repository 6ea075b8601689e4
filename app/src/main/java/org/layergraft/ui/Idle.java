package org.layergraft.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.util.Subscription;

/**
 * What a window does once nothing runs in it that somebody waits for: it would take the processors and the disk from a graph that is
 * on its way.
 */
final class Idle implements AutoCloseable {

    private final WorkbenchViewModel model;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Subscription watching;

    Idle(WorkbenchViewModel model) {
        this.model = model;
        watching = model.jobs().going().subscribe(this::lookSoon);
    }

    /** Runs it on the window's thread, now if nothing is going. */
    void then(Runnable work) {
        waiting.add(work);
        look();
    }

    /** Between reading a model and its layout nothing goes on for a moment. */
    private void lookSoon() {
        model.tasks().soon(this::look);
    }

    private void look() {
        if (model.jobs().going().isEmpty()) {
            var all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(Runnable::run);
        }
    }

    /** The window is closed: what waits is not done any more. */
    @Override
    public void close() {
        watching.unsubscribe();
        waiting.clear();
    }
}
