package org.layergraft.ui.edits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.layergraft.experiment.Experiment;
import org.layergraft.graft.Edit;
import org.layergraft.graft.Estimate;
import org.layergraft.model.ShapeReport;
import org.layergraft.torchscript.ScriptModel;
import org.layergraft.ui.common.Tasks;

/** What the edits of the open model add, worked out in the background and remembered also for those that are undone. */
final class Estimates {

    private final Tasks tasks;
    private final Runnable changed;
    private final Map<List<Edit>, Estimate> known = new HashMap<>();
    private Optional<ScriptModel> base = Optional.empty();

    Estimates(Tasks tasks, Runnable changed) {
        this.tasks = tasks;
        this.changed = changed;
    }

    /** @param report of the experiment's model; without it operations are counted only where the graph proves the shapes */
    void of(Experiment experiment, ShapeReport report) {
        if (base.filter(b -> b == experiment.base()).isEmpty()) {
            base = Optional.of(experiment.base());
            known.clear();
        }
        var edits = experiment.log().edits();
        if (edits.isEmpty() || known.containsKey(edits) && report.equals(ShapeReport.EMPTY)) {
            return;
        }
        tasks.start(
                () -> Estimate.of(experiment.base(), edits, report),
                estimates -> {
                    if (base.filter(b -> b == experiment.base()).isPresent()) {
                        for (int i = 0; i < edits.size(); i++) {
                            learn(edits.subList(0, i + 1), estimates.get(i));
                        }
                        changed.run();
                    }
                },
                // The edits were made, so this cannot be; and if it is, a number is missing and nothing else.
                _ -> {});
    }

    /** A number that was measured once stays. */
    private void learn(List<Edit> edits, Estimate estimate) {
        known.merge(edits, estimate, (before, now) -> now.flops().isEmpty() ? before : now);
    }

    /** Of the last of these edits. */
    Optional<Estimate> after(List<Edit> edits) {
        return Optional.ofNullable(known.get(edits));
    }
}
