package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.layergraft.experiment.ExperimentFile;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.GraftOnDisk.Loss;
import org.layergraft.ui.common.Question;
import org.layergraft.ui.common.Question.Choice;
import org.layergraft.ui.common.Tone;

/** Writes the window's experiment file, and asks before something in a file is lost that the window does not have. */
final class GraftSaving {

    /** What questions about saving are about. */
    static final String SAVING = "saving";

    /** Asks a person for files. */
    interface Asking {

        /** @param found where the model is; not told when no file is chosen */
        void locate(Consumer<Path> found);

        /** Asks where else to save the experiment, and saves it there. */
        void saveElsewhere(Runnable then);
    }

    /** What is written. */
    record Content(WindowContent window, OpenedModel model) {}

    private final DocumentWriting writing;
    private final Questions questions;
    private final Supplier<Optional<Content>> content;
    private Asking asking = new Asking() {
        @Override
        public void locate(Consumer<Path> found) {
            // Nobody is there.
        }

        @Override
        public void saveElsewhere(Runnable then) {
            // As above.
        }
    };
    private Optional<GraftOnDisk> known = Optional.empty();

    GraftSaving(DocumentWriting writing, Questions questions, Supplier<Optional<Content>> content) {
        this.writing = writing;
        this.questions = questions;
        this.content = content;
    }

    void askBy(Asking how) {
        asking = how;
    }

    Asking asking() {
        return asking;
    }

    /** The window has another file from now on, or none. */
    void opened(Optional<GraftOnDisk> file) {
        questions.withdraw(SAVING);
        known = file;
    }

    /**
     * @param written told what was, once it is; not told when it cannot be, or nobody wants it any more
     * @param then what waits for that, wherever it is saved in the end
     */
    void save(Path named, Consumer<Content> written, Runnable then) {
        save(named, false, written, then);
    }

    /** What is saved there, whether the ending was given or not. */
    static Path target(Path named) {
        return ExperimentFile.isNamed(named)
                ? named
                : named.resolveSibling(named.getFileName() + ExperimentFile.ENDING);
    }

    private void save(Path named, boolean anyway, Consumer<Content> written, Runnable then) {
        questions.withdraw(SAVING);
        Path target = target(named);
        var before = known;
        content.get().ifPresent(now -> {
            var loss = new AtomicReference<Optional<Loss>>(Optional.empty());
            var file = new AtomicReference<Optional<GraftOnDisk>>(Optional.empty());
            writing.beside(
                    () -> {
                        loss.set(anyway ? Optional.empty() : GraftOnDisk.ofSaving(before, named, target));
                        if (loss.get().isEmpty()) {
                            file.set(Optional.of(write(now, target)));
                        }
                    },
                    () -> loss.get().ifPresentOrElse(l -> ask(l, named, written, then), () -> {
                        known = file.get();
                        written.accept(now);
                        then.run();
                    }));
        });
    }

    private static GraftOnDisk write(Content now, Path target) throws LayergraftException {
        ExperimentFile.write(now.window().saved(now.model(), Optional.empty()), target);
        return GraftOnDisk.written(target);
    }

    private void ask(Loss loss, Path named, Consumer<Content> written, Runnable then) {
        questions.ask(new Question(
                SAVING,
                Tone.WARNING,
                Problem.of("ui", loss.question(), target(named).getFileName()),
                List.of(
                        new Choice("question.replace", () -> save(named, true, written, then)),
                        new Choice("question.elsewhere", () -> asking.saveElsewhere(then)))));
    }
}
