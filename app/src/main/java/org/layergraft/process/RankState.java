package org.layergraft.process;

import java.util.List;
import java.util.Optional;
import org.layergraft.step.Device;
import org.layergraft.step.Gradient;
import org.layergraft.step.Phase;
import org.layergraft.step.RankReport;
import org.layergraft.step.RankReport.End;
import org.layergraft.step.StepMessage;

/** What the parent knows of one rank while it runs. Used by one thread. */
final class RankState {

    private final int rank;
    private final Device device;
    private List<Gradient> local = List.of();
    private List<String> ready = List.of();
    private int iteration;
    private Phase phase = Phase.CONSTRUCT;
    private long firstMoved;
    private long lastMoved = System.nanoTime();
    private Optional<RankReport> report = Optional.empty();

    RankState(int rank, Device device) {
        this.rank = rank;
        this.device = device;
    }

    void moved(StepMessage.At at) {
        iteration = at.iteration();
        phase = at.phase();
        lastMoved = System.nanoTime();
        if (firstMoved == 0 && iteration > 0) {
            firstMoved = lastMoved;
        }
    }

    void learned(StepMessage.Local message) {
        local = message.gradients();
        ready = message.ready();
        lastMoved = System.nanoTime();
    }

    void done(RankReport finished) {
        report = Optional.of(finished);
        lastMoved = System.nanoTime();
    }

    /** The process is gone without a report. */
    void died(int exitCode, String detail) {
        report = Optional.of(cut(new End.Died(iteration, phase, exitCode, detail)));
    }

    /** It waits for something that cannot come any more. */
    void leftWaiting() {
        report = Optional.of(cut(new End.Waiting(iteration, phase)));
    }

    boolean open() {
        return report.isEmpty();
    }

    boolean finished() {
        return report.filter(r -> r.end() instanceof End.Finished).isPresent();
    }

    RankReport report() {
        return report.orElseThrow();
    }

    /** Seconds it has trained so far. */
    double trainedSeconds() {
        return firstMoved == 0 ? 0 : (lastMoved - firstMoved) / 1e9;
    }

    double stillSeconds() {
        return (System.nanoTime() - lastMoved) / 1e9;
    }

    private RankReport cut(End end) {
        return new RankReport(
                rank, device, end, local, ready, List.of(), List.of(), List.of(), List.of(), Optional.empty(), 0);
    }
}
