package org.layergraft.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The autograd graph of one iteration as it would be without checkpoints: what stands for a reentrant segment is replaced by what was
 * seen when it was computed again (ddp-semantics R7.1, R7.2). A segment that was never computed again stays closed.
 */
final class PlainGraph {

    /**
     * One call of a checkpoint.
     *
     * @param call everything made in it, or below, is inside
     * @param module that it belongs to
     * @param reentrant as it was captured
     * @param arguments nodes of the tensors it was given
     * @param results nodes of what it gave, inside
     * @param guarded its node needs a gradient whatever its arguments do, as fairscale's (R7.6)
     */
    record Segment(
            int call, int module, boolean reentrant, Set<Integer> arguments, List<Integer> results, boolean guarded) {}

    private final Recorded.Iteration iteration;
    private final int[][] next;
    private final int[] parameter;
    private final boolean[] accumulates;
    private final boolean[] argument;
    private final Map<Integer, Recorded.Segment> boxes = new HashMap<>();
    private final Map<Long, Integer> ports = new HashMap<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<Recorded.Segment> closed = new ArrayList<>();
    private final Set<Integer> validRuns = new HashSet<>();

    PlainGraph(Recorded.Iteration iteration) {
        this.iteration = iteration;
        Recorded.Graph graph = iteration.graph();
        int nodes = graph.size();
        next = new int[nodes][];
        parameter = new int[nodes];
        accumulates = new boolean[nodes];
        argument = new boolean[nodes];
        Arrays.fill(parameter, -1);
        for (int[] port : graph.port()) {
            ports.put(edge(port[0], port[1]), port[2]);
        }
        for (Recorded.Segment segment : iteration.segments()) {
            if (segment.recomputed()) {
                validRuns.add(segment.call());
            }
            if (segment.isReentrant() && segment.recomputed() && segment.node() >= 0) {
                boxes.put(segment.node(), segment);
            } else if (segment.isReentrant()) {
                closed.add(segment);
            }
        }
        for (int i = 0; i < nodes; i++) {
            int[] targets = graph.next()[i];
            next[i] = new int[targets.length];
            for (int k = 0; k < targets.length; k++) {
                next[i][k] = resolve(targets[k], ports.getOrDefault(edge(i, k), 0));
            }
        }
        leaves(graph);
        throughArguments();
        for (Recorded.Segment segment : iteration.segments()) {
            if (segment.call() >= 0 && segment.recomputed()) {
                segments.add(open(segment));
            }
        }
    }

    private static long edge(int node, int place) {
        return ((long) node << 32) | place;
    }

    private void leaves(Recorded.Graph graph) {
        for (List<Object> leaf : graph.leaf()) {
            int node = (Integer) leaf.getFirst();
            switch ((String) leaf.get(1)) {
                case "parameter" -> parameter[node] = (Integer) leaf.get(2);
                case "input" -> {
                    argument[node] = true;
                    next[node] = given((Integer) leaf.get(2), (Integer) leaf.get(3));
                }
                default -> accumulates[node] = true;
            }
        }
    }

    /** What ends at a segment's argument goes on outside. */
    private void throughArguments() {
        for (int[] targets : next) {
            for (int k = 0; k < targets.length; k++) {
                for (int hops = 0; targets[k] >= 0 && argument[targets[k]] && hops <= boxes.size(); hops++) {
                    int[] behind = next[targets[k]];
                    targets[k] = behind.length == 0 ? -1 : behind[0];
                }
            }
        }
    }

    /** What lies behind a segment's argument, outside. */
    private int[] given(int segment, int argument) {
        Recorded.Segment recorded = iteration.segments().get(segment);
        if (recorded.node() < 0) {
            return new int[0];
        }
        int place = recorded.offset() + argument;
        int[] outside = iteration.graph().next()[recorded.node()];
        return place < outside.length
                ? new int[] {resolve(outside[place], ports.getOrDefault(edge(recorded.node(), place), 0))}
                : new int[0];
    }

    private Segment open(Recorded.Segment recorded) {
        var arguments = new HashSet<Integer>();
        for (int[] input : recorded.inputs()) {
            arguments.add(resolve(input[0], input[1]));
        }
        arguments.remove(-1);
        var results = Arrays.stream(recorded.outputs())
                .map(n -> resolve(n, 0))
                .filter(n -> n >= 0)
                .boxed()
                .toList();
        return new Segment(
                recorded.call(),
                module(recorded),
                recorded.isReentrant(),
                arguments,
                results,
                recorded.isReentrant() && recorded.offset() > 0);
    }

    /** The module that a checkpoint is about: the one it runs, where it runs just one, else the one it is written in. */
    int module(Recorded.Segment segment) {
        var run = new HashSet<Integer>();
        for (Recorded.Call call : iteration.calls()) {
            if (call.parent() == segment.call() && call.segment().isEmpty() && segment.call() >= 0) {
                run.add(call.module());
            }
        }
        boolean alone = run.size() == 1;
        for (int n = 0; n < size() && alone; n++) {
            alone = call(n) != segment.call() || parameter[n] >= 0 || argument[n];
        }
        return alone ? run.iterator().next() : segment.module();
    }

    /** Through segments to what they give; -1 stays. */
    int resolve(int node, int port) {
        int at = node;
        int result = port;
        for (int hops = 0; at >= 0 && boxes.containsKey(at) && hops <= boxes.size(); hops++) {
            int[] given = boxes.get(at).outputs();
            at = result < given.length ? given[result] : -1;
            result = 0;
        }
        return at;
    }

    int size() {
        return next.length;
    }

    int[] next(int node) {
        return next[node];
    }

    /** -1 for a node that accumulates into none. */
    int parameter(int node) {
        return parameter[node];
    }

    /** An accumulator of something that is no parameter: an input that needs a gradient. */
    boolean accumulates(int node) {
        return accumulates[node];
    }

    /** The call in which it was made; -1 outside of the model. */
    int call(int node) {
        return iteration.graph().call()[node];
    }

    /** Short name of its operator: {@code addmm} of AddmmBackward0. */
    String operator(int node) {
        int op = iteration.graph().op()[node];
        return op < 0 ? "" : iteration.graph().names().get(op);
    }

    /** Segments whose inside is known. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** Reentrant segments that were never computed again, because no gradient came to them or could. */
    List<Recorded.Segment> closed() {
        return List.copyOf(closed);
    }

    /** Whether what a checkpoint ran there is what the graph holds: its first pass, without gradients, is not. */
    boolean isSeen(int call) {
        for (int at = call; at >= 0; at = iteration.calls().get(at).parent()) {
            if (iteration.calls().get(at).segment().isPresent() && !validRuns.contains(at)) {
                return false;
            }
        }
        return true;
    }

    Recorded.Iteration iteration() {
        return iteration;
    }
}
