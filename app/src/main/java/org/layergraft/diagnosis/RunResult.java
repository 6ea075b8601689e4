package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;
import org.layergraft.text.Problem;

/**
 * A finished run and what it means; or what one would be, as far as that is known without running it.
 *
 * @param single the plain run, if there was one
 * @param ranks the DDP run, empty if there was none
 * @param verdict about DDP; absent after a single-device run alone
 * @param waits who waited for whom, where a rank was left standing in a backward
 * @param predicted on what it rests where nothing was run; absent for a real run
 */
public record RunResult(
        StepPlan plan,
        Optional<SingleReport> single,
        List<RankReport> ranks,
        Optional<Verdict> verdict,
        List<Coverage> coverage,
        List<Wait> waits,
        Optional<Problem> predicted) {

    public RunResult {
        ranks = List.copyOf(ranks);
        coverage = List.copyOf(coverage);
        waits = List.copyOf(waits);
    }

    /** A run that was really made. */
    public RunResult(
            StepPlan plan,
            Optional<SingleReport> single,
            List<RankReport> ranks,
            Optional<Verdict> verdict,
            List<Coverage> coverage,
            List<Wait> waits) {
        this(plan, single, ranks, verdict, coverage, waits, Optional.empty());
    }

    /** The same, of which nothing was run. */
    public RunResult predictedFrom(Problem basis) {
        return new RunResult(plan, single, ranks, verdict, coverage, waits, Optional.of(basis));
    }

    public boolean isPredicted() {
        return predicted.isPresent();
    }

    /** The same run, told otherwise. */
    public RunResult with(Verdict other) {
        return new RunResult(plan, single, ranks, Optional.of(other), coverage, waits, predicted);
    }
}
