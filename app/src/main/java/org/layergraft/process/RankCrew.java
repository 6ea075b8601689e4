package org.layergraft.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.layergraft.step.StepMessage;
import org.layergraft.text.LayergraftException;

/**
 * A process per rank, met in one process group. They serve one run after another as long as each ends clean; see {@link
 * RankRun#endedClean}. Starting does not wait; {@link #awaitReady} does. One run at a time, on one thread.
 */
final class RankCrew implements Crew, AutoCloseable {

    static final double START_SECONDS = 60;

    private final Seats seats;
    private final Mailbox mailbox = new Mailbox();
    private final List<ChildProcess> processes = new ArrayList<>();
    private int met;

    private RankCrew(Seats seats) {
        this.seats = seats;
    }

    /** Starts the processes; they meet by themselves. The natives must be unpacked. */
    static RankCrew start(ChildLauncher launcher, Seats seats) throws LayergraftException {
        Room.now().mustHold(seats.ranks());
        RankCrew crew = new RankCrew(seats);
        try {
            // Rank 0 last: it tells the others where to meet as soon as it listens.
            for (int rank = seats.ranks() - 1; rank >= 0; rank--) {
                int own = rank;
                crew.processes.addFirst(launcher.start(
                        "rank" + rank,
                        Installation.Kind.RANK,
                        seats.threads(),
                        List.of(),
                        seats.environment(rank),
                        event -> crew.hear(own, event)));
            }
        } catch (LayergraftException failed) {
            crew.close();
            throw failed;
        }
        crew.invite(0, 0);
        return crew;
    }

    /** On the thread of the child that says it. */
    private void hear(int rank, ChildEvent event) {
        if (event instanceof ChildEvent.Said(StepMessage.Listening(int port))) {
            for (int other = 1; other < seats.ranks(); other++) {
                invite(other, port);
            }
        } else {
            mailbox.put(rank, event);
        }
    }

    private void invite(int rank, int port) {
        process(rank)
                .send(new StepMessage.Meet(
                        rank, seats.ranks(), seats.devices().get(rank), port, Optional.empty(), false));
    }

    Seats seats() {
        return seats;
    }

    @Override
    public double silence(int rank) {
        return process(rank).silence();
    }

    @Override
    public String words(int rank) {
        return process(rank).lastWords();
    }

    ChildProcess process(int rank) {
        return processes.get(rank);
    }

    boolean isAlive() {
        return processes.stream().allMatch(ChildProcess::isAlive);
    }

    /** Returns when the ranks have met; at once where they have met for an earlier run. */
    @Override
    public void awaitReady(Cancellation cancel) throws LayergraftException, CrewLost {
        long start = System.nanoTime();
        while (met < seats.ranks()) {
            Event event = next(cancel);
            double waited = (System.nanoTime() - start) / 1e9;
            switch (event == null ? null : event.event()) {
                case null -> {
                    if (waited > START_SECONDS) {
                        throw LayergraftException.engine("process", "rank.not-started", silentest(), (long) waited);
                    }
                }
                case ChildEvent.Said(StepMessage.Hello hello) -> Failures.checkVersion(hello, process(event.rank()));
                case ChildEvent.Said(StepMessage.Met _) -> met++;
                case ChildEvent.Said(StepMessage.Failed failed) -> throw Failures.of(failed, words(event.rank()));
                case ChildEvent.Said(StepMessage other) -> throw new IllegalStateException("not now: " + other);
                case ChildEvent.Ended ended -> throw new CrewLost(ended);
            }
        }
    }

    private int silentest() {
        int found = 0;
        for (int rank = 1; rank < processes.size(); rank++) {
            found = process(rank).silence() > process(found).silence() ? rank : found;
        }
        return found;
    }

    /** The next event, or null after a moment without one; throws as soon as the user has cancelled. */
    @Override
    public Event next(Cancellation cancel) throws LayergraftException {
        return mailbox.next(cancel);
    }

    @Override
    public void send(StepMessage message) {
        processes.forEach(process -> {
            process.forgetWords();
            process.send(message);
        });
    }

    /** Ends every process at once. */
    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
