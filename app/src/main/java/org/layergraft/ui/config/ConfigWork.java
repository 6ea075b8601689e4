package org.layergraft.ui.config;

import java.util.function.Consumer;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;

/** Reading and writing of configs in the background: what was wanted last counts, and what is being written is waited for. */
public final class ConfigWork {

    private final Tasks tasks;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper cancellable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Problem> doing =
            new ReadOnlyObjectWrapper<>(Problem.of("ui", "tasks.config", ""));
    private Object turn = new Object();

    ConfigWork(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Takes the place of what can be dropped. */
    <T> void start(
            Problem what,
            boolean droppable,
            Tasks.Work<T> work,
            Consumer<? super T> then,
            Consumer<LayergraftException> refused) {
        var mine = new Object();
        turn = mine;
        doing.set(what);
        cancellable.set(droppable);
        busy.set(true);
        tasks.start(
                work,
                result -> end(mine, () -> then.accept(result)),
                failed -> end(mine, () -> refused.accept(failed)));
    }

    /** Nothing is told of what nobody waits for. */
    private void end(Object of, Runnable then) {
        if (of == turn) {
            busy.set(false);
            cancellable.set(false);
            then.run();
        }
    }

    /** @return was there anything that could be dropped? */
    boolean drop() {
        boolean dropped = cancellable.get();
        if (dropped) {
            turn = new Object();
            busy.set(false);
            cancellable.set(false);
        }
        return dropped;
    }

    /** Something is under way that has to come to its end. */
    boolean isHeld() {
        return busy.get() && !cancellable.get();
    }

    /** The same, as it changes. */
    public BooleanBinding held() {
        return busy.and(cancellable.not());
    }

    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty cancellableProperty() {
        return cancellable.getReadOnlyProperty();
    }

    /** What is under way while it is busy. */
    public ReadOnlyObjectProperty<Problem> doingProperty() {
        return doing.getReadOnlyProperty();
    }
}
