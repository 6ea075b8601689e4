package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.experiment.SavedRun;
import org.layergraft.graft.EditLog;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Question.Choice;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.SwitchesViewModel;

/** The experiment file of the window: opened, saved, and whether it has what the window has. */
public final class FilesViewModel {

    private static final String QUESTION = "experiment";

    private final Backend backend;
    private final DocumentViewModel document;
    private final SwitchesViewModel switches;
    private final RunsViewModel runs;
    private final Consumer<FinishedRun> list;
    private final Questions questions;
    private final Announcements announcements;
    private final ReadOnlyObjectWrapper<Optional<Path>> graft = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Content>> stored = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectBinding<Optional<Path>> shown;
    private final BooleanBinding unsaved;
    private Consumer<Consumer<Path>> locator = _ -> {};
    private Optional<ScriptModel> base = Optional.empty();
    private OpenedModel model = new OpenedModel(Path.of(""));

    /** What a file of the window would hold besides the model. */
    record Content(EditLog log, RunSettings settings, List<FinishedRun> runs) {
        Content {
            runs = List.copyOf(runs);
        }
    }

    /** @param list told of each run that a file kept */
    FilesViewModel(
            Backend backend,
            DocumentViewModel document,
            SwitchesViewModel switches,
            RunsViewModel runs,
            Consumer<FinishedRun> list,
            Questions questions,
            Announcements announcements) {
        this.backend = backend;
        this.document = document;
        this.switches = switches;
        this.runs = runs;
        this.list = list;
        this.questions = questions;
        this.announcements = announcements;
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
                runs.history());
        document.experimentProperty().subscribe((_, now) -> now.ifPresent(this::opened));
    }

    /** Another model, or the same as it is on disk now. */
    private void opened(Experiment experiment) {
        if (base.filter(b -> b == experiment.base()).isEmpty()) {
            base = Optional.of(experiment.base());
            model = new OpenedModel(experiment.file());
        }
    }

    /** What the window has; empty while nothing is open. */
    Optional<Content> content() {
        return document.experimentProperty()
                .get()
                .map(e -> new Content(e.log(), switches.settingsProperty().get(), runs.history()));
    }

    /** Where the base of the open model lies. */
    OpenedModel model() {
        return model;
    }

    /** @param how asks the person where a model is, and tells */
    void locateWith(Consumer<Consumer<Path>> how) {
        locator = how;
    }

    /** A model was opened by itself. */
    void forget() {
        questions.withdraw(QUESTION);
        graft.set(Optional.empty());
        stored.set(Optional.empty());
    }

    /** @param fresh told once it is open, before its settings and runs are shown */
    void open(Path file, Runnable fresh) {
        var read = new AtomicReference<Optional<ExperimentFile.Read>>(Optional.empty());
        open(
                file,
                () -> {
                    read.set(Optional.of(ExperimentFile.read(file)));
                    return read.get().get().saved();
                },
                () -> {
                    fresh.run();
                    read.get().ifPresent(r -> r.notes().forEach(n -> announcements.tell(Tone.WARNING, n)));
                },
                true);
    }

    @FunctionalInterface
    private interface Reading {
        SavedExperiment read() throws LayergraftException;
    }

    /** @param exact whether what is read is what the file says */
    private void open(Path file, Reading reading, Runnable fresh, boolean exact) {
        questions.withdraw(QUESTION);
        var found = new AtomicReference<ExperimentFile.Model>(ExperimentFile.Model.SAME);
        var saved = new AtomicReference<Optional<SavedExperiment>>(Optional.empty());
        document.load(
                () -> {
                    var read = reading.read();
                    saved.set(Optional.of(read));
                    found.set(ExperimentFile.look(read));
                    if (found.get() != ExperimentFile.Model.SAME) {
                        throw new LayergraftException(
                                LayergraftException.Fault.INPUT, ExperimentFile.obstacle(file, read, found.get()));
                    }
                    return backend.open(read);
                },
                _ -> show(Optional.of(file), saved.get().orElseThrow(), fresh, exact),
                problem -> {
                    if (found.get() == ExperimentFile.Model.SAME) {
                        announcements.report(problem);
                    } else {
                        ask(file, saved.get().orElseThrow(), found.get(), fresh);
                    }
                });
    }

    private void ask(Path file, SavedExperiment saved, ExperimentFile.Model found, Runnable fresh) {
        var locate = new Choice(
                "question.locate",
                () -> locator.accept(
                        other -> open(file, () -> saved.of(other.toAbsolutePath(), saved.sha256()), fresh, false)));
        var anyway = new Choice("question.anyway", () -> openAnyway(file, saved, fresh));
        boolean missing = found == ExperimentFile.Model.MISSING;
        questions.ask(new Question(
                QUESTION,
                Tone.WARNING,
                Problem.of("ui", missing ? "question.missing" : "question.other", file.getFileName(), saved.model()),
                missing ? List.of(locate) : List.of(anyway, locate)));
    }

    private void openAnyway(Path file, SavedExperiment saved, Runnable fresh) {
        document.load(
                () -> backend.open(saved), _ -> show(Optional.of(file), saved, fresh, false), announcements::report);
    }

    private void show(Optional<Path> file, SavedExperiment saved, Runnable fresh, boolean exact) {
        fresh.run();
        switches.show(saved.settings());
        runs.restore(saved.runs().stream().map(FilesViewModel::finished).toList());
        runs.history().forEach(list);
        graft.set(file);
        stored.set(exact ? content() : Optional.empty());
    }

    /** @param then what waits for it; forgotten when it cannot be written */
    void save(Path file, Runnable then) {
        Path target =
                ExperimentFile.isNamed(file) ? file : file.resolveSibling(file.getFileName() + ExperimentFile.ENDING);
        content()
                .ifPresent(now -> document.writeBeside(
                        () -> ExperimentFile.write(saved(now, model, Optional.empty()), target), () -> {
                            graft.set(Optional.of(target));
                            stored.set(Optional.of(now));
                            announcements.tell(Tone.GOOD, Problem.of("ui", "message.saved", target));
                            then.run();
                        }));
    }

    /** As a file keeps it. Reads the model for its hash where nobody has yet. */
    static SavedExperiment saved(Content now, OpenedModel model, Optional<Path> belongsTo) throws LayergraftException {
        return new SavedExperiment(
                model.file(),
                model.hash(),
                now.log(),
                now.settings(),
                now.runs().stream().map(FilesViewModel::kept).toList(),
                belongsTo);
    }

    private static SavedRun kept(FinishedRun run) {
        return new SavedRun(run.onRanks(), run.settings(), run.edits(), run.result());
    }

    private static FinishedRun finished(SavedRun run) {
        return new FinishedRun(run.onRanks(), run.settings(), run.edits(), run.result());
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
