package org.layergraft.ui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.layergraft.experiment.Experiment;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.TorchrunScript;
import org.layergraft.graft.EditScript;
import org.layergraft.graft.PythonExport;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Problem;
import org.layergraft.ui.common.Waiting;

/**
 * Writes the open model's edits, runs and graph for others, one file at a time and in turn with whatever else is done to the model.
 */
final class DocumentWriting {

    private final Turns turns;
    private final Problem saving;
    private final Supplier<Optional<Experiment>> experiment;
    private final Supplier<Optional<Path>> file;
    private final Consumer<LayergraftException> failed;

    /**
     * @param saving what is said to be under way
     * @param file that holds the model with all its edits
     * @param failed told why nothing was written
     */
    DocumentWriting(
            Turns turns,
            Problem saving,
            Supplier<Optional<Experiment>> experiment,
            Supplier<Optional<Path>> file,
            Consumer<LayergraftException> failed) {
        this.turns = turns;
        this.saving = saving;
        this.experiment = experiment;
        this.file = file;
        this.failed = failed;
    }

    /** Writes the edits that are done as an edit script, which {@code layergraft graft} takes. */
    void edits(Path target, Runnable then) {
        write(now -> EditScript.writeFile(now.log().edits(), target), then);
    }

    /** Writes the edits that are done as Python, for the code that the model was made from. */
    void python(Path target, Runnable then) {
        write(
                now -> {
                    var title = now.file().getFileName().toString();
                    writeText(
                            target,
                            PythonExport.of(title, now.base(), now.log().edits())
                                    .module());
                },
                then);
    }

    /** Makes what is to be written, which may take its time. */
    @FunctionalInterface
    interface Making {
        /** May throw a {@link CancellationException}. */
        byte[] make(Waiting waiting) throws LayergraftException;
    }

    /**
     * Can be cancelled until the file is written.
     *
     * @param what is said to be under way
     */
    void export(Problem what, Path target, Making content, Runnable then) {
        turns.start(
                what,
                true,
                turn -> {
                    try {
                        byte[] made = content.make(turn);
                        if (turn.hold()) {
                            writeFile(target, made);
                        }
                    } catch (CancellationException nobodyWaits) {
                        // They know: it is they who cancelled it.
                    }
                    return target;
                },
                _ -> then.run(),
                failed);
    }

    private static void writeText(Path target, String text) throws LayergraftException {
        writeFile(target, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeFile(Path target, byte[] content) throws LayergraftException {
        try {
            Files.write(target, content);
        } catch (IOException failed) {
            throw new LayergraftException(
                    LayergraftException.Fault.INPUT,
                    Problem.of("ui", "export.unwritable", target, failed.getMessage()),
                    failed);
        }
    }

    /** Writes a run on all ranks as a script for torchrun, and the model beside it while no saved file has its edits. */
    void torchrun(Path target, RunSettings settings, Consumer<TorchrunScript.Written> then) {
        Optional<Path> heldIn = file.get();
        var written = new AtomicReference<TorchrunScript.Written>();
        write(
                now -> written.set(TorchrunScript.write(now, settings, target, heldIn)),
                () -> then.accept(written.get()));
    }

    @FunctionalInterface
    interface Saving {
        void save() throws LayergraftException;
    }

    /** Writes something else than the model. */
    void beside(Saving saving, Runnable then) {
        write(_ -> saving.save(), then);
    }

    @FunctionalInterface
    private interface Writing {
        void write(Experiment now) throws LayergraftException;
    }

    /** Half a file is of no use to anybody, so it cannot be cancelled. */
    private void write(Writing writing, Runnable then) {
        experiment
                .get()
                .ifPresent(now -> turns.start(
                        saving,
                        false,
                        _ -> {
                            writing.write(now);
                            return now;
                        },
                        _ -> then.run(),
                        failed));
    }
}
