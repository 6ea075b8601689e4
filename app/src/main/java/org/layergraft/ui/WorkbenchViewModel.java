package org.layergraft.ui;

import java.util.List;
import java.util.Map;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.Python;
import org.layergraft.experiment.RunSettings;
import org.layergraft.step.GradientState;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tasks;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.common.Words;
import org.layergraft.ui.config.ConfigViewModel;
import org.layergraft.ui.coverage.CoverageViewModel;
import org.layergraft.ui.edits.EditsViewModel;
import org.layergraft.ui.matrix.MatrixViewModel;
import org.layergraft.ui.messages.MessagesViewModel;
import org.layergraft.ui.outline.OutlineViewModel;
import org.layergraft.ui.runs.FinishedRun;
import org.layergraft.ui.switches.CostsViewModel;
import org.layergraft.ui.switches.SwitchesViewModel;
import org.layergraft.ui.tasks.TasksViewModel;
import org.layergraft.ui.timeline.TimelineViewModel;
import org.layergraft.ui.verdict.VerdictViewModel;

/** Ties the panes together: what is opened, changed or run in one place is shown in all others. */
public final class WorkbenchViewModel {

    private final Backend backend;
    private final Tasks tasks;
    private final Words words;
    private final Remembered remembered;
    private final DocumentViewModel document;
    private final RunsViewModel runs;
    private final ShapesViewModel shapes;
    private final OutlineViewModel outline = new OutlineViewModel();
    private final SwitchesViewModel switches = new SwitchesViewModel();
    private final CoverageViewModel coverage;
    private final VerdictViewModel verdict;
    private final EditsViewModel edits;
    private final MatrixViewModel matrix;
    private final CostsViewModel costs = new CostsViewModel();
    private final TimelineViewModel timeline = new TimelineViewModel();
    private final MessagesViewModel messages = new MessagesViewModel();
    private final Announcements announcements = new Announcements(messages);
    private final Results results;
    private final Running running;
    private final Predicting predicting;
    private final Editing editing;
    private final ConfigViewModel config;
    private final TasksViewModel jobs;
    private final Opening opening;
    private final StringProperty selected = new SimpleStringProperty("");
    private final StringProperty openModule = new SimpleStringProperty("");
    private String pointed = "";
    private final Exports exports;
    private final PathViewModel path;
    private final UnsavedViewModel unsaved;
    private final Questions questions = new Questions();
    private final FilesViewModel files;
    private final TrustViewModel trust;
    private final ReadOnlyObjectWrapper<Problem> devices =
            new ReadOnlyObjectWrapper<>(Problem.of("ui", "status.devices.unknown"));

    /** Asks nobody whether a file may run: for pictures and tests. */
    WorkbenchViewModel(Backend backend, Tasks tasks, Words words, Remembered remembered) {
        this(backend, tasks, words, remembered, TrustViewModel.Memory.OF_EVERYTHING);
    }

    /** @param allowed what may be executed without asking */
    WorkbenchViewModel(
            Backend backend, Tasks tasks, Words words, Remembered remembered, TrustViewModel.Memory allowed) {
        this.backend = backend;
        this.tasks = tasks;
        this.words = words;
        this.remembered = remembered;
        shapes = new ShapesViewModel(backend, tasks, new Measurements(messages, announcements::report));
        document = new DocumentViewModel(backend, tasks, words, shapes::source, announcements::report);
        exports = new Exports(
                document,
                switches,
                announcements,
                () -> new Python(remembered.get().preferences().python()));
        path = new PathViewModel(tasks);
        runs = new RunsViewModel(backend, tasks, words);
        coverage = new CoverageViewModel(words);
        verdict = new VerdictViewModel(words);
        edits = new EditsViewModel(tasks, words);
        matrix = new MatrixViewModel(words, switches.settingsProperty(), runs.paceProperty());
        results = new Results(document, runs, switches, coverage, outline, verdict, timeline, edits, messages, words);
        config = new ConfigViewModel(
                tasks, words, new ConfigSurroundings(announcements, questions, messages, remembered));
        files = new FilesViewModel(backend, document, switches, runs, config, results::list, questions, announcements);
        unsaved = new UnsavedViewModel(files.unsavedProperty()::get);
        remembered.property().subscribe(s -> switches.prefer(s.preferences().device()));
        remembered.property().subscribe(s -> backend.limitMemory(s.preferences().memory()));
        trust = new TrustViewModel(allowed, files, tasks, announcements);
        opening = new Opening(
                document,
                runs,
                files,
                unsaved,
                trust,
                config,
                switches,
                remembered,
                announcements,
                messages,
                this::forget);
        running = new Running(
                document, runs, switches, shapes, matrix, costs, results, announcements, messages, trust::whenTrusted);
        predicting = new Predicting(document, switches, runs, backend, tasks, announcements);
        jobs = Jobs.of(document, runs, shapes, config, announcements, words);
        editing = new Editing(document, switches, running, announcements, words, selected);
        coverage.selectedProperty().bindBidirectional(selected);
        selected.subscribe(this::tracePath);
        switches.inputs().loss().lossProperty().subscribe(this::tracePath);
        coverage.lookProperty().set(remembered.get().coverage());
        coverage.lookProperty().subscribe(look -> remembered.change(s -> s.showingCoverage(look)));
        outline.selectedProperty().bindBidirectional(selected);
        document.experimentProperty().subscribe((_, now) -> now.ifPresent(this::show));
        shapes.shownProperty().subscribe((_, shown) -> {
            if (!shown.stale()) {
                edits.measured(shown.report());
            }
        });
        runs.lastProperty().subscribe((_, _) -> results.show());
        runs.history().addListener((ListChangeListener<FinishedRun>) _ -> results.judgeEdits());
        switches.settingsProperty().subscribe((_, _) -> {
            results.judgeAge();
            results.judgeEdits();
            judgeMatrix();
        });
    }

