package org.layergraft.ui.runs;

import java.util.List;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.experiment.RunSettings;
import org.layergraft.experiment.SavedRun;
import org.layergraft.graft.Edit;

/**
 * A run that came to an end.
 *
 * @param edits those of the model that was run
 */
public record FinishedRun(boolean onRanks, RunSettings settings, List<Edit> edits, RunResult result) {

    public FinishedRun {
        edits = List.copyOf(edits);
    }

    /** As an experiment keeps it. */
    public SavedRun saved() {
        return new SavedRun(onRanks, settings, edits, result);
    }

    /** Would a run with these settings be the same one? On one device the number of ranks and DDP's switches do not count. */
    public boolean counts(RunSettings now) {
        boolean same = settings.device().equals(now.device())
                && settings.inputs().equals(now.inputs())
                && settings.loss().equals(now.loss())
                && settings.steps() == now.steps()
                && settings.seed() == now.seed();
        boolean sameDdp = settings.ranks() == now.ranks() && settings.switches().equals(now.switches());
        return same && (sameDdp || !onRanks);
    }
}
