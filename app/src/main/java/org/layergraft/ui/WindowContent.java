package org.layergraft.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedExperiment;
import org.layergraft.graft.EditLog;
import org.layergraft.text.LayergraftException;
import org.layergraft.ui.runs.FinishedRun;

/** What a window has besides the model. Nothing of it changes, so it can be written while the person goes on. */
record WindowContent(EditLog log, RunSettings settings, List<FinishedRun> runs, Optional<Path> config) {

    WindowContent {
        runs = List.copyOf(runs);
    }

    /** As a file keeps it. Reads the model for its hash where nobody has yet. */
    SavedExperiment saved(OpenedModel model, Optional<Path> belongsTo) throws LayergraftException {
        return new SavedExperiment(
                model.file(),
                model.hash(),
                log,
                settings,
                runs.stream().map(FinishedRun::saved).toList(),
                config,
                belongsTo);
    }

    /** The runs that a file kept. */
    static List<FinishedRun> runs(SavedExperiment saved) {
        return saved.runs().stream()
                .map(run -> new FinishedRun(run.onRanks(), run.settings(), run.edits(), run.result()))
                .toList();
    }
}
