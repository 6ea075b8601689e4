package org.layergraft.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.graft.EditTexts;
import org.layergraft.graft.ShapeSource;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Words;

/** The open model and what is done to it. One change at a time; a change that fails leaves everything as it was. */
public final class DocumentViewModel {

    private static final Problem CHANGING = Problem.of("ui", "tasks.change");
    private static final Problem SAVING = Problem.of("ui", "tasks.save");

    private final Backend backend;
    private final Turns turns;
    private final DocumentWriting writing;
    private final Words words;
    private final Function<ScriptModel, ShapeSource> shapes;
    private final Consumer<LayergraftException> failed;
    private final ReadOnlyObjectWrapper<Optional<Experiment>> experiment =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<List<Edit>> saved = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Path>> file = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * @param shapes what was measured of a version
     * @param failed told of every change that did not succeed
     */
    public DocumentViewModel(
            Backend backend,
            Tasks tasks,
            Words words,
            Function<ScriptModel, ShapeSource> shapes,
            Consumer<LayergraftException> failed) {
        this.backend = backend;
        this.turns = new Turns(tasks, System::nanoTime, CHANGING);
        this.words = words;
        this.shapes = shapes;
        this.failed = failed;
        writing = new DocumentWriting(
                turns, SAVING, experiment::get, () -> unsavedProperty().get() ? Optional.empty() : file.get(), failed);
    }

    /** Writes what is open in other forms. */
    DocumentWriting writing() {
        return writing;
    }

    /** The open model is elsewhere: it was watched while it trained, and can be neither edited nor run. */
    public BooleanBinding capturedProperty() {
        return Bindings.createBooleanBinding(
                () -> experiment.get().flatMap(Experiment::captured).isPresent(), experiment);
    }

    public void open(Path file, Consumer<Experiment> then) {
        load(file, turn -> backend.open(file, turn::at), then, failed);
    }

    /**
     * @param name what the person knows it by
     * @param reading gives a model, perhaps with edits that its file has not
     */
    void load(
            Path name,
            Turns.Work<Experiment> reading,
            Consumer<Experiment> then,
            Consumer<LayergraftException> refused) {
        change(
                Problem.of(
                        "ui",
                        "tasks.open",
                        Optional.ofNullable(name.getFileName()).orElse(name)),
                reading,
                opened -> {
                    saved.set(opened.log().edits());
                    file.set(Optional.of(opened.file()));
                    then.accept(opened);
                },
                refused);
    }

    /** @param refused told why not, instead of the whole window: whoever asks for the edit can say it where it was asked */
    public void apply(Edit edit, Runnable then, Consumer<LayergraftException> refused) {
        experiment
                .get()
                .ifPresent(now -> change(
                        CHANGING, _ -> backend.apply(now, edit, shapes.apply(now.model())), _ -> then.run(), refused));
    }

    public void undo() {
        experiment
                .get()
                .filter(e -> e.log().canUndo())
                .ifPresent(now -> with(now.log().undo()));
    }

    public void redo() {
        experiment
                .get()
                .filter(e -> e.log().canRedo())
                .ifPresent(now -> with(now.log().redo()));
    }

    /** Back or forward: shows the model with so many edits, the others can be redone. */
    public void goTo(int edits) {
        experiment.get().ifPresent(now -> with(now.log().at(edits)));
    }

    /**
     * Takes one edit out from among the others; redo brings it back, as the last.
     *
     * @param edit its number, from 1
     */
    public void takeOut(int edit) {
        experiment.get().ifPresent(now -> with(now.log().without(edit - 1)));
    }

    private void with(EditLog log) {
        experiment.get().ifPresent(now -> change(_ -> backend.with(now, log), _ -> {}));
    }

    /** These edits are in the model's file already. */
    void savedAre(List<Edit> edits) {
        saved.set(edits);
    }

    /** Can be cancelled until the file is replaced. */
    public void save(Path target, Runnable then) {
        experiment
                .get()
                .ifPresent(now -> turns.start(
                        SAVING,
                        true,
                        turn -> written(now, target, turn),
                        written -> {
                            experiment.set(Optional.of(written));
                            saved.set(written.log().edits());
                            file.set(Optional.of(target));
                            then.run();
                        },
                        failed));
    }

