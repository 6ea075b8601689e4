package org.layergraft.ui.common;

import java.util.function.Consumer;
import org.layergraft.text.LayergraftException;

/** Everything at once, on the calling thread: for pictures and tests, which want no waiting. */
public final class InlineTasks implements Tasks {

    @Override
    public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
        T result;
        try {
            result = work.get();
        } catch (LayergraftException problem) {
            failed.accept(problem);
            return;
        }
        done.accept(result);
    }

    @Override
    public void soon(Runnable change) {
        change.run();
    }
}
