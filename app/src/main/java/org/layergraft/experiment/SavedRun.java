package org.layergraft.experiment;

import java.util.List;
import org.layergraft.diagnosis.Coverage;
import org.layergraft.diagnosis.RunResult;
import org.layergraft.graft.Edit;
import org.layergraft.step.Gradient;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;

/**
 * A run as an experiment file keeps it: enough to show it again, not what only judging it needed.
 *
 * @param onRanks on all ranks, or on one device alone
 * @param edits those of the model that was run
 */
public record SavedRun(boolean onRanks, RunSettings settings, List<Edit> edits, RunResult result) {

    public SavedRun {
        edits = List.copyOf(edits);
    }

    /** Without what stands in the coverage, too, and without fingerprints. */
    SavedRun trimmed() {
        return new SavedRun(
                onRanks,
                settings,
                edits,
                new RunResult(
                        result.plan(),
                        result.single().map(s -> with(s, List.of())),
                        result.ranks().stream().map(SavedRun::trimmed).toList(),
                        result.verdict(),
                        result.coverage(),
                        result.waits(),
                        result.predicted()));
    }

    /** The sentence about a run on one device is made from its gradients, which are those of the coverage. */
    SavedRun shown() {
        boolean plain = result.verdict().isEmpty();
        List<Gradient> gradients = plain
                ? result.coverage().stream()
                        .map(Coverage::ranks)
                        .filter(ranks -> !ranks.isEmpty())
                        .map(List::getFirst)
                        .toList()
                : List.of();
        return new SavedRun(
                onRanks,
                settings,
                edits,
                new RunResult(
                        result.plan(),
                        result.single().map(s -> with(s, gradients)),
                        result.ranks(),
                        result.verdict(),
                        result.coverage(),
                        result.waits(),
                        result.predicted()));
    }

    private static SingleReport with(SingleReport s, List<Gradient> gradients) {
        return new SingleReport(s.device(), s.losses(), gradients, s.failure(), s.timing(), s.peakBytes());
    }

    private static RankReport trimmed(RankReport r) {
        return new RankReport(
                r.rank(),
                r.device(),
                r.end(),
                List.of(),
                r.ready(),
                r.buckets(),
                r.losses(),
                List.of(),
                r.segments(),
                r.warnings(),
                r.timing(),
                r.timeline(),
                r.peakBytes());
    }
}
