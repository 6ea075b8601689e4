package org.layergraft.ui.common;

import java.util.function.Consumer;
import org.layergraft.text.LayergraftException;

/**
 * The one way to work in the background: the work runs elsewhere, its end is told on the window's thread. Tests use a twin that
 * does everything at once on the calling thread.
 */
public interface Tasks {

    /** @param failed also told about what nobody expected, as a sentence */
    <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed);

    /** Runs it on the window's thread, soon. May be called on any thread. */
    void soon(Runnable change);

    @FunctionalInterface
    interface Work<T> {
        T get() throws LayergraftException;
    }
}
