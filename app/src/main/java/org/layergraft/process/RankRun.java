package org.layergraft.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.layergraft.process.Installation.Child;
import org.layergraft.step.RankReport;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/**
 * One DDP run from start to end: starts a process per rank, listens, and decides when those that still wait have waited in vain. A rank
 * that failed is kept alive until the others were observed: otherwise a lost connection would mask their hang (ddp-semantics 12.11).
 */
final class RankRun {

    private static final double DEAF_SECONDS = 30;
    private static final double LEAST_GRACE_SECONDS = 1;
    private static final int PORTS = 3;

    private final ChildLauncher launcher;
    private final StepPlan plan;
    private final StepRunner.Progress progress;
    private final Cancellation cancel;

    private record Heard(int rank, ChildEvent event) {}

    RankRun(ChildLauncher launcher, StepPlan plan, StepRunner.Progress progress, Cancellation cancel) {
        this.launcher = launcher;
        this.plan = plan;
        this.progress = progress;
        this.cancel = cancel;
    }

    List<RankReport> run() throws LayergraftException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(freePort());
            } catch (LayergraftException apart) {
                // Another program may have taken the port between our look and rank 0's.
                if (!apart.problem().key().equals("meeting.failed") || attempt == PORTS) {
                    throw apart;
                }
            }
        }
    }

    private List<RankReport> once(int port) throws LayergraftException {
        BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        List<ChildProcess> children = new ArrayList<>();
        List<RankState> states = new ArrayList<>();
        try {
            for (int rank = 0; rank < plan.worldSize(); rank++) {
                int number = rank;
                states.add(new RankState(rank, plan.devices().get(rank)));
                children.add(launcher.start(Child.RANK, plan.threads(), event -> heard.add(new Heard(number, event))));
                children.getLast().send(new StepMessage.RunRank(plan, rank, port));
            }
            follow(heard, children, states);
            return states.stream().map(RankState::report).toList();
        } finally {
            children.forEach(ChildProcess::close);
        }
    }

    private void follow(BlockingQueue<Heard> heard, List<ChildProcess> children, List<RankState> states)
            throws LayergraftException {
        long firstFailure = 0;
        while (states.stream().anyMatch(RankState::open)) {
            if (cancel.isCancelled()) {
                children.forEach(child -> child.send(new StepMessage.Cancel()));
                throw EngineClient.cancelled();
            }
            listen(heard, children, states);
            boolean failed = states.stream().anyMatch(state -> !state.open() && !state.finished());
            if (failed && firstFailure == 0) {
                firstFailure = System.nanoTime();
            }
            boolean graceOver = failed && (System.nanoTime() - firstFailure) / 1e9 > graceSeconds(states);
            boolean stuck = states.stream().allMatch(state -> !state.open() || state.stillSeconds() > patienceSeconds());
            if (graceOver || stuck) {
                states.stream().filter(RankState::open).forEach(RankState::leftWaiting);
            }
        }
    }

    private void listen(BlockingQueue<Heard> heard, List<ChildProcess> children, List<RankState> states)
            throws LayergraftException {
        Heard next;
        try {
            next = heard.poll(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw EngineClient.cancelled();
        }
        if (next != null) {
            take(next.rank(), next.event(), children, states);
        }
        for (int rank = 0; rank < states.size(); rank++) {
            if (states.get(rank).open() && children.get(rank).silentSeconds() > DEAF_SECONDS) {
                children.get(rank).close();
            }
        }
    }

    private void take(int rank, ChildEvent event, List<ChildProcess> children, List<RankState> states)
            throws LayergraftException {
        RankState state = states.get(rank);
        switch (event) {
            case ChildEvent.Said(StepMessage.At at) -> {
                state.moved(at);
                progress.at(at.rank(), at.iteration(), at.phase());
            }
            case ChildEvent.Said(StepMessage.Local local) -> state.learned(local);
            case ChildEvent.Said(StepMessage.RankDone done) -> state.done(done.report());
            case ChildEvent.Said(StepMessage.Failed failed) -> throw EngineClient.failure(failed);
            case ChildEvent.Said _ -> {
                // Greetings need no answer.
            }
            case ChildEvent.Ended(int exitCode) -> {
                if (state.open()) {
                    state.died(exitCode, children.get(rank).errors().text());
                }
            }
        }
    }

    /** As long again as the rank that failed had trained: one that is merely slower must not be taken for one that waits. */
    private double graceSeconds(List<RankState> states) {
        double longest = states.stream().mapToDouble(RankState::trainedSeconds).max().orElse(0);
        return Math.min(plan.timeoutSeconds(), LEAST_GRACE_SECONDS + longest);
    }

    /** The collectives' own timeout comes first; this is for what does not obey it. */
    private double patienceSeconds() {
        return plan.timeoutSeconds() + 30.0;
    }

    private static int freePort() throws LayergraftException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw LayergraftException.engine("process", "port.none", none.getMessage());
        }
    }
}
