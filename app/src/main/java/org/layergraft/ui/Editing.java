package org.layergraft.ui;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import org.layergraft.experiment.Trials;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditTexts;
import org.layergraft.ui.common.Places;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.switches.SwitchesViewModel;
import org.layergraft.ui.verdict.Remedy;

/** Changes the open model as the person or a fix says, and tells what came of it. */
public final class Editing {

    private final DocumentViewModel document;
    private final SwitchesViewModel switches;
    private final Running running;
    private final Announcements announcements;
    private final Words words;
    private final StringProperty selected;

    /** @param selected a module's path, a parameter's name or the id of a step; "" for nothing */
    Editing(
            DocumentViewModel document,
            SwitchesViewModel switches,
            Running running,
            Announcements announcements,
            Words words,
            StringProperty selected) {
        this.document = document;
        this.switches = switches;
        this.running = running;
        this.announcements = announcements;
        this.words = words;
        this.selected = selected;
    }

    /** @param refused told in words why it cannot be done */
    public void apply(Edit edit, Runnable then, Consumer<String> refused) {
        document.apply(
                edit,
                () -> {
                    done(edit);
                    then.run();
                },
                problem -> refused.accept(words.get(problem.problem())));
    }

    /** As {@link #apply(Edit, Runnable, Consumer)}, and the window says why it cannot be done. */
    void edit(Edit edit, Runnable then) {
        document.apply(
                edit,
                () -> {
                    done(edit);
                    then.run();
                },
                announcements::report);
    }

    private void done(Edit edit) {
        announcements.list(Tone.NEUTRAL, EditTexts.describe(edit));
        announcements.dismiss();
        document.experimentProperty()
                .get()
                .ifPresent(e -> e.notes(e.log().edits().getLast()).forEach(n -> announcements.tell(Tone.WARNING, n)));
    }

    /** Takes the selected module or parameter out. */
    public void remove() {
        target().ifPresent(this::remove);
    }

    void remove(String place) {
        edit(new Edit.Remove(place), () -> selected.set(""));
    }

    /** The selected module or parameter, if it is something that can be edited. */
    public Optional<String> target() {
        return document.experimentProperty().get().flatMap(e -> Places.target(e.graph(), selected.get()));
    }

    /** Does what a fix says, and runs again where that is all it takes. */
    public void apply(Remedy remedy) {
        remedy.change()
                .ifPresentOrElse(
                        change -> {
                            switches.show(
                                    Trials.settings(switches.settingsProperty().get(), change));
                            editAll(change instanceof Trials.Change.Do(List<Edit> edits) ? edits : List.of());
                        },
                        () -> remedy.parameters().stream().findFirst().ifPresent(selected::set));
    }

    /** The first of these, then the rest, then a run on all ranks. */
    private void editAll(List<Edit> edits) {
        if (edits.isEmpty()) {
            running.run(true);
        } else {
            edit(edits.getFirst(), () -> editAll(edits.subList(1, edits.size())));
        }
    }
}
