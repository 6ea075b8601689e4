package org.layergraft.process;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Timeline;
import org.layergraft.text.LayergraftException;

/**
 * One DDP run of a crew, until every rank is settled. A rank is settled by its report, by its death, or by waiting: when another rank
 * has failed and it does not move any more, or when no rank moves at all.
 */
final class RankRun {

    private static final double MARGIN_SECONDS = 5;
    /** How long the others may stand still after one has failed; longer when phases of this run take longer. */
    private static final double GRACE_SECONDS = 1;
    /** When ranks that still stand after another's failure are taken for lost, and a new crew is begun. */
    private static final double TROUBLE_SECONDS = 0.25;

    private final Crew crew;
    private final StepPlan plan;
    private final StepRunner.Progress progress;
    private final Cancellation cancel;
    private final Runnable trouble;
    private final List<RankState> ranks = new ArrayList<>();
    private final List<OptionalLong> collectives = new ArrayList<>();
    private final long[] lastMove;
    private double longestPhase;
    private boolean troubled;

    /** @param trouble told once, when it is likely that the crew cannot be used again */
    RankRun(Crew crew, StepPlan plan, StepRunner.Progress progress, Cancellation cancel, Runnable trouble) {
        this.crew = crew;
        this.plan = plan;
        this.progress = progress;
        this.cancel = cancel;
        this.trouble = trouble;
        this.lastMove = new long[plan.worldSize()];
    }

    /** One report per rank. */
    List<RankReport> run() throws LayergraftException, CrewLost {
        crew.awaitReady(cancel);
        for (int rank = 0; rank < plan.worldSize(); rank++) {
            ranks.add(new RankState(rank, plan.devices().get(rank)));
            collectives.add(OptionalLong.empty());
            lastMove[rank] = System.nanoTime();
        }
        crew.send(new StepMessage.RunRank(plan));
        while (!ranks.stream().allMatch(RankState::isSettled)) {
            Crew.Event event = crew.next(cancel);
            if (event == null) {
                settleThoseThatStand();
            } else {
                accept(event);
            }
        }
        return ranks.stream().map(RankState::report).toList();
    }

    /**
     * Whether the crew can serve another run: every rank came to an end by itself, and all have begun as many collectives, so that
     * none waits in the group for one that never comes. That holds for failed runs, too, where all ranks fail alike.
     */
    boolean endedClean() {
        return !ranks.isEmpty()
                && ranks.stream().allMatch(RankState::endedByItself)
                && collectives.stream().distinct().count() == 1
                && collectives.getFirst().isPresent();
    }

    private void accept(Crew.Event event) throws LayergraftException, CrewLost {
        int rank = event.rank();
        RankState state = ranks.get(rank);
        switch (event.event()) {
            case ChildEvent.Ended ended -> {
                if (!state.hasBegun()) {
                    throw new CrewLost(ended);
                }
                if (!state.isSettled()) {
                    moved(rank);
                    state.died(ended.exitCode(), ended.stderr());
                }
            }
            case ChildEvent.Said(StepMessage.At(int _, int iteration, var phase)) -> {
                moved(rank);
                state.at(iteration, phase);
                progress.at(rank, iteration, phase);
            }
            case ChildEvent.Said(StepMessage.Local local) -> {
                lastMove[rank] = System.nanoTime();
                state.local(local);
            }
            case ChildEvent.Said(StepMessage.Grouped grouped) -> state.grouped(grouped);
            // Not a move: it says that there is none.
            case ChildEvent.Said(StepMessage.Still(int _, Timeline timeline)) -> state.still(timeline);
            case ChildEvent.Said(StepMessage.RankDone(RankReport report, long begun)) -> {
                moved(rank);
                state.done(report);
                collectives.set(rank, OptionalLong.of(begun));
            }
            case ChildEvent.Said(StepMessage.Failed failed) ->
                throw cancel.isCancelled() ? Failures.cancelled() : Failures.of(failed, crew.words(rank));
            case ChildEvent.Said(StepMessage other) -> throw new IllegalStateException("not for a parent: " + other);
        }
    }

    private void moved(int rank) {
        longestPhase = Math.max(longestPhase, secondsSince(lastMove[rank]));
        lastMove[rank] = System.nanoTime();
    }

    private void settleThoseThatStand() throws LayergraftException {
        boolean someoneFailed = ranks.stream().anyMatch(RankState::hasFailed);
        double patience = plan.timeoutSeconds() + MARGIN_SECONDS;
        double grace = Math.min(patience, Math.max(GRACE_SECONDS, 1.5 * longestPhase));
        double still = secondsSince(lastOf(lastMove));
        boolean started = ranks.stream().allMatch(RankState::hasStarted);
        double limit = !started ? Math.max(patience, RankCrew.START_SECONDS) : someoneFailed ? grace : patience;
        if (someoneFailed && still > TROUBLE_SECONDS && !troubled) {
            troubled = true;
            trouble.run();
        }
        for (int rank = 0; rank < ranks.size(); rank++) {
            RankState state = ranks.get(rank);
            double silence = crew.silence(rank);
            if (!state.isSettled() && silence > Math.max(patience, RankCrew.START_SECONDS)) {
                throw LayergraftException.engine("process", "rank.silent", rank, (long) silence)
                        .saying(crew.words(rank));
            }
            if (!state.isSettled() && still > limit) {
                if (!state.hasStarted()) {
                    throw LayergraftException.engine("process", "rank.not-started", rank, (long) still);
                }
                if (crew.isDoubtful(rank, still)) {
                    continue;
                }
                state.waiting();
            }
        }
    }

    private static long lastOf(long[] moves) {
        long last = moves[0];
        for (long move : moves) {
            // Differences, as nanoTime may wrap around.
            last = move - last > 0 ? move : last;
        }
        return last;
    }

    private static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1e9;
    }
}
