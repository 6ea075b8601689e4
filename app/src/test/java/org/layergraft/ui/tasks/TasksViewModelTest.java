package org.layergraft.ui.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import org.junit.jupiter.api.Test;
import org.layergraft.text.Problem;

class TasksViewModelTest {

    private final AtomicLong now = new AtomicLong();
    private final TasksViewModel tasks = new TasksViewModel(now::get);
    private final List<String> cancelled = new ArrayList<>();

    private final class Made {
        final SimpleBooleanProperty going = new SimpleBooleanProperty();
        final SimpleBooleanProperty cancellable = new SimpleBooleanProperty(true);
        final SimpleDoubleProperty progress = new SimpleDoubleProperty(-1);

        Made(String id) {
            tasks.put(new Job(
                    id,
                    new SimpleObjectProperty<>(Problem.of("ui", "tasks.title")),
                    going,
                    new SimpleStringProperty(""),
                    progress,
                    () -> Optional.of(Duration.ofSeconds(8)),
                    cancellable,
                    () -> cancelled.add(id)));
        }
    }

    private List<String> ids() {
        return tasks.going().stream().map(Job::id).toList();
    }

    @Test
    void theMostUrgentStandsFirstWheneverItBegan() {
        var run = new Made("run");
        var file = new Made("file");
        assertEquals(List.of(), ids());
        file.going.set(true);
        run.going.set(true);
        assertEquals(List.of("run", "file"), ids());
        tasks.cancelFirst();
        run.cancellable.set(false);
        tasks.cancelFirst();
        assertEquals(List.of("run", "file"), cancelled, "what cannot be stopped is passed over");
        run.going.set(false);
        assertEquals(List.of("file"), ids());
    }

    @Test
    void progressIsOfAllAndUnknownWhereOneIs() {
        var run = new Made("run");
        var file = new Made("file");
        assertEquals(0, tasks.progressProperty().get());
        run.going.set(true);
        assertEquals(-1, tasks.progressProperty().get());
        run.progress.set(0.5);
        assertEquals(0.5, tasks.progressProperty().get());
        file.going.set(true);
        assertEquals(-1, tasks.progressProperty().get());
        file.progress.set(0.1);
        assertEquals(0.3, tasks.progressProperty().get(), 1e-9);
        run.going.set(false);
        file.going.set(false);
        assertEquals(0, tasks.progressProperty().get());
    }

    @Test
    void timeBeginsWithTheJob() {
        var run = new Made("run");
        now.set(Duration.ofHours(1).toNanos());
        run.going.set(true);
        var job = tasks.going().getFirst();
        assertEquals(Optional.of(Duration.ofSeconds(8)), tasks.left(job));
        now.addAndGet(Duration.ofSeconds(6).toNanos());
        run.progress.set(0.5);
        assertEquals(Optional.of(Duration.ofSeconds(6)), tasks.left(job));
        run.going.set(false);
        assertEquals(Optional.empty(), tasks.left(job));
    }

    @Test
    void aNewOneOfTheSameIdTakesItsPlace() {
        var old = new Made("graph");
        var other = new Made("run");
        old.going.set(true);
        other.going.set(true);
        var next = new Made("graph");
        assertEquals(List.of("run"), ids(), "the new one does not run");
        old.going.set(false);
        old.going.set(true);
        assertEquals(List.of("run"), ids(), "nobody listens to the old one");
        next.going.set(true);
        assertEquals(List.of("graph", "run"), ids());
        assertTrue(cancelled.isEmpty());
    }
}
