package org.layergraft.ui.menu;

import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Experiments;
import org.layergraft.graft.Edit;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** A new name for a module or parameter, tried with every key stroke. */
public final class RenameViewModel {

    private final Words words;
    private final Tasks tasks;
    private final Experiment experiment;
    private final String target;
    private final StringProperty name;
    private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper possible = new ReadOnlyBooleanWrapper();
    private int asked;

    /** @param target path of a module or parameter that can be renamed */
    public RenameViewModel(Words words, Tasks tasks, Experiment experiment, String target) {
        this.words = words;
        this.tasks = tasks;
        this.experiment = experiment;
        this.target = target;
        name = new SimpleStringProperty(target.substring(target.lastIndexOf('.') + 1));
        name.subscribe((_, _) -> check());
    }

    /** Only the answer to what was typed last counts. */
    private void check() {
        int mine = ++asked;
        error.set("");
        possible.set(false);
        if (name.get().isBlank() || path().equals(target)) {
            return;
        }
        var wanted = edit();
        tasks.start(
                () -> Experiments.refusal(experiment, wanted),
                refusal -> {
                    if (mine == asked) {
                        error.set(refusal.map(words::get).orElse(""));
                        possible.set(refusal.isEmpty());
                    }
                },
                _ -> {});
    }

    private Edit edit() {
        return new Edit.Rename(target, name.get().strip());
    }

    /** Empty while the name is not known to be good. */
    public Optional<Edit> accepted() {
        return possible.get() ? Optional.of(edit()) : Optional.empty();
    }

    /** What it is called afterwards, with the modules around it. */
    public String path() {
        return target.substring(0, target.lastIndexOf('.') + 1) + name.get().strip();
    }

    public String title() {
        return words.get("rename.title", target);
    }

    public void refuse(String sentence) {
        error.set(sentence);
    }

    /** The last part of the path. */
    public StringProperty nameProperty() {
        return name;
    }

    /** Why it cannot be called so, or "". */
    public ReadOnlyStringProperty errorProperty() {
        return error.getReadOnlyProperty();
    }

    /** Is the name another one, and a good one? */
    public ReadOnlyBooleanProperty possibleProperty() {
        return possible.getReadOnlyProperty();
    }
}
