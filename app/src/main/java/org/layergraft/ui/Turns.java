package org.layergraft.ui;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Waiting;

/**
 * Work in the background of which there is one at a time. Some of it may be dropped: nobody waits for it any longer, and what comes of
 * it is not told. Used on the window's thread, but for {@link Turn}.
 */
final class Turns {

    private static final double UNKNOWN = -1;

    /** Less of a progress than this is not worth a word. */
    private static final double STEP = 0.01;

    /** Of how many kinds of work it is known how long they took. */
    private static final int REMEMBERED = 40;

    private final Tasks tasks;
    private final LongSupplier clock;
    private final Map<Problem, Duration> took = new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Problem, Duration> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Problem> doing;
    private final ReadOnlyBooleanWrapper cancellable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
    private Turn now = new Turn();

    /**
     * @param clock in nanoseconds
     * @param first what is said to be under way before anything is
     */
    Turns(Tasks tasks, LongSupplier clock, Problem first) {
        this.tasks = tasks;
        this.clock = clock;
        doing = new ReadOnlyObjectWrapper<>(first);
    }

    /** What is under way, for whoever does it, on any thread. */
    final class Turn implements Waiting {

        private final AtomicBoolean decided = new AtomicBoolean();
        private double told;

        @Override
        public boolean isDropped() {
            return decided.get();
        }

        /** From here on it cannot be dropped. @return false where it was before */
        boolean hold() {
            return decided.compareAndSet(false, true);
        }

        @Override
        public void at(double done) {
            if (done < 0 || done == 1 || Math.abs(done - told) >= STEP) {
                told = done;
                tasks.soon(() -> {
                    if (now == this && busy.get()) {
                        progress.set(done);
                    }
                });
            }
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T get(Turn turn) throws LayergraftException;
    }

    /** Does nothing while something is under way. */
    <T> void start(
            Problem what,
            boolean droppable,
            Work<T> work,
            Consumer<? super T> done,
            Consumer<LayergraftException> failed) {
        if (busy.get()) {
            return;
        }
        var mine = new Turn();
        now = mine;
        doing.set(what);
        progress.set(UNKNOWN);
        busy.set(true);
        cancellable.set(droppable);
        long begin = clock.getAsLong();
        tasks.start(
                () -> work.get(mine),
                result -> end(mine, () -> {
                    took.put(what, Duration.ofNanos(clock.getAsLong() - begin));
                    done.accept(result);
                }),
                problem -> end(mine, () -> failed.accept(problem)));
    }

    private void end(Turn of, Runnable then) {
        if (of == now && busy.get()) {
            busy.set(false);
            cancellable.set(false);
            progress.set(UNKNOWN);
            then.run();
        }
    }

    /** @return was there anything that could be dropped? */
    boolean drop() {
        boolean dropped = cancellable.get() && now.hold();
        if (dropped) {
            end(now, () -> now = new Turn());
        }
        return dropped;
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** What is under way while it is busy. */
    ReadOnlyObjectProperty<Problem> doingProperty() {
        return doing.getReadOnlyProperty();
    }

    /** How long what is under way took when it was done last: the same with the same file. Empty where it never was. */
    Optional<Duration> expected() {
        return Optional.ofNullable(took.get(doing.get()));
    }

    ReadOnlyBooleanProperty cancellableProperty() {
        return cancellable.getReadOnlyProperty();
    }

    /** From 0 to 1; negative while nothing is known. */
    ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }
}
