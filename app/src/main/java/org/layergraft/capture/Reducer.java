package org.layergraft.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.layergraft.capture.StepFacts.Fire;
import org.layergraft.capture.StepFacts.With;
import org.layergraft.step.Switches;

/**
 * One rank's Reducer as a state machine (ddp-semantics section 4, R4.1 to R4.5, with section 6 for static_graph). It computes
 * nothing; it counts which hooks fire. After torch/csrc/distributed/c10d/reducer.cpp.
 */
final class Reducer {

    /** What came of a forward or backward. */
    sealed interface Event {

        record Fine() implements Event {}

        /** T1, T2 or T3 at the start of a forward: these never reported. */
        record Missing(List<Integer> parameters) implements Event {}

        /** T4: this one reported twice. */
        record ReadyTwice(int parameter) implements Event {}

        /** T5: this one was not expected. */
        record Changed(int parameter) implements Event {}

        /** T13. */
        record SparseUndefined(int parameter) implements Event {}
    }

    private static final Event FINE = new Event.Fine();

    private final Registered registered;
    private final boolean findUnused;
    private final boolean staticGraph;
    private final OptionalDouble cap;
    private final boolean torch1;
    private final Set<Integer> sparse;

    private List<List<Integer>> buckets;
    private boolean requireFinalize;
    private boolean hasRebuilt;
    private boolean first = true;
    private boolean complete;
    private boolean flushed;
    private boolean rebuildDue;
    private List<Integer> arrival = List.of();
    private Set<Integer> ready = Set.of();
    private final Map<Integer, Integer> total = new HashMap<>();
    private final Set<Integer> used = new HashSet<>();

    Reducer(Registered registered, Switches switches, boolean torch1, Set<Integer> sparse) {
        this.registered = registered;
        this.staticGraph = switches.staticGraph();
        // R6.1: static_graph overrides the search
        this.findUnused = switches.findUnusedParameters() && !staticGraph;
        this.cap = switches.options().bucketCapMb();
        this.torch1 = torch1;
        this.sparse = Set.copyOf(sparse);
        this.buckets = findUnused ? registered.searched(cap, torch1) : registered.oneBucket();
    }

    /** R4.1: the check comes first, then buckets are regrouped where that is due (R2.3). */
    Event forward() {
        if (requireFinalize) {
            return new Event.Missing(registered.parameters().stream()
                    .filter(p -> !ready.contains(p))
                    .toList());
        }
        if (rebuildDue && !hasRebuilt) {
            buckets = registered.regrouped(arrival, cap, torch1);
            hasRebuilt = true;
        }
        return FINE;
    }

    /** Whether DDP's output node is there (R3.5). */
    boolean sinkActive() {
        return findUnused || (staticGraph && first);
    }

    /** R4.2 and R4.3. */
    Event backward(StepFacts facts) {
        ready = new HashSet<>();
        complete = false;
        flushed = false;
        List<Fire> fires = facts.fires(sinkActive()).stream()
                .filter(f -> registered.parameters().contains(f.parameter()))
                .toList();
        if (staticGraph && first) {
            return firstOfStaticGraph(fires, facts.sinkReached());
        }
        if (findUnused) {
            used.clear();
        }
        var left = new HashMap<>(total);
        List<Integer> unused = registered.parameters().stream()
                .filter(p -> findUnused ? !facts.outer().contains(p) : staticGraph && !total.containsKey(p))
                .toList();
        var arrived = new ArrayList<Integer>();
        boolean marked = false;
        for (Fire fire : fires) {
            int p = fire.parameter();
            if (findUnused && fire.with() != With.UNDEFINED) {
                used.add(p);
            }
            if (!marked) {
                marked = true;
                for (int u : unused) {
                    if (sparse.contains(u)) {
                        return new Event.SparseUndefined(u);
                    }
                    ready.add(u);
                    arrived.add(u);
                }
            }
            if (staticGraph) {
                int remaining = left.getOrDefault(p, 0);
                if (remaining == 0) {
                    return new Event.Changed(p);
                }
                left.put(p, remaining - 1);
                if (remaining > 1) {
                    continue;
                }
            }
            if (!ready.add(p)) {
                return new Event.ReadyTwice(p);
            }
            arrived.add(p);
        }
        complete = ready.size() == registered.parameters().size();
        requireFinalize = !ready.isEmpty() && !complete;
        if (complete && !findUnused) {
            arrival = List.copyOf(arrived);
            rebuildDue = true;
        }
        return FINE;
    }

    /** R6.2: hooks only count; when the output node's turn comes, everything is reduced at once. */
    private Event firstOfStaticGraph(List<Fire> fires, boolean sinkReached) {
        for (Fire fire : fires) {
            total.merge(fire.parameter(), 1, Integer::sum);
            if (fire.with() != With.UNDEFINED) {
                used.add(fire.parameter());
            }
        }
        flushed = sinkReached && !fires.isEmpty();
        // R6.7.1: without the output node 2.1 and later look at every backward as the first; 1.x loses this one alone.
        first = !torch1 && !flushed;
        return FINE;
    }

    /** How many buckets were launched in the last backward; they go strictly in order (R2.4). */
    int launched() {
        if (flushed) {
            return buckets.size();
        }
        int launched = 0;
        while (launched < buckets.size() && ready.containsAll(buckets.get(launched))) {
            launched++;
        }
        return ready.isEmpty() ? 0 : launched;
    }

    /** Everything of the last backward was handed to the others. */
    boolean reduces() {
        return complete || flushed;
    }

    List<List<Integer>> buckets() {
        return buckets;
    }

    /** Registered parameters for which a gradient came here, as far as DDP keeps count of it (R5.1, R6.2). */
    Set<Integer> used() {
        return used;
    }

    /** Whether gradients of parameters that nobody used stay as they were. */
    boolean keepsUnused() {
        return findUnused || staticGraph;
    }
}
