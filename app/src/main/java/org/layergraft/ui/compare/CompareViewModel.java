package org.layergraft.ui.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.layergraft.experiment.RunComparison;
import org.layergraft.ui.runs.FinishedRun;

/** Which two runs are compared, and what became of the parameters between them. After each run, the last two. */
public final class CompareViewModel {

    private final ObservableList<FinishedRun> history;
    private final StringProperty selected;
    private final ObservableList<RunChoice> choices = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<RunChoice>> before = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<RunChoice>> after = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RunComparison>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean choosing;

    /**
     * @param history runs of the open model, oldest first
     * @param selected what is selected in the window
     */
    public CompareViewModel(ObservableList<FinishedRun> history, StringProperty selected) {
        this.history = history;
        this.selected = selected;
        history.addListener((ListChangeListener<FinishedRun>) _ -> follow());
        before.subscribe((_, _) -> compare());
        after.subscribe((_, _) -> compare());
        follow();
    }

    /** A run that only says more about itself than before keeps its place. */
    private void follow() {
        boolean another = history.size() != choices.size();
        int first = before.get().map(RunChoice::number).orElse(0);
        int second = after.get().map(RunChoice::number).orElse(0);
        var all = new ArrayList<RunChoice>();
        for (FinishedRun run : history) {
            all.add(new RunChoice(all.size() + 1, run));
        }
        choosing = true;
        try {
            choices.setAll(all);
            choose(another ? all.size() - 1 : first, another ? all.size() : second);
        } finally {
            choosing = false;
        }
        compare();
    }

    private void choose(int first, int second) {
        boolean two = choices.size() > 1;
        before.set(two ? number(first) : Optional.empty());
        after.set(two ? number(second) : Optional.empty());
    }

    private Optional<RunChoice> number(int wanted) {
        return choices.stream().filter(c -> c.number() == wanted).findFirst();
    }

    private void compare() {
        if (!choosing) {
            shown.set(before.get()
                    .flatMap(b -> after.get()
                            .map(a -> RunComparison.of(b.run().saved(), a.run().saved()))));
        }
    }

    /** The later one becomes the earlier one. */
    void swap() {
        choosing = true;
        var first = before.get();
        before.set(after.get());
        after.set(first);
        choosing = false;
        compare();
    }

    List<RunChoice> choices() {
        return choices;
    }

    ObjectProperty<Optional<RunChoice>> beforeProperty() {
        return before;
    }

    ObjectProperty<Optional<RunChoice>> afterProperty() {
        return after;
    }

    /** Empty while there are fewer than two runs. */
    ReadOnlyObjectProperty<Optional<RunComparison>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    StringProperty selectedProperty() {
        return selected;
    }
}
