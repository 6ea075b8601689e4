package org.layergraft.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.step.Timeline;
import org.layergraft.text.LayergraftException;

/**
 * One attempt at a DDP run: a process per rank, until every rank is settled. A rank is settled by its report, by its death, or by
 * waiting: when another rank has failed and it does not move any more, or when no rank moves at all.
 */
final class RankRun implements AutoCloseable {

    private static final double START_SECONDS = 60;
    private static final double MARGIN_SECONDS = 5;
    /** How long the others may stand still after one has failed; longer when phases of this run take longer. */
    private static final double GRACE_SECONDS = 1;

    private static final double ASKING_SECONDS = 1.5;
    private static final long POLL_MILLIS = 20;

    private record Event(int rank, ChildEvent event) {}

    private final StepPlan plan;
    private final StepRunner.Progress progress;
    private final Cancellation cancel;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<RankState> ranks = new ArrayList<>();
    private final long[] lastMove;
    private double longestPhase;

    RankRun(StepPlan plan, StepRunner.Progress progress, Cancellation cancel) {
        this.plan = plan;
        this.progress = progress;
        this.cancel = cancel;
        this.lastMove = new long[plan.worldSize()];
    }

    List<RankReport> run(ChildLauncher launcher, int port) throws LayergraftException {
        for (int rank = 0; rank < plan.worldSize(); rank++) {
            int own = rank;
            ranks.add(new RankState(rank, plan.devices().get(rank)));
            lastMove[rank] = System.nanoTime();
            processes.add(launcher.start(
                    "rank" + rank,
                    Installation.Kind.RANK,
                    plan.threads(),
                    List.of(),
                    event -> events.add(new Event(own, event))));
            processes.get(rank).send(new StepMessage.RunRank(plan, rank, port));
        }
        long askedToStop = 0;
        while (!ranks.stream().allMatch(RankState::isSettled)) {
            if (cancel.isCancelled() && askedToStop == 0) {
                processes.forEach(process -> process.send(new StepMessage.Cancel()));
                askedToStop = System.nanoTime();
            }
            if (askedToStop != 0 && secondsSince(askedToStop) > ASKING_SECONDS) {
                throw Failures.cancelled();
            }
            Event event = poll();
            if (event != null) {
                accept(event);
            } else {
                settleThoseThatStand();
            }
        }
        if (cancel.isCancelled()) {
            throw Failures.cancelled();
        }
        return ranks.stream().map(RankState::report).toList();
    }

    private void accept(Event event) throws LayergraftException {
        RankState state = ranks.get(event.rank());
        switch (event.event()) {
            case ChildEvent.Ended(int code, String stderr) -> {
                if (!state.isSettled()) {
                    moved(event.rank());
                    state.died(code, stderr);
                }
            }
            case ChildEvent.Said(StepMessage.Hello hello) -> {
                Failures.checkVersion(hello, processes.get(event.rank()));
                lastMove[event.rank()] = System.nanoTime();
            }
            case ChildEvent.Said(StepMessage.At(int _, int iteration, var phase)) -> {
                moved(event.rank());
                state.at(iteration, phase);
                progress.at(event.rank(), iteration, phase);
            }
            case ChildEvent.Said(StepMessage.Local local) -> {
                lastMove[event.rank()] = System.nanoTime();
                state.local(local);
            }
            case ChildEvent.Said(StepMessage.Grouped grouped) -> state.grouped(grouped);
            // Not a move: it says that there is none.
            case ChildEvent.Said(StepMessage.Still(int _, Timeline timeline)) -> state.still(timeline);
            case ChildEvent.Said(StepMessage.RankDone(RankReport report)) -> {
                moved(event.rank());
                state.done(report);
            }
            case ChildEvent.Said(StepMessage.Failed failed) ->
                throw cancel.isCancelled() ? Failures.cancelled() : Failures.of(failed);
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
        double limit = !started ? Math.max(patience, START_SECONDS) : someoneFailed ? grace : patience;
        for (int rank = 0; rank < ranks.size(); rank++) {
            RankState state = ranks.get(rank);
            double silence = processes.get(rank).silence();
            if (!state.isSettled() && silence > Math.max(patience, START_SECONDS)) {
                throw LayergraftException.engine("process", "rank.silent", rank, (long) silence);
            }
            if (!state.isSettled() && still > limit) {
                if (!state.hasStarted()) {
                    throw LayergraftException.engine("process", "rank.not-started", rank, (long) still);
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

    private Event poll() throws LayergraftException {
        try {
            return events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
