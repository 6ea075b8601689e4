package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.TypedCode;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Question.Choice;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.config.ConfigViewModel;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.SwitchesViewModel;

/** The experiment file of the window: opened, saved, and whether it has what the window has. */
public final class FilesViewModel {

    /** What questions about the model's file are about. */
    static final String ON_DISK = "on disk";

    private static final String QUESTION = "experiment";

    private final Backend backend;
    private final DocumentViewModel document;
    private final SwitchesViewModel switches;
    private final RunsViewModel runs;
    private final ConfigViewModel config;
    private final Consumer<FinishedRun> list;
    private final Questions questions;
    private final Announcements announcements;
    private final ReadOnlyObjectWrapper<Optional<Path>> graft = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<WindowContent>> stored = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectBinding<Optional<Path>> shown;
    private final BooleanBinding unsaved;
    private final GraftSaving saving;
    private final ReadOnlyObjectWrapper<Optional<WindowContent>> safe = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<ScriptModel> base = Optional.empty();
    // The keeper asks for it from its own thread.
    private volatile OpenedModel model = new OpenedModel(Path.of(""));
    private String typed = "";

    /** @param list told of each run that a file kept */
    FilesViewModel(
            Backend backend,
            DocumentViewModel document,
            SwitchesViewModel switches,
            RunsViewModel runs,
            ConfigViewModel config,
            Consumer<FinishedRun> list,
            Questions questions,
            Announcements announcements) {
        this.backend = backend;
        this.document = document;
        this.switches = switches;
        this.runs = runs;
        this.config = config;
        this.list = list;
        this.questions = questions;
        this.announcements = announcements;
        saving = new GraftSaving(
                document.writing(), questions, () -> content().map(now -> new GraftSaving.Content(now, model)));
        shown = Bindings.createObjectBinding(
                () -> graft.get().or(document.fileProperty()::get), graft, document.fileProperty());
        var edited = document.unsavedProperty();
        unsaved = Bindings.createBooleanBinding(
                () -> graft.get().isPresent() ? !content().equals(stored.get()) : edited.get(),
                edited,
                graft,
                stored,
                document.experimentProperty(),
                switches.settingsProperty(),
                runs.history(),
                config.wantedProperty());
        document.experimentProperty().subscribe((_, now) -> now.ifPresent(this::opened));
    }

    /** Another model, or the same as it is on disk now. */
    private void opened(Experiment experiment) {
        if (base.filter(b -> b == experiment.base()).isEmpty()) {
            base = Optional.of(experiment.base());
            model = new OpenedModel(experiment.file());
            questions.withdraw(ON_DISK);
        }
    }

    /** What the window has; empty while nothing is open. */
    Optional<WindowContent> content() {
        return document.experimentProperty()
                .get()
                .map(e -> new WindowContent(
                        e.log(),
                        switches.settingsProperty().get(),
                        runs.history(),
                        config.wantedProperty().get()));
    }

    /** Does a file have just this, or was nothing changed since it was opened? */
    boolean isSafe(Optional<WindowContent> now) {
        return now.equals(safe.get());
    }

    /** Runs it whenever there may be something else to keep. */
    void whenChanged(Runnable then) {
        document.experimentProperty().subscribe((_, _) -> then.run());
        switches.settingsProperty().subscribe((_, _) -> then.run());
        runs.history().addListener((ListChangeListener<FinishedRun>) _ -> then.run());
        config.wantedProperty().subscribe((_, _) -> then.run());
        graft.subscribe((_, _) -> then.run());
        safe.subscribe((_, _) -> then.run());
    }

    /** Code of layers in the edits that came with the experiment file, as {@link TypedCode#of}; "" where there is none. */
    String typedCode() {
        return typed;
    }

    /** Where the base of the open model lies. */
    OpenedModel model() {
        return model;
    }

    void askBy(GraftSaving.Asking how) {
        saving.askBy(how);
    }

