package org.layergraft.ui.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/** Which jobs run, the most urgent first, and how far all of them are. */
public final class TasksViewModel {

    private final LongSupplier clock;
    private final List<String> order = new ArrayList<>();
    private final Map<String, Subscription> watched = new HashMap<>();
    private final Map<String, TimeLeft> times = new HashMap<>();
    private final ObservableList<Job> going = FXCollections.observableArrayList();
    // A view hears of changes only as long as somebody holds it.
    private final ObservableList<Job> shown = FXCollections.unmodifiableObservableList(going);
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyLongWrapper moment = new ReadOnlyLongWrapper();

    /** @param clock in nanoseconds */
    public TasksViewModel(LongSupplier clock) {
        this.clock = clock;
    }

    /** Shows a job whenever it runs, in place of one that had the same id. */
    public void put(Job job) {
        var before = watched.remove(job.id());
        if (before == null) {
            order.add(job.id());
        } else {
            before.unsubscribe();
            end(job.id());
        }
        var watching = job.going().subscribe(runs -> {
            if (runs) {
                begin(job);
            } else {
                end(job.id());
            }
        });
        watched.put(job.id(), watching.and(job.progress().subscribe(now -> {
            if (times.get(job.id()) instanceof TimeLeft time) {
                time.at(now.doubleValue());
                tick();
            }
        })));
    }

    private void begin(Job job) {
        times.put(job.id(), new TimeLeft(clock, job.expected().get()));
        int urgent = order.indexOf(job.id());
        int at =
                (int) going.stream().filter(g -> order.indexOf(g.id()) < urgent).count();
        going.add(at, job);
        tick();
    }

    private void end(String id) {
        times.remove(id);
        if (going.removeIf(g -> g.id().equals(id))) {
            tick();
        }
    }

    /** Some time is gone. */
    public void tick() {
        boolean unknown = going.stream().anyMatch(g -> g.progress().get() < 0);
        progress.set(
                unknown
                        ? -1
                        : going.stream()
                                .mapToDouble(g -> g.progress().get())
                                .average()
                                .orElse(0));
        moment.set(moment.get() + 1);
    }

    /** How long a job that runs will still take; empty where nobody can tell. */
    public Optional<Duration> left(Job job) {
        return Optional.ofNullable(times.get(job.id())).flatMap(TimeLeft::left);
    }

    /** Stops the most urgent that can be stopped. */
    public void cancelFirst() {
        going.stream()
                .filter(g -> g.cancellable().get())
                .findFirst()
                .ifPresent(g -> g.cancel().run());
    }

    /** Stops everything that can be stopped. */
    public void cancelAll() {
        List.copyOf(going).stream()
                .filter(g -> g.cancellable().get())
                .forEach(g -> g.cancel().run());
    }

    /** What runs now. */
    public ObservableList<Job> going() {
        return shown;
    }

    /** Of all that run, from 0 to 1; -1 where one of them is not known, 0 where none runs. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** Changes whenever there may be something else to say. */
    public ReadOnlyLongProperty momentProperty() {
        return moment.getReadOnlyProperty();
    }
}
