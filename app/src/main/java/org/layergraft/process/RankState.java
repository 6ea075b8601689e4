package org.layergraft.process;

import java.util.List;
import java.util.Optional;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.Timeline;

/** What is known of one rank while it runs, and the report when it is settled. Used by one thread. */
final class RankState {

    private final int rank;
    private final Device device;
    private List<Gradient> local = List.of();
    private List<String> ready = List.of();
    private List<List<String>> buckets = List.of();
    private int iteration = 0;
    private Phase phase = Phase.CONSTRUCT;
    private boolean begun;
    private Optional<Timeline> timeline = Optional.empty();
    private Optional<RankReport> report = Optional.empty();

    RankState(int rank, Device device) {
        this.rank = rank;
        this.device = device;
    }

    void at(int nowIteration, Phase nowPhase) {
        begun = true;
        iteration = nowIteration;
        phase = nowPhase;
    }

    void local(StepMessage.Local message) {
        local = message.gradients();
        ready = message.ready();
    }

    void grouped(StepMessage.Grouped message) {
        buckets = message.buckets();
    }

    void still(Timeline soFar) {
        timeline = Optional.of(soFar);
    }

    void done(RankReport finished) {
        report = Optional.of(finished);
    }

    void died(int exitCode, String detail) {
        settle(new RankReport.End.Died(iteration, phase, exitCode, detail));
    }

    void waiting() {
        settle(new RankReport.End.Waiting(iteration, phase));
    }

    /** Whether it has heard of the run at all. */
    boolean hasBegun() {
        return begun;
    }

    /** Whether it gave its report, and waited for nobody then. */
    boolean endedByItself() {
        return report.map(RankReport::end)
                .filter(end -> end instanceof RankReport.End.Finished || end instanceof RankReport.End.Raised)
                .isPresent();
    }

    /** Whether it got as far as its first phase under DDP, or is settled. */
    boolean hasStarted() {
        return iteration > 0 || isSettled();
    }

    boolean isSettled() {
        return report.isPresent();
    }

    /** Whether this rank left the job in a way the others cannot recover from. */
    boolean hasFailed() {
        return report.map(RankReport::end)
                .map(end -> switch (end) {
                    case RankReport.End.Finished _, RankReport.End.Waiting _ -> false;
                    case RankReport.End.Raised _, RankReport.End.Lost _, RankReport.End.Died _ -> true;
                })
                .orElse(false);
    }

    RankReport report() {
        return report.orElseThrow();
    }

    /** A rank that gives no report of its own keeps what it had sent before. */
    private void settle(RankReport.End end) {
        if (report.isEmpty()) {
            report = Optional.of(new RankReport(
                    rank,
                    device,
                    end,
                    local,
                    ready,
                    buckets,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    timeline.map(soFar -> soFar.lasting((System.nanoTime() - soFar.origin()) / 1000.0)),
                    0));
        }
    }
}
