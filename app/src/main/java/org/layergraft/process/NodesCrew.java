package org.layergraft.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.layergraft.step.Nodes;
import org.layergraft.step.StepMessage;
import org.layergraft.step.StepPlan;
import org.layergraft.text.LayergraftException;

/**
 * This machine's ranks of a run on several machines, and what the other machines tell of theirs. Each machine tells all others what
 * it hears of its own ranks: its lowest rank puts that into the ranks' common store and reads there what the others tell. So every
 * machine judges the same run. Serves one run.
 */
final class NodesCrew implements Crew, AutoCloseable {

    /** A machine's relay gives a sign every second. */
    private static final double SILENT_SECONDS = 20;

    private static final double DOUBT_SECONDS = 4;
    /** How old news may be when it arrives. */
    private static final double ON_ITS_WAY_SECONDS = 0.5;

    private static final double FAREWELL_SECONDS = 3;

    private final StepPlan plan;
    private final Nodes nodes;
    private final String id = UUID.randomUUID().toString();
    private final SequencedMap<String, String> facts;
    private final Mailbox mailbox = new Mailbox();
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<Node> all = new ArrayList<>();
    private int met;

    /** What is known of a machine. */
    private static final class Node {
        private long lastHeard = System.nanoTime();
        private boolean came;
        private boolean left;

        double silence() {
            return (System.nanoTime() - lastHeard) / 1e9;
        }
    }

    private NodesCrew(StepPlan plan, Nodes nodes) throws LayergraftException {
        this.plan = plan;
        this.nodes = nodes;
        this.facts = NodeFacts.of(plan, nodes);
        for (int node = 0; node < nodes.count(); node++) {
            all.add(new Node());
        }
    }

    /** Starts this machine's processes; they meet the others by themselves. The natives must be unpacked. */
    static NodesCrew start(ChildLauncher launcher, StepPlan plan, Nodes nodes) throws LayergraftException {
        NodesCrew crew = new NodesCrew(plan, nodes);
        Room.now().mustHold(crew.first(nodes.rank() + 1) - crew.first(nodes.rank()));
        try {
            for (int rank = crew.first(nodes.rank()); rank < crew.first(nodes.rank() + 1); rank++) {
                int own = rank;
                crew.processes.add(launcher.start(
                        "rank" + rank,
                        Installation.Kind.RANK,
                        plan.threads(),
                        List.of(),
                        event -> crew.mailbox.put(own, event)));
            }
        } catch (LayergraftException failed) {
            crew.close();
            throw failed;
        }
        // First of all: the relay puts it into the store as soon as there is one.
        crew.tell(new StepMessage.World(crew.id, crew.facts));
        for (int i = 0; i < crew.processes.size(); i++) {
            int rank = crew.first(nodes.rank()) + i;
            crew.processes
                    .get(i)
                    .send(new StepMessage.Meet(
                            rank,
                            plan.worldSize(),
                            plan.devices().get(rank),
                            nodes.port(),
                            Optional.of(nodes),
                            i == 0));
        }
        return crew;
    }

    private int first(int node) {
        return node * plan.ranksPerNode();
    }

    private int nodeOf(int rank) {
        return rank / plan.ranksPerNode();
    }

