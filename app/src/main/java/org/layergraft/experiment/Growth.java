package org.layergraft.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.graft.Edit;
import org.layergraft.graft.EditLog;
import org.layergraft.model.ModelGraph;
import org.layergraft.process.Cancellation;
import org.layergraft.process.StepRunner;
import org.layergraft.text.LayergraftException;

/**
 * How a model fared while it grew: a run of the base, then one after every edit of the log. Each is a real run on one device and on
 * ranks; nothing is concluded from one for another.
 */
public record Growth(List<Step> steps) {

    public Growth {
        steps = List.copyOf(steps);
    }

    /**
     * @param edits how many edits of the log were applied
     * @param last the newest of them, empty for the base
     * @param graph of the model that ran
     */
    public record Step(int edits, Optional<Edit> last, ModelGraph graph, RunResult result) {
        /** On one device and on ranks. */
        public boolean trains() {
            return result.verdict().filter(Verdict::trains).isPresent();
        }
    }

    /** Hears of every finished step, on the thread that runs them. */
    @FunctionalInterface
    public interface Listener {
        Listener SILENT = (_, _) -> {};

        /** @param of how many steps there are, the base included */
        void finished(Step step, int of);
    }

    /** The number of the first edit, from 1, after which the model no longer trains though it did before. */
    public OptionalInt firstBreaking() {
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i - 1).trains() && !steps.get(i).trains()) {
                return OptionalInt.of(steps.get(i).edits());
            }
        }
        return OptionalInt.empty();
    }

    static Growth run(
            RunService runs,
            Experiment experiment,
            RunSettings settings,
            Listener listener,
            StepRunner.Progress progress,
            Cancellation cancel)
            throws LayergraftException {
        var edits = experiment.log().edits();
        var steps = new ArrayList<Step>();
        for (int count = 0; count <= edits.size(); count++) {
            var prefix = Experiments.with(experiment, EditLog.of(edits.subList(0, count)));
            var last = count == 0 ? Optional.<Edit>empty() : Optional.of(edits.get(count - 1));
            var step = new Step(count, last, prefix.graph(), runs.check(prefix, settings, progress, cancel));
            steps.add(step);
            listener.finished(step, edits.size() + 1);
        }
        return new Growth(steps);
    }
}
