package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.layergraft.diagnosis.MatrixTable;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.ui.FileDialogs.Kind;
import org.layergraft.ui.canvas.GraphPrint;

/** Opening, saving and exporting: asks for the file, and for the edits before they would be lost. */
final class FileActions implements GraftSaving.Asking {

    private final WorkbenchViewModel model;
    private final FileDialogs dialogs;

    FileActions(WorkbenchViewModel model, FileDialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    void open() {
        dialogs.open(Kind.OPEN, beside()).ifPresent(model.opening()::open);
    }

    void openInNew() {
        dialogs.open(Kind.OPEN, beside())
                .ifPresent(file -> model.opening().others().open(Optional.of(file)));
    }

    void openConfig() {
        dialogs.open(Kind.CONFIG, besideConfig().or(this::beside)).ifPresent(model.opening()::open);
    }

    /** Where a config is to be that inherits the open one. */
    Optional<Path> newConfig(String name) {
        return dialogs.save(Kind.CONFIG_NEW, besideConfig(), name);
    }

    /** Asks where the configs of a package are that the open one inherits. */
    void findConfigs() {
        dialogs.configsFolder(besideConfig()).ifPresent(model.config()::lookIn);
    }

    private Optional<Path> besideConfig() {
        return model.config()
                .configProperty()
                .get()
                .map(r -> r.config().top().path().getParent());
    }

    /** A file of inputs. */
    Optional<Path> arrays() {
        return dialogs.open(Kind.ARRAYS, beside());
    }

    void save() {
        save(() -> {});
    }

    /**
     * Where the experiment came from, or else the model where the person says; of a capture, the experiment.
     *
     * @param then what waits for it; forgotten when no file is chosen or it cannot be written
     */
    void save(Runnable then) {
        model.files()
                .graftProperty()
                .get()
                .ifPresentOrElse(file -> model.opening().saveExperiment(file, then), () -> {
                    if (model.document().capturedProperty().get()) {
                        saveElsewhere(then);
                    } else {
                        saveModel(then);
                    }
                });
    }

    void saveExperiment() {
        saveElsewhere(() -> {});
    }

    @Override
    public void saveElsewhere(Runnable then) {
        String name = model.files()
                .graftProperty()
                .get()
                .map(file -> file.getFileName().toString())
                .orElseGet(() -> stem() + ExperimentFile.ENDING);
        dialogs.save(Kind.EXPERIMENT, beside(), name)
                .ifPresent(file -> model.opening().saveExperiment(file, then));
    }

    void saveModel() {
        saveModel(() -> {});
    }

    private void saveModel(Runnable then) {
        model.document()
                .fileProperty()
                .get()
                .flatMap(file -> dialogs.save(Kind.SAVE, beside(), nameOf(file)))
                .ifPresent(file -> model.opening().saveAs(file, then));
    }

    /** A saved file keeps its name; the original is not overwritten by default. */
    private String nameOf(Path file) {
        boolean saved = model.document()
                .experimentProperty()
                .get()
                .filter(e -> !e.file().equals(file) || e.rebuilt())
                .isPresent();
        return saved ? file.getFileName().toString() : stem() + "-grafted.pt";
    }

    void exportScript() {
        export(Kind.SCRIPT, "-edits.json", model.exports()::edits);
    }

    void exportPython() {
        export(Kind.PYTHON, "_grafts.py", model.exports()::python);
    }

    void exportTorchrun() {
        export(Kind.TORCHRUN, "_torchrun.py", model.exports()::torchrun);
    }

    void exportGraph(GraphPrint print) {
        export(Kind.GRAPH, ".svg", (file, then) -> model.exports().graph(file, print, then));
    }

    /** What the table of gradients shows: what is filtered out stays out. */
    void exportCoverage() {
        export(Kind.COVERAGE, "-coverage.csv", (file, then) -> {
            var rows = model.coverage().shownCoverage();
            var texts = model.words().textsProperty().get();
            model.exports().coverage(file, rows, texts, then);
        });
    }

    /** All that is known of the model by now: nothing is run for it. */
    void exportReport() {
        export(
                Kind.REPORT,
                "-report.html",
                (file, then) -> model.document().experimentProperty().get().ifPresent(experiment -> {
                    var known = new KnownFindings(
                            experiment,
                            model.files().shownProperty().get().orElse(experiment.file()),
                            model.runs().lastProperty().get(),
                            model.matrix().edits().equals(experiment.log().edits())
                                    ? model.matrix().rows().stream()
                                            .map(MatrixTable.Row::result)
                                            .toList()
                                    : List.of(),
                            List.copyOf(model.costs().results().values()),
                            model.config()
                                    .configProperty()
                                    .get()
                                    .map(c -> new KnownFindings.OpenConfig(
                                            c, model.config().scopes())));
                    model.exports()
                            .report(file, known, model.words().textsProperty().get(), then);
                }));
    }

    private void export(Kind kind, String ending, BiConsumer<Path, Runnable> write) {
        String remembered = model.remembered().get().exportFolder();
        var folder = remembered.isEmpty() ? beside() : Optional.of(Path.of(remembered));
        dialogs.save(kind, folder, stem() + ending).ifPresent(file -> {
            var parent = file.toAbsolutePath().getParent();
            write.accept(file, () -> model.remembered().change(s -> s.exportingTo(parent)));
        });
    }

    @Override
    public void locate(Consumer<Path> found) {
        dialogs.open(Kind.OPEN, beside()).ifPresent(found);
    }

    private Optional<Path> beside() {
        return model.files()
                .shownProperty()
                .get()
                .map(file -> file.toAbsolutePath().getParent());
    }

    private String stem() {
        return model.document()
                .fileProperty()
                .get()
                .map(file -> file.getFileName().toString().replaceFirst("\\.(pt|pth|ts|capture\\.json)$", ""))
                .orElse("");
    }
}