    private String ranksOf(int node) {
        return IntStream.range(first(node), first(node + 1))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private boolean isHere(int rank) {
        return nodeOf(rank) == nodes.rank();
    }

    private ChildProcess relay() {
        return processes.getFirst();
    }

    private void tell(StepMessage message) {
        relay().send(new StepMessage.Tell(message));
    }

    @Override
    public void awaitReady(Cancellation cancel) throws LayergraftException, CrewLost {
        long start = System.nanoTime();
        long waiting = 0;
        long complete = 0;
        int hellos = 0;
        while (met < processes.size() || complete == 0) {
            Event event = mailbox.next(cancel);
            switch (event == null ? null : event.event()) {
                case null -> checkPatience(start, waiting, complete);
                case ChildEvent.Said(StepMessage.Hello hello) -> {
                    Failures.checkVersion(hello, processes.get(event.rank() - first(nodes.rank())));
                    hellos++;
                }
                case ChildEvent.Said(StepMessage.Met _) -> met++;
                case ChildEvent.Said(StepMessage.Heard(int node, StepMessage message)) -> hear(node, message);
                case ChildEvent.Said(StepMessage.Cut _) -> {
                    if (nodes.rank() != 0) {
                        throw lost(0);
                    }
                }
                case ChildEvent.Said(StepMessage.Failed failed) -> throw Failures.of(failed, "");
                case ChildEvent.Said(StepMessage _) -> {}
                case ChildEvent.Ended ended -> throw new CrewLost(ended);
            }
            // How long this machine takes to start is not the others' fault.
            boolean ready = nodes.rank() == 0 ? all.getFirst().came : hellos == processes.size();
            if (waiting == 0 && ready) {
                waiting = System.nanoTime();
            }
            if (complete == 0 && all.stream().allMatch(node -> node.came)) {
                complete = System.nanoTime();
            }
        }
    }

    private void checkPatience(long start, long waiting, long complete) throws LayergraftException {
        double started = (System.nanoTime() - start) / 1e9;
        if (waiting == 0 && started > RankCrew.START_SECONDS) {
            throw LayergraftException.engine("process", "rank.not-started", first(nodes.rank()), (long) started);
        }
        double waited = waiting == 0 ? 0 : (System.nanoTime() - waiting) / 1e9;
        boolean nodeZero = all.getFirst().came;
        if (complete != 0 && (System.nanoTime() - complete) / 1e9 > RankCrew.START_SECONDS) {
            throw LayergraftException.engine(
                    "process", "nodes.apart", nodes.count(), nodes.master(), (long) RankCrew.START_SECONDS);
        }
        if (complete != 0 || waited < nodes.meetingSeconds()) {
            return;
        }
        if (!nodeZero && nodes.rank() != 0) {
            throw LayergraftException.engine("process", "nodes.master", nodes.master(), nodes.meetingSeconds());
        }
        List<Integer> absent = IntStream.range(0, nodes.count())
                .filter(node -> node != nodes.rank() && !all.get(node).came)
                .boxed()
                .toList();
        throw LayergraftException.engine(
                "process",
                "nodes.absent",
                absent.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                absent.stream().map(this::ranksOf).collect(Collectors.joining(", ")),
                nodes.master(),
                nodes.meetingSeconds());
    }

    @Override
    public void send(StepMessage message) {
        processes.forEach(process -> {
            process.forgetWords();
            process.send(message);
        });
    }

    /** An event of any machine's rank. What happens here is told to the others on the way. */
    @Override
    public Event next(Cancellation cancel) throws LayergraftException {
        Event event = mailbox.next(cancel);
        switch (event == null ? null : event.event()) {
            case null -> {
                checkSilence();
                return null;
            }
            case ChildEvent.Said(StepMessage.Heard(int node, StepMessage message)) -> {
                return hear(node, message);
            }
            case ChildEvent.Said(StepMessage.Cut _) -> {
                if (nodes.rank() != 0) {
                    throw lost(0);
                }
                return null;
            }
            case ChildEvent.Ended(int code, String stderr) -> tell(new StepMessage.Gone(event.rank(), code, stderr));
            case ChildEvent.Said(StepMessage.Failed _) -> {} // told when the run is given up
            case ChildEvent.Said(StepMessage message) -> tell(message);
        }
        return event;
    }

    /** @return what another machine's rank did, or null */
    private Event hear(int number, StepMessage message) throws LayergraftException {
        Node node = all.get(number);
        node.lastHeard = System.nanoTime();
        if (message instanceof StepMessage.World(String theirId, SequencedMap<String, String> theirs)) {
            if (number == nodes.rank() && !theirId.equals(id)) {
                throw LayergraftException.input("process", "nodes.twice", number);
            }
            NodeFacts.compare(number, theirs, facts);
            node.came = true;
        } else if (message instanceof StepMessage.Bye) {
            node.left = true;
        }
        if (number == nodes.rank()) {
            return null;
        }
        return switch (message) {
            case StepMessage.At at -> new Event(at.rank(), new ChildEvent.Said(at));
            case StepMessage.Local local -> new Event(local.rank(), new ChildEvent.Said(local));
            case StepMessage.Still still -> new Event(still.rank(), new ChildEvent.Said(still));
            case StepMessage.RankDone done -> new Event(done.report().rank(), new ChildEvent.Said(done));
            case StepMessage.Gone(int rank, int code, String detail) ->
                new Event(rank, new ChildEvent.Ended(code, detail));
            case StepMessage.Failed _ -> throw LayergraftException.engine("process", "nodes.stopped", number);
            default -> null;
        };
    }

    private void checkSilence() throws LayergraftException {
        // Without the relay nobody is heard, and that says nothing about the others.
        for (int node = 0; node < all.size() && relay().isAlive(); node++) {
            if (node != nodes.rank() && !all.get(node).left && all.get(node).silence() > SILENT_SECONDS) {
                throw lost(node);
            }
        }
    }

    private LayergraftException lost(int node) {
        return LayergraftException.engine("process", "nodes.lost", node, ranksOf(node), nodes.master());
    }

    @Override
    public double silence(int rank) {
        return isHere(rank)
                ? processes.get(rank - first(nodes.rank())).silence()
                : relay().isAlive() ? all.get(nodeOf(rank)).silence() : 0;
    }

    @Override
    public boolean isDoubtful(int rank, double still) {
        Node node = all.get(nodeOf(rank));
        // A machine that went lets the others fail: only one that was heard some time after that is there and waits.
        return !isHere(rank) && relay().isAlive() && !node.left && node.silence() > still - ON_ITS_WAY_SECONDS;
    }

    /**
     * Ends it for this machine in good order: when this one goes, node 0 takes the store along, and what another was told last may
     * still be on its way.
     */
    void part() {
        farewell(new StepMessage.Bye(), plan.timeoutSeconds() + FAREWELL_SECONDS);
    }

    /** The run is given up here, and so everywhere. */
    void giveUp(LayergraftException why) {
        var problem = why.problem();
        tell(new StepMessage.Failed(
                why.fault() == LayergraftException.Fault.INPUT, problem.area(), problem.key(), problem.arguments()));
        farewell(new StepMessage.Bye(), FAREWELL_SECONDS);
    }

    private void farewell(StepMessage bye, double patience) {
        tell(bye);
        long start = System.nanoTime();
        try {
            while (!hasParted() && relay().isAlive() && (System.nanoTime() - start) / 1e9 < patience) {
                Event event = mailbox.next();
                if (event == null) {
                    continue;
                }
                if (event.event() instanceof ChildEvent.Said(StepMessage.Heard(int node, StepMessage message))) {
                    all.get(node).lastHeard = System.nanoTime();
                    all.get(node).left |= message instanceof StepMessage.Bye;
                } else if (event.event() instanceof ChildEvent.Said(StepMessage.Cut _)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody needs this machine any more: its own word has come back through the store, and node 0 is the last. */
    private boolean hasParted() {
        boolean own = all.get(nodes.rank()).left;
        return nodes.rank() != 0
                ? own
                : own && all.stream().allMatch(node -> node.left || !node.came || node.silence() > DOUBT_SECONDS);
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