    private void judgeMatrix() {
        document.experimentProperty()
                .get()
                .ifPresent(e -> matrix.judgeAge(
                        switches.settingsProperty().get(), e.log().edits()));
    }

    /** @param parameter that is pointed at, whose path shows instead of the selected one's meanwhile; "" for none */
    void point(String parameter) {
        pointed = parameter;
        tracePath();
    }

    private void tracePath() {
        document.experimentProperty()
                .get()
                .ifPresent(e -> path.show(
                        e.graph(),
                        switches.inputs().loss().lossProperty().get(),
                        pointed.isEmpty() ? selected.get() : pointed));
    }

    /** Another model is open: what was known of the last one is forgotten. */
    private void forget() {
        runs.forget();
        matrix.forget();
        verdict.hint(Problem.of("ui", "verdict.hint.open"));
        openModule.set("");
        selected.set("");
        predicting.renew();
    }

    /** Models and experiments, opened and saved. */
    public Opening opening() {
        return opening;
    }

    /** What is written for other programs. */
    Exports exports() {
        return exports;
    }

    /** Is there something that can be stopped? */
    BooleanBinding cancellableProperty() {
        return runs.runningProperty()
                .or(document.cancellableProperty())
                .or(runs.trials().tryingProperty())
                .or(shapes.measuringProperty());
    }

    /** Ends the run, drops what is being opened or changed, or else stops trying fixes or measuring. */
    public void cancel() {
        jobs.cancelFirst();
    }

    /** Everything that runs. */
    TasksViewModel jobs() {
        return jobs;
    }

    private void show(Experiment experiment) {
        costs.forget();
        switches.show(experiment);
        outline.show(experiment.graph());
        edits.show(experiment);
        coverage.showParameters(experiment.graph().parameters());
        outline.colour(coverage.worstByParameter());
        results.judgeAge();
        judgeMatrix();
        shapes.show(experiment, switches.settingsProperty().get());
        tracePath();
    }

    /** Runs one forward to see what every value looks like. */
    public void measureShapes() {
        trust.whenTrusted(() -> document.experimentProperty().get().ifPresent(experiment -> {
            announcements.dismiss();
            shapes.measure(experiment, switches.settingsProperty().get());
        }));
    }

    /** Shows a run that was made elsewhere, of the model as it is open here. */
    void show(RunResult result, RunSettings settings) {
        switches.show(settings);
        var edits =
                document.experimentProperty().get().map(e -> e.log().edits()).orElse(List.of());
        var run = new FinishedRun(!result.ranks().isEmpty(), settings, edits, result);
        results.list(run);
        runs.show(run);
    }

    /** Asks a child process what there is; the window stays usable meanwhile. */
    public void findDevices() {
        tasks.start(
                backend::devices,
                found -> {
                    switches.offer(found);
                    String key = found.gpus().isEmpty() ? "status.devices.cpu" : "status.devices.gpu";
                    devices.set(
                            Problem.of("ui", key, found.cores(), found.gpus().size(), found.note()));
                    backend.makeReady(switches.settingsProperty().get());
                },
                problem -> messages.add(Tone.WARNING, problem.problem()));
    }

    /** The most urgent gradient state per parameter of the run that is shown; empty before any. */
    public Map<String, GradientState> states() {
        return coverage.worstByParameter();
    }

    public ReadOnlyObjectProperty<Problem> devicesProperty() {
        return devices.getReadOnlyProperty();
    }

    /** A module's path, a parameter's name or the id of a step; "" for nothing. */
    public StringProperty selectedProperty() {
        return selected;
    }

    /** Path of the module whose forward is drawn. */
    public StringProperty openModuleProperty() {
        return openModule;
    }

    Questions questions() {
        return questions;
    }

    /** The experiment file, if there is one. */
    public FilesViewModel files() {
        return files;
    }

    /** Where the selected parameter's value goes. */
    PathViewModel path() {
        return path;
    }

    /** What may be executed. */
    TrustViewModel trust() {
        return trust;
    }

    UnsavedViewModel unsaved() {
        return unsaved;
    }

    /** What can be changed. */
    public Editing editing() {
        return editing;
    }

    /** What can be run. */
    public Running running() {
        return running;
    }

    /** The training config that is open beside the model, if any. */
    public ConfigViewModel config() {
        return config;
    }

    public CostsViewModel costs() {
        return costs;
    }

    public DocumentViewModel document() {
        return document;
    }

    public RunsViewModel runs() {
        return runs;
    }

    public OutlineViewModel outline() {
        return outline;
    }

    public SwitchesViewModel switches() {
        return switches;
    }

    public CoverageViewModel coverage() {
        return coverage;
    }

    public VerdictViewModel verdict() {
        return verdict;
    }

    public EditsViewModel edits() {
        return edits;
    }

    public MatrixViewModel matrix() {
        return matrix;
    }

    public TimelineViewModel timeline() {
        return timeline;
    }

    public MessagesViewModel messages() {
        return messages;
    }

    public ShapesViewModel shapes() {
        return shapes;
    }

    Announcements announcements() {
        return announcements;
    }

    Backend backend() {
        return backend;
    }

    Tasks tasks() {
        return tasks;
    }

    Remembered remembered() {
        return remembered;
    }

    public Words words() {
        return words;
    }
}