    /** A model was opened by itself. */
    void byItself() {
        questions.withdraw(QUESTION);
        graft.set(Optional.empty());
        saving.opened(Optional.empty());
        stored.set(Optional.empty());
        typed = "";
        safe.set(content());
    }

    /** Something that the window gets from where it stays: no more can be lost after it than before. */
    void withoutLoss(Runnable change) {
        boolean before = isSafe(content());
        change.run();
        if (before) {
            safe.set(content());
        }
    }

    @FunctionalInterface
    private interface Reading {
        SavedExperiment read(Turns.Turn turn) throws LayergraftException;
    }

    /**
     * What is being opened.
     *
     * @param name that the person knows it by
     * @param graft the file that it is saved to, as it was read; asked for once it is
     * @param fresh told once it is open, before its settings and runs are shown
     * @param exact whether what is read is what that file says
     */
    private record Opening(
            Path name, Supplier<Optional<GraftOnDisk>> graft, Reading reading, Consumer<Path> fresh, boolean exact) {
        Opening reading(Reading other) {
            return new Opening(name, graft, other, fresh, false);
        }
    }

    /** @param fresh told once it is open, before its settings and runs are shown */
    void open(Path file, Runnable fresh) {
        var notes = new AtomicReference<List<Problem>>(List.of());
        var disk = new AtomicReference<Optional<GraftOnDisk>>(Optional.empty());
        open(new Opening(
                file,
                disk::get,
                _ -> {
                    var stamp = OpenedModel.Stamp.of(file);
                    var read = ExperimentFile.read(file);
                    notes.set(read.notes());
                    disk.set(Optional.of(
                            new GraftOnDisk(file, stamp, !read.notes().isEmpty())));
                    return read.saved();
                },
                _ -> {
                    fresh.run();
                    notes.get().forEach(n -> announcements.tell(Tone.WARNING, n));
                },
                true));
    }

    /** What a crash left. It is no less unsaved than it was. */
    void restore(SavedExperiment left, Consumer<Path> fresh) {
        var disk = new AtomicReference<Optional<GraftOnDisk>>(Optional.empty());
        open(new Opening(
                left.belongsTo().orElse(left.model()),
                disk::get,
                _ -> {
                    disk.set(left.belongsTo().map(GraftOnDisk::found));
                    return left;
                },
                fresh,
                false));
    }

    private void open(Opening opening) {
        questions.withdraw(QUESTION);
        var found = new AtomicReference<ExperimentFile.Model>(ExperimentFile.Model.SAME);
        var saved = new AtomicReference<Optional<SavedExperiment>>(Optional.empty());
        load(
                opening.name(),
                turn -> {
                    var read = opening.reading().read(turn);
                    saved.set(Optional.of(read));
                    found.set(ExperimentFile.look(read, done -> turn.at(done / 2)));
                    if (found.get() != ExperimentFile.Model.SAME) {
                        throw new LayergraftException(
                                LayergraftException.Fault.INPUT,
                                ExperimentFile.obstacle(opening.name(), read, found.get()));
                    }
                    return read;
                },
                read -> show(opening, read),
                problem -> {
                    if (found.get() == ExperimentFile.Model.SAME) {
                        announcements.report(problem);
                    } else {
                        ask(opening, saved.get().orElseThrow(), found.get());
                    }
                });
    }

    /** The model with the edits, and which of them its file has itself. */
    private void load(
            Path name, Reading reading, Consumer<SavedExperiment> then, Consumer<LayergraftException> refused) {
        var read = new AtomicReference<Optional<SavedExperiment>>(Optional.empty());
        var own = new AtomicReference<List<Edit>>(List.of());
        document.load(
                name,
                turn -> {
                    var saved = reading.read(turn);
                    read.set(Optional.of(saved));
                    // The first half was its hash, wherever that was asked for.
                    var plain = backend.open(saved.model(), done -> turn.at((1 + done) / 2));
                    own.set(plain.log().edits());
                    return backend.with(plain, saved.log());
                },
                _ -> {
                    document.savedAre(own.get());
                    then.accept(read.get().orElseThrow());
                },
                refused);
    }

