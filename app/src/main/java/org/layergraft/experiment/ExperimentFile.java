package org.layergraft.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;
import org.layergraft.text.WholeFile;

/**
 * An experiment on disk, {@code .graft}: readable JSON that names the model by a path beside it and by its hash, and holds the edit
 * log, the settings of runs and the runs. Reading it executes nothing.
 */
public final class ExperimentFile {

    public static final String ENDING = ".graft";

    /** More than this is a model under the wrong name, or a slip; it is read whole. */
    private static final long LARGEST = 1L << 28;

    private ExperimentFile() {}

    public static boolean isNamed(Path file) {
        return file.getFileName() != null
                && file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /**
     * What was read.
     *
     * @param notes what of it could not be used, for the person
     */
    public record Read(SavedExperiment saved, List<Problem> notes) {
        public Read {
            notes = List.copyOf(notes);
        }
    }

    /** Does not look at the model. */
    public static Read read(Path file) throws LayergraftException {
        String text;
        try {
            if (Files.size(file) > LARGEST) {
                throw LayergraftException.input("experiment", "graft.foreign", file);
            }
            text = Files.readString(file);
        } catch (java.nio.charset.CharacterCodingException noText) {
            throw new LayergraftException(Fault.INPUT, Problem.of("experiment", "graft.foreign", file), noText);
        } catch (IOException failed) {
            throw new LayergraftException(Fault.INPUT, Problem.of("experiment", "graft.unreadable", file), failed);
        }
        return ExperimentReader.read(text, file);
    }

    /** Is the model there, and the one that the experiment was made with? */
    public enum Model {
        SAME,
        OTHER,
        MISSING
    }

    /** Reads the model once for its hash. */
    public static Model look(SavedExperiment saved) throws LayergraftException {
        return look(saved, _ -> {});
    }

    /** @param progress told now and then how much of the model was read, from 0 to 1 */
    public static Model look(SavedExperiment saved, DoubleConsumer progress) throws LayergraftException {
        if (!Files.isRegularFile(saved.model())) {
            return Model.MISSING;
        }
        return FileHash.of(saved.model(), progress).equals(saved.sha256()) ? Model.SAME : Model.OTHER;
    }

    /** Why an experiment cannot simply be opened, and what to do; for {@link Model#OTHER} and {@link Model#MISSING}. */
    public static Problem obstacle(Path file, SavedExperiment saved, Model found) {
        String key = found == Model.MISSING ? "graft.model.missing" : "graft.model.other";
        return Problem.of("experiment", key, file.getFileName(), saved.model());
    }

    /** The model with the edits, whatever hash it has now. */
    public static Experiment open(SavedExperiment saved) throws LayergraftException {
        return Experiments.fitting(Experiments.openModel(saved.model()), saved.log());
    }

    /** Whole or not at all: a crash in between leaves the old file. */
    public static void write(SavedExperiment saved, Path target) throws LayergraftException {
        try {
            Path folder = target.toAbsolutePath().getParent().toRealPath();
            WholeFile.write(target, ExperimentWriter.write(saved, folder).getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new LayergraftException(Fault.INPUT, unwritable(target, failed), failed);
        }
    }

    private static Problem unwritable(Path target, IOException failed) {
        Path folder = target.toAbsolutePath().getParent();
        return switch (failed) {
            case NoSuchFileException _ -> Problem.of("experiment", "graft.noFolder", target, folder);
            case AccessDeniedException _ -> Problem.of("experiment", "graft.denied", target, folder);
            case FileSystemException system
            when system.getReason() != null -> Problem.of("experiment", "graft.unwritable", target, system.getReason());
            default -> Problem.of("experiment", "graft.unwritable", target, String.valueOf(failed.getMessage()));
        };
    }
}
