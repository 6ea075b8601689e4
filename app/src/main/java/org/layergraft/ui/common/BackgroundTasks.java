package org.layergraft.ui.common;

import java.util.function.Consumer;
import javafx.application.Platform;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;

/** Virtual threads for the work, the FX thread for its end. */
public final class BackgroundTasks implements Tasks {

    private static final System.Logger LOG = System.getLogger(BackgroundTasks.class.getName());

    @Override
    public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
        Thread.ofVirtual().name("work").start(() -> {
            try {
                T result = work.get();
                soon(() -> done.accept(result));
            } catch (LayergraftException expected) {
                soon(() -> failed.accept(expected));
            } catch (RuntimeException | Error unexpected) {
                LOG.log(System.Logger.Level.DEBUG, "unexpected", unexpected);
                soon(() -> failed.accept(new LayergraftException(
                        LayergraftException.Fault.ENGINE,
                        Problem.of("ui", "error.unexpected", unexpected),
                        unexpected)));
            }
        });
    }

    @Override
    public void soon(Runnable change) {
        Platform.runLater(change);
    }
}
