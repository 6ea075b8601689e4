package org.layergraft.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.common.InlineTasks;
import org.layergraft.ui.common.Tasks;

/** Works only when it is told to. */
public final class SlowTasks implements Tasks {

    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public <T> void start(Work<T> work, Consumer<? super T> done, Consumer<LayergraftException> failed) {
        waiting.add(() -> new InlineTasks().start(work, done, failed));
    }

    @Override
    public void soon(Runnable change) {
        change.run();
    }

    /** What is waiting now; what it starts waits again. */
    public void finish() {
        var now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    /** What was started last. */
    void finishLast() {
        waiting.removeLast().run();
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }
}
