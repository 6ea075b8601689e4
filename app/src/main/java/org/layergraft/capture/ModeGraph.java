package org.layergraft.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph as DistributedDataParallel sees it when these segments are reentrant: each is one node with edges to its arguments
 * (ddp-semantics R7.1), and what is inside is reached only when it is computed again. Without segments it is the plain graph, which
 * is also what non-reentrant checkpoints leave (R7.2).
 */
final class ModeGraph {

    private static final int NOWHERE = -1;

    private final PlainGraph plain;
    private final List<PlainGraph.Segment> segments;
    private final Map<Integer, Integer> segmentOfCall = new HashMap<>();
    private final int[] enclosing;
    private final int[] outer;
    private final int[] depth;
    private final int[][] next;
    private final boolean[] alive;

    /** @param reentrant the segments that hide what is in them */
    ModeGraph(PlainGraph plain, List<PlainGraph.Segment> reentrant, boolean[] trainable) {
        this.plain = plain;
        this.segments = List.copyOf(reentrant);
        for (int s = 0; s < segments.size(); s++) {
            segmentOfCall.put(segments.get(s).call(), s);
        }
        enclosing = new int[plain.size()];
        for (int n = 0; n < plain.size(); n++) {
            // A parameter's accumulator is everyone's.
            enclosing[n] = plain.parameter(n) >= 0 ? NOWHERE : segmentAt(plain.call(n));
        }
        outer = new int[segments.size()];
        depth = new int[segments.size()];
        for (int s = 0; s < segments.size(); s++) {
            outer[s] = segmentAt(
                    plain.iteration().calls().get(segments.get(s).call()).parent());
        }
        for (int s = 0; s < segments.size(); s++) {
            for (int at = s; at != NOWHERE; at = outer[at]) {
                depth[s]++;
            }
        }
        next = new int[plain.size() + segments.size()][];
        for (int n = 0; n < plain.size(); n++) {
            next[n] = targets(plain.next(n), enclosing[n]);
        }
        for (int s = 0; s < segments.size(); s++) {
            int[] given = segments.get(s).arguments().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            next[plain.size() + s] = targets(given, outer[s]);
        }
        alive = alive(trainable);
    }

    private int segmentAt(int call) {
        for (int at = call; at >= 0; at = plain.iteration().calls().get(at).parent()) {
            Integer segment = segmentOfCall.get(at);
            if (segment != null) {
                return segment;
            }
        }
        return NOWHERE;
    }

    private int[] targets(int[] plainly, int from) {
        return Arrays.stream(plainly)
                .filter(t -> t >= 0)
                .map(t -> seenFrom(from, t))
                .toArray();
    }

    /** A node inside a segment is seen from outside as the segment. */
    private int seenFrom(int from, int target) {
        int seen = target;
        for (int at = enclosing[target]; at != NOWHERE && !contains(at, from); at = outer[at]) {
            seen = plain.size() + at;
        }
        return seen;
    }

    private boolean contains(int segment, int inner) {
        for (int at = inner; at != NOWHERE; at = outer[at]) {
            if (at == segment) {
                return true;
            }
        }
        return false;
    }

    /** What needs a gradient: everything from which something trainable can be reached; of segments those with such an argument (R7.4). */
    private boolean[] alive(boolean[] trainable) {
        var users = new ArrayList<List<Integer>>();
        for (int n = 0; n < next.length; n++) {
            users.add(new ArrayList<>(2));
        }
        var found = new boolean[next.length];
        var open = new ArrayDeque<Integer>();
        for (int n = 0; n < next.length; n++) {
            for (int t : next[n]) {
                users.get(t).add(n);
            }
            boolean source = n >= plain.size()
                    ? segments.get(n - plain.size()).guarded()
                    : plain.parameter(n) >= 0 ? trainable[plain.parameter(n)] : plain.accumulates(n) || isClosed(n);
            if (source) {
                found[n] = true;
                open.add(n);
            }
        }
        while (!open.isEmpty()) {
            for (int user : users.get(open.poll())) {
                if (!found[user]) {
                    found[user] = true;
                    open.add(user);
                }
            }
        }
        return found;
    }

    /** A segment that was captured closed had a node, so it needed a gradient. */
    private boolean isClosed(int node) {
        return plain.closed().stream().anyMatch(s -> s.node() == node);
    }

    /** @param node of the plain graph; -1 is nothing */
    boolean needsGradient(int node) {
        return node >= 0 && alive[seenFrom(NOWHERE, node)];
    }

    /**
     * What one pass over the graph meets.
     *
     * @param nodes of the plain graph that were met directly
     * @param parameters those met directly, not inside segments
     * @param segments that were met, and stand to be computed again
     */
    record Met(Set<Integer> nodes, Set<Integer> parameters, Set<Integer> segments) {}

    /** From the outside. */
    Met from(Collection<Integer> roots) {
        return walk(roots, NOWHERE);
    }

    /** Inside a segment: from its results to what it was given. */
    Met inside(int segment) {
        return walk(segments.get(segment).results(), segment);
    }

    private Met walk(Collection<Integer> roots, int within) {
        Set<Integer> stops = within == NOWHERE ? Set.of() : segments.get(within).arguments();
        var nodes = new LinkedHashSet<Integer>();
        var parameters = new LinkedHashSet<Integer>();
        var boxes = new LinkedHashSet<Integer>();
        var open = new ArrayDeque<Integer>();
        for (int root : roots) {
            if (root >= 0) {
                open.add(seenFrom(within, root));
            }
        }
        while (!open.isEmpty()) {
            int at = open.poll();
            if (!alive[at] || !nodes.add(at)) {
                continue;
            }
            if (at >= plain.size()) {
                boxes.add(at - plain.size());
            } else if (plain.parameter(at) >= 0) {
                parameters.add(plain.parameter(at));
            }
            for (int t : next[at]) {
                boolean given = t < plain.size() ? stops.contains(t) : stopsAt(stops, t - plain.size());
                if (!given) {
                    open.add(t);
                }
            }
        }
        nodes.removeIf(n -> n >= plain.size());
        return new Met(nodes, parameters, boxes);
    }

    /** The argument is what another segment gave. */
    private boolean stopsAt(Set<Integer> stops, int segment) {
        return segments.get(segment).results().stream().anyMatch(stops::contains);
    }

    /** How many segments there are around it, itself included. */
    int depth(int segment) {
        return depth[segment];
    }

    List<PlainGraph.Segment> segments() {
        return segments;
    }

    /** Whether a segment is in the graph at all. */
    boolean isAlive(int segment) {
        return alive[plain.size() + segment];
    }

    /** By module: calls of its segments, and how many of them left the graph. */
    Map<Integer, int[]> left() {
        var left = new LinkedHashMap<Integer, int[]>();
        for (int s = 0; s < segments.size(); s++) {
            int[] counts = left.computeIfAbsent(segments.get(s).module(), _ -> new int[2]);
            counts[0]++;
            counts[1] += isAlive(s) ? 0 : 1;
        }
        return left;
    }
}