    private void ask(Opening opening, SavedExperiment saved, ExperimentFile.Model found) {
        var locate = new Choice(
                "question.locate",
                () -> saving.asking()
                        .locate(other -> open(opening.reading(_ -> saved.of(other.toAbsolutePath(), saved.sha256())))));
        var anyway = new Choice(
                "question.anyway",
                () -> load(opening.name(), _ -> saved, read -> show(opening.reading(_ -> read), read), problem -> {
                    announcements.report(problem);
                    ask(opening, saved, found);
                }));
        boolean missing = found == ExperimentFile.Model.MISSING;
        questions.ask(new Question(
                QUESTION,
                Tone.WARNING,
                Problem.of(
                        "ui",
                        missing ? "question.missing" : "question.other",
                        opening.name().getFileName(),
                        saved.model()),
                missing ? List.of(locate) : List.of(anyway, locate)));
    }

    private void show(Opening opening, SavedExperiment saved) {
        opening.fresh().accept(opening.name());
        switches.show(saved.settings());
        var missing = switches.checkpoint().missing();
        if (!missing.isEmpty()) {
            announcements.tell(
                    Tone.WARNING, Problem.of("experiment", "checkpoint.unknown", String.join(", ", missing)));
        }
        runs.restore(WindowContent.runs(saved));
        runs.history().forEach(list);
        saved.config().ifPresent(config::restore);
        var file = opening.graft().get();
        saving.opened(file);
        graft.set(file.map(GraftOnDisk::file));
        typed = file.isPresent() ? TypedCode.of(saved.log().all()) : "";
        stored.set(opening.exact() ? content() : Optional.empty());
        safe.set(stored.get());
    }

    /**
     * The model as its file is now, with the edits of now on top. Runs were of the file as it was.
     *
     * @param failed told when it stays as it was, and the person knows why
     */
    void reload(Runnable failed) {
        Consumer<LayergraftException> refused = problem -> {
            announcements.report(problem);
            failed.run();
        };
        content().ifPresent(now -> {
            // Edits that the file had itself are its own business.
            boolean edited = unsaved.get() || graft.get().isPresent();
            Path file = model.file();
            if (edited) {
                load(file, _ -> now.saved(new OpenedModel(file), graft.get()), _ -> reloaded(now), refused);
            } else {
                document.load(file, turn -> backend.open(file, turn::at), _ -> reloaded(now), refused);
            }
        });
    }

    private void reloaded(WindowContent before) {
        runs.forget();
        switches.show(before.settings());
        safe.set(Optional.empty());
        announcements.tell(
                Tone.GOOD, Problem.of("ui", "message.reloaded", model.file().getFileName()));
    }

    /** @param then what waits for it; forgotten when it cannot be written */
    void save(Path file, Runnable then) {
        Path target = GraftSaving.target(file);
        announcements.retract(Set.of("message.saved"));
        saving.save(
                file,
                written -> {
                    graft.set(Optional.of(target));
                    stored.set(Optional.of(written.window()));
                    safe.set(stored.get());
                    announcements.tell(Tone.GOOD, Problem.of("ui", "message.saved", target));
                },
                then);
    }

    /** The experiment file that the window was opened from or saved to; empty for a model by itself. */
    public ReadOnlyObjectProperty<Optional<Path>> graftProperty() {
        return graft.getReadOnlyProperty();
    }

    /** What the title names: the experiment file, or else the model. */
    public ObjectBinding<Optional<Path>> shownProperty() {
        return shown;
    }

    /** Is there something that no saved file has? Of a model by itself only edits count. */
    public BooleanBinding unsavedProperty() {
        return unsaved;
    }
}
