package org.layergraft.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.graft.EditLog;

/**
 * What an experiment file says: everything but the model itself.
 *
 * @param model where its base lies
 * @param sha256 of that file, in lower-case hexadecimal
 * @param log what was done to the base
 * @param settings of the next run
 * @param runs oldest first
 * @param config the training config that was open beside it
 * @param belongsTo in a copy that is kept against crashes, the file that the person saved it in, if they did
 */
public record SavedExperiment(
        Path model,
        String sha256,
        EditLog log,
        RunSettings settings,
        List<SavedRun> runs,
        Optional<Path> config,
        Optional<Path> belongsTo) {

    public SavedExperiment {
        runs = List.copyOf(runs);
    }

    /** Without a config. */
    public SavedExperiment(
            Path model,
            String sha256,
            EditLog log,
            RunSettings settings,
            List<SavedRun> runs,
            Optional<Path> belongsTo) {
        this(model, sha256, log, settings, runs, Optional.empty(), belongsTo);
    }

    /** The same with another config. */
    public SavedExperiment with(Optional<Path> other) {
        return new SavedExperiment(model, sha256, log, settings, runs, other, belongsTo);
    }

    /** The same with another file as its model. */
    public SavedExperiment of(Path other, String itsSha256) {
        return new SavedExperiment(other, itsSha256, log, settings, runs, config, belongsTo);
    }
}
