package org.layergraft.ui;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import org.layergraft.text.Problem;
import org.layergraft.ui.canvas.LayoutJobs;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.config.ConfigViewModel;
import org.layergraft.ui.tasks.Job;
import org.layergraft.ui.tasks.TasksViewModel;

/** What of a window can run, as one list shows it. */
final class Jobs {

    private Jobs() {}

    /** The most urgent first: it is what "cancel" without more means. */
    static TasksViewModel of(
            DocumentViewModel document,
            RunsViewModel runs,
            ShapesViewModel shapes,
            ConfigViewModel config,
            Announcements announcements,
            Words words) {
        var all = new TasksViewModel(System::nanoTime);
        all.put(new Job(
                "run",
                runs.titleProperty(),
                runs.runningProperty(),
                runs.whereProperty(),
                runs.progressProperty(),
                runs.expectedProperty()::get,
                always(),
                runs::cancel));
        all.put(new Job(
                "document",
                document.doingProperty(),
                document.busyProperty(),
                new ReadOnlyStringWrapper(""),
                document.progressProperty(),
                document::expected,
                document.cancellableProperty(),
                () -> {
                    if (document.cancel()) {
                        announcements.list(Tone.NEUTRAL, Problem.of("ui", "message.cancelled"));
                    }
                }));
        var trials = runs.trials();
        all.put(new Job(
                "fixes",
                title("tasks.fixes"),
                trials.tryingProperty(),
                Bindings.createStringBinding(
                        () -> words.get(trials.whereProperty().get()), trials.whereProperty(), words.textsProperty()),
                trials.progressProperty(),
                Optional::empty,
                always(),
                trials::cancel));
        all.put(new Job(
                "shapes",
                title("tasks.shapes"),
                shapes.measuringProperty(),
                Bindings.when(shapes.stoppingProperty())
                        .then(words.of("run.stopping"))
                        .otherwise(""),
                unknown(),
                shapes::expected,
                always(),
                shapes::cancel));
        all.put(new Job(
                "config",
                config.work().doingProperty(),
                config.work().busyProperty(),
                new ReadOnlyStringWrapper(""),
                unknown(),
                Optional::empty,
                config.work().cancellableProperty(),
                config::cancel));
        return all;
    }

    /** The graph is being laid out; whoever cancels that gets a plain layout. */
    static Job layout(LayoutJobs layouts) {
        return new Job(
                "layout",
                title("tasks.layout"),
                layouts.goingProperty(),
                new ReadOnlyStringWrapper(""),
                layouts.progressProperty(),
                layouts::expected,
                always(),
                layouts::cancel);
    }

    private static ReadOnlyObjectWrapper<Problem> title(String key) {
        return new ReadOnlyObjectWrapper<>(Problem.of("ui", key));
    }

    private static ObservableBooleanValue always() {
        return new SimpleBooleanProperty(true);
    }

    private static ReadOnlyDoubleWrapper unknown() {
        return new ReadOnlyDoubleWrapper(-1);
    }
}
