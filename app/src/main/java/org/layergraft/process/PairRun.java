package org.layergraft.process;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.layergraft.step.PairReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Switches;
import org.layergraft.text.LayergraftException;

/** A paired measurement by a crew, of two ways that both train: whatever goes wrong ends it. */
final class PairRun {

    private static final double MARGIN_SECONDS = 5;

    private final RankCrew crew;
    private final StepPlan plan;
    private final Switches other;
    private final int pairs;
    private final StepRunner.Progress progress;
    private final Cancellation cancel;
    private final TreeMap<Integer, StepMessage.PairsDone> done = new TreeMap<>();
    private boolean begun;
    private long lastMove;

    PairRun(
            RankCrew crew,
            StepPlan plan,
            Switches other,
            int pairs,
            StepRunner.Progress progress,
            Cancellation cancel) {
        this.crew = crew;
        this.plan = plan;
        this.other = other;
        this.pairs = pairs;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** One report per rank. */
    List<PairReport> run() throws LayergraftException, CrewLost {
        crew.awaitReady(cancel);
        lastMove = System.nanoTime();
        crew.send(new StepMessage.RunPairs(plan, other, pairs));
        while (done.size() < plan.worldSize()) {
            Crew.Event event = crew.next(cancel);
            if (event == null) {
                checkPatience();
            } else {
                accept(event);
            }
        }
        return done.values().stream().map(StepMessage.PairsDone::report).toList();
    }

    /** See {@link RankRun#endedClean}. */
    boolean endedClean() {
        return done.size() == plan.worldSize()
                && done.values().stream()
                                .mapToLong(StepMessage.PairsDone::collectives)
                                .distinct()
                                .count()
                        == 1;
    }

    private void accept(Crew.Event event) throws LayergraftException, CrewLost {
        lastMove = System.nanoTime();
        switch (event.event()) {
            case ChildEvent.Ended ended -> {
                if (!begun) {
                    throw new CrewLost(ended);
                }
                throw Failures.ended(ended.exitCode(), ended.stderr());
            }
            case ChildEvent.Said(StepMessage.At(int rank, int pair, var phase)) -> {
                begun = true;
                progress.at(rank, pair, phase);
            }
            case ChildEvent.Said(StepMessage.PairsDone report) -> {
                Optional<String> failure = report.report().failure();
                if (failure.isPresent()) {
                    // Not later: the others would wait for it.
                    throw LayergraftException.engine("process", "pairs.failed", failure.get());
                }
                done.put(event.rank(), report);
            }
            case ChildEvent.Said(StepMessage.Failed failed) -> throw Failures.of(failed, crew.words(event.rank()));
            case ChildEvent.Said(StepMessage other) -> throw new IllegalStateException("not for a parent: " + other);
        }
    }

    private void checkPatience() throws LayergraftException {
        double still = (System.nanoTime() - lastMove) / 1e9;
        double patience = plan.timeoutSeconds() + MARGIN_SECONDS;
        if (still > (begun ? patience : Math.max(patience, RankCrew.START_SECONDS))) {
            throw LayergraftException.engine("process", "pairs.stood", (long) still);
        }
    }
}
