package org.layergraft.diagnosis;

import java.util.List;
import java.util.Optional;
import org.layergraft.step.RankReport;
import org.layergraft.step.SingleReport;
import org.layergraft.step.StepPlan;

/**
 * A finished run and what it means.
 *
 * @param single the plain run, if there was one
 * @param ranks the DDP run, empty if there was none
 * @param verdict about DDP; absent after a single-device run alone
 * @param waits who waited for whom, where a rank was left standing in a backward
 */
public record RunResult(
        StepPlan plan,
        Optional<SingleReport> single,
        List<RankReport> ranks,
        Optional<Verdict> verdict,
        List<Coverage> coverage,
        List<Wait> waits) {

    public RunResult {
        ranks = List.copyOf(ranks);
        coverage = List.copyOf(coverage);
        waits = List.copyOf(waits);
    }

    /** The same run, told otherwise. */
    public RunResult with(Verdict other) {
        return new RunResult(plan, single, ranks, Optional.of(other), coverage, waits);
    }
}