    private Experiment written(Experiment now, Path target, Turns.Turn turn) throws LayergraftException {
        try {
            backend.save(now, target, done -> {
                boolean goesOn = done == 1 ? turn.hold() : !turn.isDropped();
                if (!goesOn) {
                    throw new CancellationException();
                }
                turn.at(done);
            });
        } catch (CancellationException nobodyWaits) {
            return now;
        }
        // What is not changed still lies in the file that was opened, which is another one now.
        return isSame(now.file(), target) ? backend.open(target, _ -> {}) : now;
    }

    private static boolean isSame(Path opened, Path target) {
        try {
            return Files.isSameFile(opened, target);
        } catch (IOException gone) {
            return false;
        }
    }

    private void change(Turns.Work<Experiment> work, Consumer<Experiment> then) {
        change(CHANGING, work, then, failed);
    }

    private void change(
            Problem what,
            Turns.Work<Experiment> work,
            Consumer<Experiment> then,
            Consumer<LayergraftException> refused) {
        turns.start(
                what,
                true,
                work,
                next -> {
                    experiment.set(Optional.of(next));
                    then.accept(next);
                },
                refused);
    }

    /**
     * Nobody waits any longer for what is being opened, changed or exported; what comes of it is dropped.
     *
     * @return was there anything that could be dropped?
     */
    public boolean cancel() {
        return turns.drop();
    }

    public ReadOnlyObjectProperty<Optional<Experiment>> experimentProperty() {
        return experiment.getReadOnlyProperty();
    }

    /** Something is being opened, changed or saved. */
    public ReadOnlyBooleanProperty busyProperty() {
        return turns.busyProperty();
    }

    /** What is under way while it is busy. */
    ReadOnlyObjectProperty<Problem> doingProperty() {
        return turns.doingProperty();
    }

    /** How much of it is done, from 0 to 1; negative where that is not known. */
    ReadOnlyDoubleProperty progressProperty() {
        return turns.progressProperty();
    }

    /** How long it should take, where the same was done before. */
    Optional<Duration> expected() {
        return turns.expected();
    }

    /** Is there something under way that can be dropped? */
    public ReadOnlyBooleanProperty cancellableProperty() {
        return turns.cancellableProperty();
    }

    /** Where the model lies: as it was opened, or as it was saved last. */
    public ReadOnlyObjectProperty<Optional<Path>> fileProperty() {
        return file.getReadOnlyProperty();
    }

    public BooleanBinding openProperty() {
        return Bindings.createBooleanBinding(() -> experiment.get().isPresent(), experiment);
    }

    public BooleanBinding canUndo() {
        return Bindings.createBooleanBinding(
                () -> experiment.get().filter(e -> e.log().canUndo()).isPresent(), experiment);
    }

    public BooleanBinding canRedo() {
        return Bindings.createBooleanBinding(
                () -> experiment.get().filter(e -> e.log().canRedo()).isPresent(), experiment);
    }

    /** Are there edits that no saved file has? */
    public BooleanBinding unsavedProperty() {
        return Bindings.createBooleanBinding(
                () -> experiment
                        .get()
                        .filter(e -> !e.log().edits().equals(saved.get()))
                        .isPresent(),
                experiment,
                saved);
    }

    /** "Undo: Declared parameter class_embed", or just "Undo". */
    public StringBinding undoLabel() {
        return Bindings.createStringBinding(
                () -> label(
                        "action.undo",
                        experiment
                                .get()
                                .filter(e -> e.log().canUndo())
                                .map(e -> e.log().edits().getLast())),
                experiment,
                words.textsProperty());
    }

    public StringBinding redoLabel() {
        return Bindings.createStringBinding(
                () -> label(
                        "action.redo",
                        experiment
                                .get()
                                .filter(e -> e.log().canRedo())
                                .map(e -> e.log().undone().getLast())),
                experiment,
                words.textsProperty());
    }

    private String label(String key, Optional<Edit> edit) {
        String action = words.get(key);
        return edit.map(e -> words.get("action.of", action, words.get(EditTexts.describe(e))))
                .orElse(action);
    }
}
