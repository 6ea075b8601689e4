package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.layergraft.capture.CapturedModel;
import org.layergraft.config.ConfigReader;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Tone;
import org.layergraft.ui.config.ConfigViewModel;
import org.layergraft.ui.messages.MessagesViewModel;

/** Models and experiments come and go: opened, brought back, read again, saved. Nothing is opened while something runs. */
public final class Opening {

    private final DocumentViewModel document;
    private final RunsViewModel runs;
    private final FilesViewModel files;
    private final UnsavedViewModel unsaved;
    private final TrustViewModel trust;
    private final ConfigViewModel config;
    private final Remembered remembered;
    private final Announcements announcements;
    private final MessagesViewModel messages;
    private final Runnable forget;
    private OtherWindows others = OtherWindows.NONE;

    /** @param forget what is known of the model before; another one is open */
    Opening(
            DocumentViewModel document,
            RunsViewModel runs,
            FilesViewModel files,
            UnsavedViewModel unsaved,
            TrustViewModel trust,
            ConfigViewModel config,
            Remembered remembered,
            Announcements announcements,
            MessagesViewModel messages,
            Runnable forget) {
        this.document = document;
        this.runs = runs;
        this.files = files;
        this.unsaved = unsaved;
        this.trust = trust;
        this.config = config;
        this.remembered = remembered;
        this.announcements = announcements;
        this.messages = messages;
        this.forget = forget;
    }

    /** A training config goes to its pane, whatever runs. For a model, asks first where edits would be lost. */
    public void open(Path file) {
        if (isConfig(file)) {
            config.open(file);
        } else if (!runs.runningProperty().get()) {
            unsaved.leave(() -> read(file));
        }
    }

    /** A capture is JSON, too. */
    static boolean isConfig(Path file) {
        return ConfigReader.isNamed(file) && !CapturedModel.isNamed(file);
    }

    private void read(Path file) {
        if (ExperimentFile.isNamed(file)) {
            files.open(file, () -> fresh(file));
        } else {
            document.open(file, _ -> {
                fresh(file);
                files.byItself();
            });
        }
    }

    private void fresh(Path file) {
        forget.run();
        announcements.dismiss();
        remembered.change(s -> s.opened(file));
        messages.add(Tone.NEUTRAL, Problem.of("ui", "message.opened", file.getFileName()));
        document.experimentProperty().get().ifPresent(opened -> {
            Consumer<Problem> warn = problem -> messages.add(Tone.WARNING, problem);
            opened.graph().warnings().forEach(warn);
            opened.notes().forEach(warn);
            opened.warning().ifPresent(w -> announcements.tell(Tone.WARNING, w));
            opened.captured().ifPresent(captured -> {
                captured.notes().forEach(warn);
                announcements.tell(Tone.NEUTRAL, Problem.of("ui", "captured.opened", file.getFileName()));
            });
        });
    }

    /** The first model and the first config here, other models in windows of their own where there can be any. */
    void openAll(List<Path> dropped) {
        dropped.stream().filter(Opening::isConfig).findFirst().ifPresent(this::open);
        var models = dropped.stream().filter(file -> !isConfig(file)).toList();
        models.stream().findFirst().ifPresent(this::open);
        if (others.arePossible()) {
            models.stream().skip(1).forEach(file -> others.open(Optional.of(file)));
        }
    }

    /**
     * Brings back what a crash left.
     *
     * @param then told once it is there
     * @return false where it has to wait
     */
    boolean restore(SavedExperiment left, Runnable then) {
        if (runs.runningProperty().get()) {
            return false;
        }
        unsaved.leave(() -> files.restore(left, file -> {
            fresh(file);
            then.run();
        }));
        return true;
    }

    /**
     * Reads the model's file again, which is another by now.
     *
     * @param failed told when it stays as it was
     */
    void reload(Runnable failed) {
        if (runs.runningProperty().get()) {
            failed.run();
        } else {
            files.reload(failed);
        }
    }

    /** Edits, switches, inputs and runs, for another day. */
    public void saveExperiment(Path file, Runnable then) {
        files.save(file, () -> {
            files.graftProperty().get().ifPresent(saved -> {
                remembered.change(s -> s.opened(saved));
                trust.saved(saved, false);
            });
            then.run();
        });
    }

    public void saveAs(Path file, Runnable then) {
        document.save(file, () -> {
            remembered.change(s -> s.opened(file));
            trust.saved(file, true);
            announcements.tell(Tone.GOOD, Problem.of("ui", "message.saved", file));
            then.run();
        });
    }

    /** Before the window's content is made. */
    void openOthersWith(OtherWindows windows) {
        others = windows;
    }

    OtherWindows others() {
        return others;
    }
}
